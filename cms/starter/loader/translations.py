"""Records for the translation editor: which words of a translation answer which of the source.

wagtail-localize keeps a source's passages and their translations in tables of its own, and its
editor shows nothing else. So what was written straight into the pages is entered there as well,
as if it had been typed into the editor; saving a translation from there then changes nothing.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.strings import StringValue, validate_translation_links

from cms.translation.memory.entries import remember_published

from .sources import create_source

type Attributes = dict[str, dict[str, str]]


class TranslationRecorder:
    """Enters the translations of pages and records of one source language."""

    def __init__(self, pages: Iterable[Page]) -> None:
        # A link is known by the page that it leads to, whichever language's page that is.
        self.page_keys = {str(page.pk): str(page.translation_key) for page in pages}

    def record(self, source: models.Model, targets: Iterable[Any]) -> None:
        """Enter every target's words as the translations of ``source``'s."""
        segments = create_source(source)
        for target in targets:
            self._record_target(segments[0].source, segments, target, target.locale)

    def _record_target(
        self,
        source: TranslationSource,
        segments: list[StringSegment],
        target: models.Model,
        locale: Locale,
    ) -> None:
        now = timezone.now()
        translation = Translation.objects.create(
            source=source,
            target_locale=locale,
            translations_last_updated_at=now,
            destination_last_updated_at=now,
        )
        passages = strings_by_path(target)
        entered: dict[tuple[int, int], StringTranslation] = {}
        for segment in segments:
            passage = passages[segment.context.path].pop(0)
            data = self._with_source_links(passage, segment)
            StringValue.from_translated_html(data)
            validate_translation_links(segment.string.data, data)
            entered[segment.string_id, segment.context_id] = StringTranslation(
                translation_of=segment.string,
                locale=locale,
                context=segment.context,
                data=data,
                translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
            )
        StringTranslation.objects.bulk_create(entered.values())
        remember_published(translation)

    def _with_source_links(self, passage: StringSegmentValue, segment: StringSegment) -> str:
        """Return the passage with its links numbered as in the source, wherever they stand."""
        source_links: dict[str, list[str]] = defaultdict(list)
        for number, values in (segment_attributes(segment) or {}).items():
            source_links[self._target_of(values)].append(number)
        attributes: Attributes = passage.attrs or {}

        def renumber(match: re.Match[str]) -> str:
            return f'<a id="{source_links[self._target_of(attributes[match.group(1)])].pop(0)}"'

        return re.sub(r'<a id="(a\d+)"', renumber, str(passage.string.data))

    def _target_of(self, values: dict[str, str]) -> str:
        if values.get("linktype") == "page":
            return self.page_keys[values["id"]]
        return values["href"]


def strings_by_path(instance: models.Model) -> dict[str, list[StringSegmentValue]]:
    """Return the translatable passages of a page or record, in order, by content path."""
    passages: dict[str, list[StringSegmentValue]] = defaultdict(list)
    for segment in extract_segments(instance):
        if isinstance(segment, StringSegmentValue):
            passages[segment.path].append(segment)
    return passages


def segment_attributes(segment: StringSegment) -> Attributes | None:
    """Return the attributes of a source passage's links by their number."""
    attributes: Attributes | None = json.loads(segment.attrs)
    return attributes
