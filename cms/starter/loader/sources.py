"""Enters pages and records as sources of translation, many segments at a time.

``TranslationSource.update_or_create_from_instance`` does the same with some ten queries for each
segment, which is most of a minute for a whole site. A test holds the two to the same result.
"""

import json
import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from modelcluster.models import ClusterableModel, get_serializable_data_for_fields
from wagtail_localize.models import (
    OverridableSegment,
    String,
    StringSegment,
    Template,
    TemplateSegment,
    TranslatableObject,
    TranslationContext,
    TranslationSource,
    get_schema_version,
)
from wagtail_localize.segments import (
    OverridableSegmentValue,
    StringSegmentValue,
    TemplateSegmentValue,
)
from wagtail_localize.segments.extract import extract_segments


def create_source(instance: Any) -> list[StringSegment]:
    """Enter ``instance`` as a source; return its passages in order, with string and context."""
    target, _created = TranslatableObject.objects.get_or_create_from_instance(instance)
    source = TranslationSource.objects.create(
        object=target,
        locale=instance.locale,
        specific_content_type=ContentType.objects.get_for_model(type(instance)),
        object_repr=str(instance)[:200],
        content_json=_content(instance),
        schema_version=get_schema_version(instance._meta.app_label),
        last_updated_at=timezone.now(),
    )
    segments = extract_segments(instance)
    contexts = _create_contexts(target, instance, (segment.path for segment in segments))
    _create_templates(source, contexts, _of(TemplateSegmentValue, segments))
    _create_overridables(source, contexts, _of(OverridableSegmentValue, segments))
    return _create_strings(source, contexts, _of(StringSegmentValue, segments))


def _content(instance: models.Model) -> str:
    if isinstance(instance, ClusterableModel):
        return str(instance.to_json())
    return json.dumps(get_serializable_data_for_fields(instance), cls=DjangoJSONEncoder)


def _of(kind: type, segments: Iterable[Any]) -> list[Any]:
    return [segment for segment in segments if isinstance(segment, kind)]


def _create_contexts(
    target: TranslatableObject, instance: models.Model, paths: Iterable[str]
) -> dict[str, TranslationContext]:
    contexts = {
        path: TranslationContext(
            object=target,
            path=path,
            path_id=TranslationContext._get_path_id(path),  # noqa: SLF001  # bulk calls no save()
        )
        for path in paths
    }
    TranslationContext.objects.bulk_create(contexts.values())
    for context in contexts.values():
        context.get_field_path(instance)
    return contexts


def _create_strings(
    source: TranslationSource,
    contexts: dict[str, TranslationContext],
    values: list[StringSegmentValue],
) -> list[StringSegment]:
    strings = {
        String._get_data_hash(text): String(  # noqa: SLF001  # bulk calls no save()
            locale=source.locale,
            data=text,
            data_hash=String._get_data_hash(text),  # noqa: SLF001
        )
        for text in (str(value.string.data) for value in values)
    }
    known = String.objects.filter(locale=source.locale, data_hash__in=strings)
    strings |= _missing_created(String, strings, {one.data_hash: one for one in known})
    return StringSegment.objects.bulk_create(
        [
            StringSegment(
                source=source,
                context=contexts[value.path],
                order=value.order,
                string=strings[String._get_data_hash(value.string.data)],  # noqa: SLF001
                attrs=json.dumps(value.attrs, cls=DjangoJSONEncoder),
            )
            for value in values
        ]
    )


def _create_templates(
    source: TranslationSource,
    contexts: dict[str, TranslationContext],
    values: list[TemplateSegmentValue],
) -> None:
    templates = {
        _template_key(value): Template(
            uuid=_template_key(value),
            template=value.template,
            template_format=value.format,
            string_count=value.string_count,
        )
        for value in values
    }
    known = Template.objects.filter(uuid__in=templates)
    templates |= _missing_created(Template, templates, {one.uuid: one for one in known})
    TemplateSegment.objects.bulk_create(
        TemplateSegment(
            source=source,
            context=contexts[value.path],
            order=value.order,
            template=templates[_template_key(value)],
        )
        for value in values
    )


def _template_key(value: TemplateSegmentValue) -> uuid.UUID:
    return uuid.uuid5(uuid.uuid5(Template.BASE_UUID_NAMESPACE, value.format), value.template)


def _create_overridables(
    source: TranslationSource,
    contexts: dict[str, TranslationContext],
    values: list[OverridableSegmentValue],
) -> None:
    OverridableSegment.objects.bulk_create(
        OverridableSegment(
            source=source,
            context=contexts[value.path],
            order=value.order,
            data_json=json.dumps(value.data, cls=DjangoJSONEncoder),
        )
        for value in values
    )


def _missing_created(
    model: type[String | Template], wanted: dict[uuid.UUID, Any], known: dict[uuid.UUID, Any]
) -> dict[uuid.UUID, Any]:
    """Create what of ``wanted`` is not ``known``; return both."""
    missing = {key: row for key, row in wanted.items() if key not in known}
    model.objects.bulk_create(missing.values())
    return known | missing
