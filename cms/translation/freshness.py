"""Freshness: what a source has come to say since its translations were published.

Publishing a page brings its source up to date in the background, and never a translation. What
has changed is found by comparing segments; to publish the same words again changes nothing.
"""

import json
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from modelcluster.models import get_serializable_data_for_fields
from wagtail.models import Page, Revision
from wagtail_localize.models import String, StringSegment, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms.review.digest import bookkeeping

from .credits import names_to_credit
from .memory.entries import texts_to_remember
from .models import Freshness


def keys_of_source(source: TranslationSource) -> set[str]:
    """The segments of a source as it is known now: each one's place and a digest of its words."""
    string_segments = StringSegment.objects.filter(source=source)
    return {
        _key(path, digest)
        for path, digest in string_segments.values_list("context__path", "string__data_hash")
    }


def keys_of(instance: Any) -> set[str]:
    """The segments of a page or record, written as those of a source are."""
    return {
        _key(string_segment.path, String._get_data_hash(string_segment.string.data))  # noqa: SLF001
        for string_segment in extract_segments(instance)
        if isinstance(string_segment, StringSegmentValue)
    }


@transaction.atomic
def bring_up_to_date(source: TranslationSource) -> bool:
    """Take over what readers see of the source; return whether any segment changed.

    Translations that readers see are marked where the source says something else than what they
    answer. Nothing else of them is touched.
    """
    source = TranslationSource.objects.select_for_update().get(pk=source.pk)
    try:
        instance = source.get_source_instance()
    except ObjectDoesNotExist:
        return False
    before, after = keys_of_source(source), keys_of(instance)
    if before == after and _text(instance, source.content_json) == _text(
        instance, _as_json(instance)
    ):
        return False
    if before != after:
        for translation in _published(source):
            known, _made = Freshness.objects.select_for_update().get_or_create(
                translation=translation, defaults={"answers": sorted(before)}
            )
            if known.answers is None:
                known.answers = sorted(before)
            judge(known, after)
    source.update_from_db()
    return before != after


def judge(
    freshness: Freshness, current: set[str], strays: list[dict[str, Any]] | None = None
) -> None:
    """Mark a published translation as stale or fresh, and save it.

    ``current`` are the source's segments; ``strays`` its facts that the translation does not
    follow, where they are to be noted anew.
    """
    # What a translation answers is not known before its source has changed once: then all of it.
    answered = current if freshness.answers is None else set(freshness.answers)
    found = sorted(current - answered), sorted(answered - current)
    strays = freshness.strays if strays is None else strays
    now = timezone.now()
    if not any(found) and not strays:
        freshness.stale_since = freshness.changed_at = None
    elif (*found, strays) != (freshness.changed, freshness.gone, freshness.strays):
        freshness.stale_since = freshness.stale_since or now
        freshness.changed_at = now
    freshness.changed, freshness.gone = found
    freshness.strays = strays
    freshness.save()


def note_submission(translation: Translation, revision: Revision) -> None:
    """Note which segments a text in review answers; they count once that text is published."""
    Freshness.objects.update_or_create(
        translation=translation,
        defaults={
            "submitted_answers": sorted(keys_of_source(translation.source)),
            "submitted_texts": texts_to_remember(translation),
            "submitted_credits": names_to_credit(translation),
            "submitted_revision": revision,
        },
    )


def key_of(string_segment: StringSegment) -> str:
    """A segment as sets of them hold it."""
    return _key(string_segment.context.path, string_segment.string.data_hash)


def path_of(key: str) -> str:
    """The place of a segment in its page, from its key."""
    return key.rpartition("|")[0]


def _key(path: str, digest: Any) -> str:
    return f"{path}|{digest}"


def _published(source: TranslationSource) -> list[Translation]:
    """The source's translations that readers see: live pages and live records."""
    model = source.specific_content_type.model_class()
    if not issubclass(model, Page):
        records = model.objects.live().filter(translation_key=source.object_id)
        return list(source.translations.filter(target_locale__in=records.values("locale")))
    pages = Page.objects.live().filter(translation_key=source.object_id, alias_of=None)
    return list(source.translations.filter(target_locale__in=pages.values("locale")))


def _as_json(instance: Any) -> str:
    if hasattr(instance, "to_json"):
        return str(instance.to_json())
    return json.dumps(get_serializable_data_for_fields(instance), cls=DjangoJSONEncoder)


def _text(instance: Any, as_json: str) -> dict[str, Any]:
    """What a serialized page says, as values that compare equal where it says the same."""
    aside, content = bookkeeping(type(instance)), json.loads(as_json)
    return {name: _stream(value) for name, value in content.items() if name not in aside}


def _stream(value: Any) -> Any:
    """A stream is JSON within JSON, and the order of its keys means nothing."""
    if not isinstance(value, str) or not value.startswith("["):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
