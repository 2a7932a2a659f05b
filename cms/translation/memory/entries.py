"""The translation memory: what was approved before, offered for the same or nearly the same words.

It learns from what is published, never from drafts. What stands in a page that an account may not
see, in the source's language or the translation's, is not offered to it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from wagtail.models import Page
from wagtail_localize.models import String, StringTranslation, Translation

from cms.access.querysets import visible_pages

from ..models import MemoryEntry, TellingWord
from ..segments.listing import Segment, differences, segments_of
from ..segments.writing import text_to_write
from .similarity import similarity, telling_words, words_of

ALIKE = 70
OFFERED = 2
LOOKED_AT = 12
AT_A_TIME = 500

type Text = tuple[int, int, str]


@dataclass(frozen=True)
class MemoryOffer:
    """A text that was approved, how alike its source is, and what differs in the source."""

    pk: int
    text: str
    percent: int
    changes: list[tuple[str, str]]

    @property
    def is_same(self) -> bool:
        return self.percent == 100


def texts_to_remember(translation: Translation) -> list[Text]:
    """What a text in review says: string, context and translation of each of its segments."""
    return [
        (segment.string_segment.string_id, segment.string_segment.context_id, segment.written.data)
        for segment in segments_of(translation)
        if segment.written is not None and not segment.written.has_error
    ]


def remember(translation: Translation, texts: Iterable[Any]) -> None:
    """Keep texts that have been approved just now. ``texts`` as ``texts_to_remember`` gives."""
    of_page = issubclass(translation.source.specific_content_type.model_class(), Page)
    rows = {
        (string, context): MemoryEntry(
            string_id=string,
            context_id=context,
            locale_id=translation.target_locale_id,
            object_id=translation.source.object_id,
            of_page=of_page,
            text=text,
        )
        for string, context, text in texts
    }
    MemoryEntry.objects.bulk_create(
        rows.values(),
        batch_size=AT_A_TIME,
        update_conflicts=True,
        unique_fields=("locale", "string", "context"),
        update_fields=("text", "approved_at"),
    )
    _learn_words({string for string, _context in rows})


def remember_published(translation: Translation) -> None:
    """Learn from a translation that readers see and that stands in the desk's tables as it is."""
    rows = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id,
        locale=translation.target_locale_id,
        has_error=False,
    )
    remember(translation, rows.values_list("translation_of", "context", "data"))


def offer_what_was_approved(
    translation: Translation, segments: list[Segment], user: User
) -> dict[int, list[MemoryOffer]]:
    """Offers for the segments that nobody has written yet, the most alike first, by segment.

    Asks the database a fixed number of times, however many segments there are.
    """
    wanted = {segment.pk: segment for segment in segments if segment.is_open}
    if not wanted:
        return {}
    visible = _visible_to(translation, user)
    likely = _likely_strings(wanted, visible)
    strings = {pk for found in likely.values() for pk in found}
    by_string: dict[int, list[MemoryEntry]] = defaultdict(list)
    known = visible.filter(string__in=strings).select_related("string").order_by("-approved_at")
    for row in known:
        by_string[row.string_id].append(row)
    return {
        pk: offers
        for pk, segment in wanted.items()
        if (offers := _offers(segment, [row for s in likely[pk] for row in by_string[s]]))
    }


def _offers(segment: Segment, rows: list[MemoryEntry]) -> list[MemoryOffer]:
    data = segment.string_segment.string.data
    alike = [(similarity(row.string.data, data), row) for row in rows]
    best = sorted(alike, key=lambda each: -each[0])
    offers: dict[str, MemoryOffer] = {}
    for percent, row in best:
        text = text_to_write(row.text, segment.place)
        if percent >= ALIKE and text not in offers:
            source = text_to_write(row.string.data, segment.place)
            changes = list(differences(source, segment.source)) if percent < 100 else []
            offers[text] = MemoryOffer(row.pk, text, percent, changes)
    return list(offers.values())[:OFFERED]


def _likely_strings(
    segments: dict[int, Segment], visible: QuerySet[MemoryEntry]
) -> dict[int, list[int]]:
    """For each segment the strings that share most of its telling words, its own first."""
    words = {
        pk: telling_words(words_of(segment.string_segment.string.data))
        for pk, segment in segments.items()
    }
    by_word: dict[str, list[int]] = defaultdict(list)
    rows = TellingWord.objects.filter(
        word__in=set().union(*words.values()), string__in=visible.values("string")
    )
    for word, string in rows.values_list("word", "string_id"):
        by_word[word].append(string)
    found = {}
    for pk, segment in segments.items():
        own = segment.string_segment.string_id
        shared = Counter(string for word in words[pk] for string in by_word[word])
        shared.pop(own, None)
        found[pk] = [own, *(string for string, _number in shared.most_common(LOOKED_AT))]
    return found


def _visible_to(translation: Translation, user: User) -> QuerySet[MemoryEntry]:
    """What is remembered of the language and stands where the account may look."""
    pages = visible_pages(user)
    source, target = (
        pages.filter(locale=locale).values("translation_key")
        for locale in (translation.source.locale_id, translation.target_locale_id)
    )
    return MemoryEntry.objects.filter(
        Q(of_page=False) | Q(Q(object_id__in=source) & Q(object_id__in=target)),
        locale=translation.target_locale_id,
    )


def _learn_words(strings: set[int]) -> None:
    unknown = String.objects.filter(pk__in=strings, telling_words__isnull=True)
    rows = [
        TellingWord(string_id=pk, word=word)
        for pk, data in unknown.values_list("pk", "data")
        for word in telling_words(words_of(data))
    ]
    TellingWord.objects.bulk_create(rows, batch_size=AT_A_TIME, ignore_conflicts=True)
