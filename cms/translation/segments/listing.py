"""A translation's segments: the source's words, what has been written for them, and offers.

However many segments there are, the database is asked the same number of times.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from wagtail_localize.models import StringSegment, StringTranslation, Translation

from ..checks.markup import warnings
from .places import SegmentPlace
from .writing import place_of_segment, text_to_write

ALIKE = 0.5


@dataclass(frozen=True)
class Offer:
    """What was written before for this segment's old words, or for the same words elsewhere."""

    source: str
    text: str
    changes: list[tuple[str, str]]


@dataclass
class Segment:
    """A segment of the source, its place, and what has been written for it so far."""

    string_segment: StringSegment
    place: SegmentPlace
    written: StringTranslation | None
    before: StringTranslation | None = None

    @property
    def pk(self) -> int:
        return int(self.string_segment.pk)

    @property
    def path(self) -> str:
        """Where it stands in its page, as wagtail-localize writes it."""
        return str(self.string_segment.context.path)

    @property
    def label(self) -> str:
        return self.place.label

    @property
    def source(self) -> str:
        """The source's words, as translators see them."""
        return text_to_write(self.string_segment.string.data, self.place)

    @property
    def text(self) -> str:
        """What has been written, as translators write it; empty where nothing has."""
        return text_to_write(self.written.data, self.place) if self.written else ""

    @property
    def is_missing(self) -> bool:
        return self.written is None

    @property
    def is_open(self) -> bool:
        """Whether people have still to write it: nobody has, or a machine, or with a fault."""
        return self.written is None or self.is_machine or self.written.has_error

    @property
    def is_machine(self) -> bool:
        kind = StringTranslation.TRANSLATION_TYPE_MACHINE
        return self.written is not None and self.written.translation_type == kind

    @cached_property
    def error(self) -> str:
        """A sentence about what is wrong with what has been written; empty if nothing is."""
        return (self.written.get_error() or "") if self.written else ""

    @cached_property
    def remarks(self) -> str:
        """Sentences about what may be meant so, such as emphasis that is gone."""
        if self.written is None or self.error:
            return ""
        return " ".join(warnings(self.string_segment.string.data, self.written.data))

    @cached_property
    def offer(self) -> Offer | None:
        """The old translation beside the new source, with what has changed between the two."""
        if self.before is None:
            return None
        old = text_to_write(self.before.translation_of.data, self.place)
        text = text_to_write(self.before.data, self.place)
        return Offer(old, text, list(differences(old, self.source)))


def segments_of(translation: Translation) -> list[Segment]:
    """Every segment of the source in its order, with what was written before for those missing."""
    string_segments = (
        StringSegment.objects.filter(source=translation.source_id)
        .select_related("context", "string")
        .order_by("order")
    )
    written = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id, locale=translation.target_locale_id
    ).select_related("translation_of", "context", "last_translated_by")
    by_place = {(each.translation_of_id, each.context_id): each for each in written}
    segments = [
        Segment(
            string_segment,
            place_of_segment(translation, string_segment),
            by_place.pop((string_segment.string_id, string_segment.context_id), None),
        )
        for string_segment in string_segments
    ]
    _offer_what_was(segments, by_place.values())
    return segments


def differences(old: str, new: str) -> Iterable[tuple[str, str]]:
    """The way from one text to the other, word by word: pairs of ``same``, ``gone`` or ``new``."""
    before, after = old.split(), new.split()
    for kind, start, end, new_start, new_end in SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            yield "same", " ".join(before[start:end])
            continue
        if start < end:
            yield "gone", " ".join(before[start:end])
        if new_start < new_end:
            yield "new", " ".join(after[new_start:new_end])


def _offer_what_was(segments: list[Segment], left_over: Iterable[StringTranslation]) -> None:
    """Give missing segments the most alike of the old words that stood in the same place."""
    by_context: dict[int, list[StringTranslation]] = defaultdict(list)
    for each in left_over:
        if not each.has_error:
            by_context[each.context_id].append(each)
    for segment in segments:
        candidates = by_context[segment.string_segment.context_id] if segment.is_missing else []
        if candidates:
            best = max(candidates, key=lambda each: (_similarity(segment, each), each.updated_at))
            single = not segment.place.is_rich
            if single or _similarity(segment, best) >= ALIKE:
                segment.before = best


def _similarity(segment: Segment, written: StringTranslation) -> float:
    before, after = written.translation_of.data[:2000], segment.string_segment.string.data[:2000]
    return SequenceMatcher(None, before.split(), after.split(), autojunk=False).ratio()
