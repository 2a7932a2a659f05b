"""Freshness: what a source has come to say since its translations were published.

Publishing a page brings its source up to date in the background, and never a translation. What
has changed is found by comparing passages; to publish the same words again changes nothing.
"""

import json
from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models.signals import post_save
from django.utils import timezone
from modelcluster.models import get_serializable_data_for_fields
from wagtail.models import Page, Revision, get_translatable_models
from wagtail.signals import page_published
from wagtail_localize.models import String, StringSegment, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms.review.digest import BOOKKEEPING

from ..models import Freshness
from .credits import names_to_credit
from .memory import remember, texts_to_remember


def connect() -> None:
    """Follow publications."""
    page_published.connect(follow_publication, dispatch_uid="languages_published")
    for model in get_translatable_models():
        if not issubclass(model, Page):
            post_save.connect(follow_record, sender=model, dispatch_uid=f"desk_{model.__name__}")


def follow_record(instance: Any, raw: bool, **_kwargs: Any) -> None:
    """Bring a record's source up to date, if it is one: readers see it as soon as it is saved."""
    if not raw:
        _refresh_sources_of(instance)


def follow_publication(instance: Page, revision: Revision | None = None, **_kwargs: Any) -> None:
    """Bring the page's source up to date, if it is one; note what it answers, if it is a target."""
    _refresh_sources_of(instance)
    if revision is not None:
        # A text that did not come from the desk is not theirs who translated the one before.
        of_page = Freshness.objects.filter(
            translation__source__object_id=instance.translation_key,
            translation__target_locale=instance.locale_id,
        )
        of_page.exclude(submitted_revision=revision).update(credits=[])
        for freshness in Freshness.objects.filter(submitted_revision=revision):
            freshness.answers = freshness.submitted_answers
            freshness.approved_at = revision.created_at
            freshness.credits = freshness.submitted_credits
            remember(freshness.translation, freshness.submitted_texts)
            judge(freshness, keys_of_source(freshness.translation.source))


def _refresh_sources_of(instance: Any) -> None:
    from .tasks import refresh_source  # noqa: PLC0415  (the tasks import this module)

    sources = TranslationSource.objects.filter(
        object_id=instance.translation_key, locale=instance.locale_id, translations__isnull=False
    )
    for pk in sources.values_list("pk", flat=True).distinct():
        transaction.on_commit(partial(refresh_source.enqueue, pk))


def keys_of_source(source: TranslationSource) -> set[str]:
    """The passages of a source as it is known now: each one's place and a digest of its words."""
    segments = StringSegment.objects.filter(source=source)
    return {
        _key(path, digest)
        for path, digest in segments.values_list("context__path", "string__data_hash")
    }


def keys_of(instance: Any) -> set[str]:
    """The passages of a page or record, written as those of a source are."""
    return {
        _key(segment.path, String._get_data_hash(segment.string.data))  # noqa: SLF001
        for segment in extract_segments(instance)
        if isinstance(segment, StringSegmentValue)
    }


@transaction.atomic
def bring_up_to_date(source: TranslationSource) -> bool:
    """Take over what readers see of the source; return whether any passage changed.

    Translations that readers see are marked where the source says something else than what they
    answer. Nothing else of them is touched.
    """
    source = TranslationSource.objects.select_for_update().get(pk=source.pk)
    try:
        instance = source.get_source_instance()
    except ObjectDoesNotExist:
        return False
    before, after = keys_of_source(source), keys_of(instance)
    if before == after and _content(source.content_json) == _content(_as_json(instance)):
        return False
    if before != after:
        for translation in _published(source):
            known, _made = Freshness.objects.get_or_create(
                translation=translation, defaults={"answers": sorted(before)}
            )
            if known.answers is None:
                known.answers = sorted(before)
            judge(known, after)
    source.update_from_db()
    return before != after


def judge(freshness: Freshness, current: set[str]) -> None:
    """Mark a published translation as stale or fresh, and save it."""
    answered = set(freshness.answers or ())
    new, gone = current - answered, answered - current
    now = timezone.now()
    if not new and not gone:
        freshness.stale_since = freshness.changed_at = None
    elif (sorted(new), sorted(gone)) != (freshness.changed, freshness.gone):
        freshness.stale_since = freshness.stale_since or now
        freshness.changed_at = now
    freshness.changed, freshness.gone = sorted(new), sorted(gone)
    freshness.save()


def note_submission(translation: Translation, revision: Revision) -> None:
    """Note which passages a text in review answers; they count once that text is published."""
    Freshness.objects.update_or_create(
        translation=translation,
        defaults={
            "submitted_answers": sorted(keys_of_source(translation.source)),
            "submitted_texts": texts_to_remember(translation),
            "submitted_credits": names_to_credit(translation),
            "submitted_revision": revision,
        },
    )


def note_answers(translation: Translation, answers: list[str], written_by: datetime) -> None:
    """Note what a record's text answers that readers have got just now."""
    freshness, _made = Freshness.objects.get_or_create(translation=translation)
    freshness.answers, freshness.approved_at = answers, written_by
    judge(freshness, keys_of_source(translation.source))


def key_of(segment: StringSegment) -> str:
    """A passage as sets of them hold it."""
    return _key(segment.context.path, segment.string.data_hash)


def path_of(key: str) -> str:
    """The place of a passage in its page, from its key."""
    return key.rpartition("|")[0]


def _key(path: str, digest: Any) -> str:
    return f"{path}|{digest}"


def _published(source: TranslationSource) -> list[Translation]:
    """The source's translations that readers see: live pages, and every record there is."""
    model = source.specific_content_type.model_class()
    if not issubclass(model, Page):
        records = model.objects.filter(translation_key=source.object_id)
        return list(source.translations.filter(target_locale__in=records.values("locale")))
    pages = Page.objects.live().filter(translation_key=source.object_id, alias_of=None)
    return list(source.translations.filter(target_locale__in=pages.values("locale")))


def _as_json(instance: Any) -> str:
    if hasattr(instance, "to_json"):
        return str(instance.to_json())
    return json.dumps(get_serializable_data_for_fields(instance), cls=DjangoJSONEncoder)


def _content(as_json: str) -> dict[str, Any]:
    """What a serialized page says, as values that compare equal where it says the same."""
    content = json.loads(as_json)
    return {name: _stream(value) for name, value in content.items() if name not in BOOKKEEPING}


def _stream(value: Any) -> Any:
    """A stream is JSON within JSON, and the order of its keys means nothing."""
    if not isinstance(value, str) or not value.startswith("["):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
