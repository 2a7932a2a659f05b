"""What an approval of a source would bring to its translations, before it is given."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import get_language_info, gettext as _, ngettext
from wagtail.models import Revision
from wagtail_localize.models import Translation

from cms.review.following import Following as FollowingInWords, Question

from ..drafts import target_of
from ..editor.bidi import named
from ..models import ConfirmedFacts, Freshness
from ..segments.places import place_of
from .changes import Change, Outcome, Why
from .following import Following, content_of
from .messages import value_in_words
from .places import field_path


def facts_that_would_follow(subject: Any, revision: Revision) -> FollowingInWords:
    """What reviewers of a source are told, and which facts they are asked about."""
    outcomes = dict(_outcomes(subject, revision))
    ticked = {
        path for paths in _said_of(revision).values_list("paths", flat=True) for path in paths
    }
    return FollowingInWords(
        [*_numbers(outcomes), *_own_values(subject, revision, outcomes)],
        [
            Question(path, _question(subject, revision, change, codes), path in ticked)
            for path, (change, codes) in _asked(outcomes).items()
        ],
    )


def keep_what_was_ticked(revision: Revision, user: User, ticked: list[str]) -> None:
    """Keep which facts follow although their words changed; the last approver's word counts."""
    if not ticked and not _said_of(revision).exists():
        return
    subject = revision.as_object()
    asked = _asked(dict(_outcomes(subject, revision)))
    paths = sorted(set(ticked) & asked.keys())
    ConfirmedFacts.objects.update_or_create(
        revision=revision, defaults={"paths": paths, "user": user, "at": timezone.now()}
    )


def _outcomes(subject: Any, revision: Revision) -> Iterator[tuple[str, Outcome]]:
    """The language of each translation, and what would come of what readers see of it."""
    translations = Translation.objects.filter(
        source__object_id=subject.translation_key, source__locale=subject.locale_id
    ).select_related("source", "target_locale", "freshness__follows")
    for translation in translations.order_by("target_locale__language_code"):
        target = target_of(translation)
        known = Freshness.objects.filter(translation=translation).first()
        if target is None or known is None or getattr(target, "alias_of_id", None):
            continue
        shown = target.live_revision if target.live else target.latest_revision
        merge = Following(translation, known, revision, revision.content, target)
        yield (
            translation.target_locale.language_code,
            merge.merged(content_of(target, shown), confirmed=set()),
        )


def _numbers(outcomes: dict[str, Outcome]) -> Iterator[str]:
    """Languages for which as many facts follow stand in one sentence."""
    by_number: dict[int, list[str]] = defaultdict(list)
    for code, outcome in outcomes.items():
        by_number[len(outcome.followed)].append(code)
    for number, codes in sorted(by_number.items(), reverse=True):
        if number:
            yield ngettext(
                "%(languages)s: %(number)d fact follows with this approval.",
                "%(languages)s: %(number)d facts follow with this approval.",
                number,
            ) % {"languages": _names(codes), "number": number}


def _own_values(subject: Any, revision: Revision, outcomes: dict[str, Outcome]) -> Iterator[str]:
    for code, outcome in outcomes.items():
        for change in outcome.marked:
            if change.why is Why.OWN_VALUE:
                yield _("%(language)s keeps a value of its own: %(place)s (%(value)s).") % {
                    "language": _names([code]),
                    "place": _label(subject, revision, change),
                    "value": _value(subject, revision, change, change.theirs),
                }
            elif change.why in (Why.AMBIGUOUS, Why.TAKEN):
                yield _("%(language)s does not follow: %(place)s. Its team is told.") % {
                    "language": _names([code]),
                    "place": _label(subject, revision, change),
                }


def _asked(outcomes: dict[str, Outcome]) -> dict[str, tuple[Change, list[str]]]:
    """Facts that changed with their words and can be ticked, with the languages they are of."""
    found: dict[str, tuple[Change, list[str]]] = {}
    for code, outcome in outcomes.items():
        for change in outcome.marked:
            # Links go with the words that they stand on; nobody can tell which those are.
            if change.why is Why.WITH_WORDS and not change.path.endswith(".text"):
                found.setdefault(change.path, (change, []))[1].append(code)
    return found


def _question(subject: Any, revision: Revision, change: Change, codes: Iterable[str]) -> str:
    return _("%(place)s: %(old)s becomes %(new)s (%(languages)s)") % {
        "place": _label(subject, revision, change),
        "old": _value(subject, revision, change, change.old),
        "new": _value(subject, revision, change, change.new),
        "languages": _names(codes),
    }


def _label(subject: Any, revision: Revision, change: Change) -> str:
    model: type[Model] = type(subject)
    return place_of(model, _place(subject, revision, change)).label


def _value(subject: Any, revision: Revision, change: Change, value: Any) -> str:
    return named(value_in_words(type(subject), _place(subject, revision, change), value))


def _place(subject: Any, revision: Revision, change: Change) -> str:
    return field_path(type(subject), revision.content, change.path)


def _said_of(revision: Revision) -> Any:
    return ConfirmedFacts.objects.filter(revision=revision)


def _names(codes: Iterable[str]) -> str:
    return ", ".join(str(get_language_info(code)["name_translated"]) for code in codes)
