"""The glossary at work: which terms a source holds, and whether a translation keeps to them."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.models import User
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail_localize.models import Translation

from ..editor.bidi import named
from ..models import DismissedCheck, GlossaryTerm, GlossaryWording
from ..segments.listing import Segment

TATWEEL = "\u0640"
LONGEST_REASON = 300


@dataclass(frozen=True)
class Term:
    """A term in one language: ``wordings`` are what it may be called there."""

    pk: int
    term: str
    stays: bool
    note: str
    wordings: tuple[str, ...]

    @property
    def wanted(self) -> tuple[str, ...]:
        """What a translation has to hold one of; empty where anything will do."""
        return (self.term,) if self.stays else self.wordings


@dataclass(frozen=True)
class FailingCheck:
    """A term that a segment's translation does not hold, and why so, if anybody has said."""

    segment: Segment
    term: Term
    reason: str

    @property
    def name(self) -> str:
        """The name of the field that takes the reason."""
        return f"meant-{self.segment.pk}-{self.term.pk}"

    def __str__(self) -> str:
        wanted = " / ".join(self.term.wanted)
        if self.term.stays:
            return _("The glossary keeps “%(term)s” as it is; it is not found here.") % {
                "term": named(self.term.term)
            }
        return _("The glossary says “%(wanted)s” for “%(term)s”; it is not found here.") % {
            "wanted": named(wanted),
            "term": named(self.term.term),
        }


class Glossary:
    """The terms of a translation's language, and the reasons that were given against them.

    Asks the database three times at most, whatever it is asked.
    """

    def __init__(self, translation: Translation) -> None:
        self.translation = translation

    @cached_property
    def terms(self) -> dict[str, Term]:
        """Every term by its own words in small letters."""
        wordings = GlossaryWording.objects.filter(locale=self.translation.target_locale_id)
        rows = GlossaryTerm.objects.prefetch_related(Prefetch("wordings", queryset=wordings))
        return {
            row.term.casefold(): Term(
                row.pk,
                row.term,
                row.stays,
                row.note,
                tuple(wording.text for wording in row.wordings.all()),
            )
            for row in rows
        }

    def pieces(self, text: str) -> list[tuple[str, Term | None]]:
        """The text in pieces, each with the term that it is, if it is one."""
        found: list[tuple[str, Term | None]] = []
        end = 0
        for match in self._pattern.finditer(text) if self._pattern else ():
            found.append((text[end : match.start()], None))
            found.append((match[0], self.terms[match[1].casefold()]))
            end = match.end()
        found.append((text[end:], None))
        return [(piece, term) for piece, term in found if piece]

    def terms_in(self, text: str) -> list[Term]:
        """The terms that the text holds, each once."""
        return list(dict.fromkeys(term for _piece, term in self.pieces(text) if term))

    def failing_checks(self, segment: Segment) -> list[FailingCheck]:
        """The terms of the source that the segment's translation does not hold."""
        if segment.written is None:
            return []
        text = _folded(segment.text)
        return [
            FailingCheck(segment, term, self._reasons.get(_key(segment, term.pk), ""))
            for term in self.terms_in(segment.source)
            if term.wanted and not any(_folded(each) in text for each in term.wanted)
        ]

    def objections(self, segments: list[Segment]) -> Iterator[str]:
        """Sentences that name each segment which strays without a reason."""
        for segment in segments:
            for check in self.failing_checks(segment):
                if not check.reason:
                    yield f"{named(segment.label)}: {check}"

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        """Longer terms first; a term that is translated may stand in the plural."""
        if not self.terms:
            return None
        longest = sorted(self.terms.values(), key=lambda term: -len(term.term))
        choices = "|".join(re.escape(term.term) for term in longest)
        return re.compile(rf"(?<!\w)({choices})(?:e?s)?(?!\w)", re.IGNORECASE)

    @cached_property
    def _reasons(self) -> dict[tuple[int, int, int], str]:
        rows = DismissedCheck.objects.filter(translation=self.translation)
        return {(row.string_id, row.context_id, row.term_id): row.reason for row in rows}


def dismiss_checks(
    translation: Translation, segments: list[Segment], said: dict[tuple[int, int], str], user: User
) -> None:
    """Record why segments leave terms; ``said`` is by the numbers of segment and term.

    An empty reason takes back what was said before.
    """
    glossary = Glossary(translation)
    for check in (each for segment in segments for each in glossary.failing_checks(segment)):
        reason = said.get((check.segment.pk, check.term.pk), check.reason).strip()
        if reason == check.reason:
            continue
        place = {
            "translation": translation,
            "string": check.segment.string_segment.string,
            "context": check.segment.string_segment.context,
            "term_id": check.term.pk,
        }
        if reason:
            values = {"reason": reason[:LONGEST_REASON], "user": user, "at": timezone.now()}
            DismissedCheck.objects.update_or_create(**place, defaults=values)
        else:
            DismissedCheck.objects.filter(**place).delete()


def _key(segment: Segment, term: int) -> tuple[int, int, int]:
    return segment.string_segment.string_id, segment.string_segment.context_id, term


def _folded(text: str) -> str:
    """Text without case, accents, vowel signs and stretching, for comparison only."""
    decomposed = unicodedata.normalize("NFKD", text.replace(TATWEEL, "")).casefold()
    return "".join(char for char in decomposed if unicodedata.category(char) != "Mn")
