"""Entering a source's segments in a fixed number of queries, however many there are.

wagtail-localize enters them one by one, with some twenty queries each. A test holds the two to
the same result. Rows that are right already are left alone, so that an editor that is open keeps
the numbers that it knows.
"""

import json
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID, uuid5

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    String,
    StringSegment,
    Template,
    TemplateSegment,
    TranslationContext,
    TranslationSource,
)
from wagtail_localize.segments import (
    OverridableSegmentValue,
    RelatedObjectSegmentValue,
    StringSegmentValue,
    TemplateSegmentValue,
)
from wagtail_localize.segments.extract import extract_segments

AT_A_TIME = 500


@transaction.atomic
def enter_segments(self: TranslationSource) -> None:
    """Make the source's segments those of its content; rows that nobody needs any more go."""
    instance = self.as_instance()
    values = extract_segments(instance)
    contexts = _contexts(self, instance, [value.path for value in values])
    for value in _of(RelatedObjectSegmentValue, values):
        RelatedObjectSegment.from_value(self, value)
    _enter_strings(self, contexts, _of(StringSegmentValue, values))
    _enter_templates(self, contexts, _of(TemplateSegmentValue, values))
    _enter_overridables(self, contexts, _of(OverridableSegmentValue, values))
    wanted = {
        (contexts[value.path].pk, value.order) for value in _of(RelatedObjectSegmentValue, values)
    }
    _delete_others(RelatedObjectSegment, self, lambda row: (row.context_id, row.order) in wanted)


def _of(kind: type, values: Iterable[Any]) -> list[Any]:
    return [value for value in values if isinstance(value, kind)]


def _contexts(
    source: TranslationSource, instance: models.Model, paths: list[str]
) -> dict[str, TranslationContext]:
    """The context of every path, with its path of fields."""
    ids = {TranslationContext._get_path_id(path): path for path in paths}  # noqa: SLF001
    of_object = TranslationContext.objects.filter(object_id=source.object_id)
    known = {row.path_id: row for row in _matching(of_object, "path_id", ids)}
    missing = [
        TranslationContext(object_id=source.object_id, path=path, path_id=key)
        for key, path in ids.items()
        if key not in known
    ]
    for context in missing:
        _find_field_path(context, instance)
    TranslationContext.objects.bulk_create(missing, batch_size=AT_A_TIME)
    found = {row.path: row for row in [*known.values(), *missing]}
    for context in known.values():
        context.get_field_path(instance)
    return found


def _find_field_path(context: TranslationContext, instance: models.Model) -> None:
    """Let a context that is not in the database yet find its path; it would save itself there."""
    vars(context)["save"] = lambda **_kwargs: None
    context.get_field_path(instance)
    del vars(context)["save"]


def _enter_strings(
    source: TranslationSource,
    contexts: dict[str, TranslationContext],
    values: list[StringSegmentValue],
) -> None:
    hashes = {value.string.data: String._get_data_hash(value.string.data) for value in values}  # noqa: SLF001
    strings = _known_or_made(
        String.objects.filter(locale=source.locale_id),
        "data_hash",
        {
            key: String(locale_id=source.locale_id, data=text, data_hash=key)
            for text, key in hashes.items()
        },
    )
    _settle(
        StringSegment,
        source,
        [
            StringSegment(
                source=source,
                context=contexts[value.path],
                order=value.order,
                string=strings[hashes[value.string.data]],
                attrs=json.dumps(value.attrs, cls=DjangoJSONEncoder),
            )
            for value in values
        ],
        lambda row: (row.context_id, row.order, row.string_id, row.attrs),
    )


def _enter_templates(
    source: TranslationSource,
    contexts: dict[str, TranslationContext],
    values: list[TemplateSegmentValue],
) -> None:
    made = {_template_key(value): _template(value) for value in values}
    templates = _known_or_made(Template.objects.all(), "uuid", made)
    _settle(
        TemplateSegment,
        source,
        [
            TemplateSegment(
                source=source,
                context=contexts[value.path],
                order=value.order,
                template=templates[_template_key(value)],
            )
            for value in values
        ],
        lambda row: (row.context_id, row.order, row.template_id),
    )


def _template_key(value: TemplateSegmentValue) -> UUID:
    return uuid5(uuid5(Template.BASE_UUID_NAMESPACE, value.format), value.template)


def _template(value: TemplateSegmentValue) -> Template:
    return Template(
        uuid=_template_key(value),
        template=value.template,
        template_format=value.format,
        string_count=value.string_count,
    )


def _enter_overridables(
    source: TranslationSource,
    contexts: dict[str, TranslationContext],
    values: list[OverridableSegmentValue],
) -> None:
    _settle(
        OverridableSegment,
        source,
        [
            OverridableSegment(
                source=source,
                context=contexts[value.path],
                order=value.order,
                data_json=json.dumps(value.data, cls=DjangoJSONEncoder),
            )
            for value in values
        ],
        lambda row: (row.context_id, row.order, row.data_json),
    )


def _settle(
    model: Any,
    source: TranslationSource,
    wanted: list[Any],
    key_of: Callable[[Any], tuple[Any, ...]],
) -> None:
    """Add the source's rows of one kind that are missing, and delete those not wanted."""
    keys = {key_of(row) for row in wanted}
    kept = _delete_others(model, source, lambda row: key_of(row) in keys)
    there = {key_of(row) for row in kept}
    missing = [row for row in wanted if key_of(row) not in there]
    model.objects.bulk_create(missing, batch_size=AT_A_TIME)


def _delete_others(
    model: Any, source: TranslationSource, stays: Callable[[Any], bool]
) -> list[Any]:
    """Delete the source's rows that do not stay; return those that do."""
    rows = model.objects.filter(source=source)
    kept: list[Any] = []
    others: list[Any] = []
    for row in rows:
        (kept if stays(row) else others).append(row)
    for start in range(0, len(others), AT_A_TIME):
        pks = [row.pk for row in others[start : start + AT_A_TIME]]
        model.objects.filter(pk__in=pks).delete()
    return kept


def _known_or_made(
    rows: models.QuerySet[Any], name: str, wanted: dict[UUID, Any]
) -> dict[UUID, Any]:
    """The rows of the keys, those that were missing made; a row that another made meanwhile too."""
    known = {getattr(row, name): row for row in _matching(rows, name, wanted)}
    missing = {key: row for key, row in wanted.items() if key not in known}
    if not missing:
        return known
    rows.model.objects.bulk_create(missing.values(), batch_size=AT_A_TIME, ignore_conflicts=True)
    return known | {getattr(row, name): row for row in _matching(rows, name, missing)}


def _matching(rows: models.QuerySet[Any], name: str, keys: Iterable[UUID]) -> Iterable[Any]:
    listed = list(keys)
    for start in range(0, len(listed), AT_A_TIME):
        yield from rows.filter(**{f"{name}__in": listed[start : start + AT_A_TIME]})
