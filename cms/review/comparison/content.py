"""A page or record as parts of a text: its fields, and the records that belong to it."""

from collections.abc import Iterator
from functools import singledispatch
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.blocks import StreamValue
from wagtail.fields import RichTextField, StreamField
from wagtail.models import COMMENTS_RELATION_NAME, TranslatableMixin

from ..digest import bookkeeping
from ..models import PublicRecord
from .blocks import part_of, rich_value
from .parts import Holder, Kind, Part
from .rich_text import without_block_keys
from .values import choice, exactly, kind_of, said, value

# What a version of a text cannot have otherwise than another, and what follows from the rest.
IDENTITY = frozenset(
    {"content_type", "translation_key", "locale", "alias_of", "expired", "territory"}
)
DERIVED = frozenset({"draft_title", "sort_order"})


def content_of(thing: models.Model | None) -> Holder:
    """Everything that a version of a text says; nothing where there is none."""
    if thing is None:
        return Holder("text", (), "")
    return Holder("text", tuple(_parts(thing)), str(capfirst(thing._meta.verbose_name or "")))


def _parts(thing: models.Model) -> Iterator[Part]:
    for field in told_fields(type(thing)):
        yield part_of_field(field, thing)
    for relation in told_relations(type(thing)):
        yield _children(relation, thing)


def told_fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The fields that are part of a text: all but those that keep the books about it."""
    fields = [*model._meta.concrete_fields, *get_all_child_m2m_relations(model)]
    is_text = issubclass(model, (TranslatableMixin, PublicRecord))
    aside = bookkeeping(model) if is_text else frozenset()
    return [
        field
        for field in fields
        if not field.primary_key
        and not isinstance(field, ParentalKey)
        and field.name not in aside | IDENTITY | DERIVED
    ]


def told_relations(model: type[models.Model]) -> list[Any]:
    """The kinds of records that belong to a text; comments are about it."""
    aside = {COMMENTS_RELATION_NAME}
    return [
        relation
        for relation in get_all_child_relations(model)
        if relation.get_accessor_name() not in aside
    ]


def part_of_field(field: models.Field[Any, Any], thing: models.Model) -> Part:
    """A field's value, or what its blocks say."""
    content = field.value_from_object(thing)
    if field.choices:
        words = choice(content, field.flatchoices) or said(content)
        return value(field.name, label_of(field), Kind.SETTING, exactly(content), words)
    return describe(field, content, thing)


def label_of(field: models.Field[Any, Any]) -> str:
    return str(capfirst(field.verbose_name))


@singledispatch
def describe(field: models.Field[Any, Any], content: Any, _thing: models.Model) -> Part:
    """What a field of a text says; how to tell it is known by the field's class."""
    return value(field.name, label_of(field), kind_of(content), exactly(content), said(content))


@describe.register(models.CharField)
@describe.register(models.TextField)
def _words(field: models.Field[Any, Any], content: str | None, _thing: models.Model) -> Part:
    return value(field.name, label_of(field), Kind.WORDS, content or "", content or "")


@describe.register(models.URLField)
@describe.register(models.EmailField)
@describe.register(models.SlugField)
def _address(field: models.Field[Any, Any], content: str | None, _thing: models.Model) -> Part:
    return value(field.name, label_of(field), Kind.LINK, content or "", content or "")


@describe.register
def _rich_text(field: RichTextField, content: str | None, _thing: models.Model) -> Part:
    return rich_value(field.name, label_of(field), content or "")


@describe.register
def _several(field: models.ManyToManyField, content: list[Any], _thing: models.Model) -> Part:
    numbers = [each.pk for each in content]
    return value(field.name, label_of(field), Kind.SETTING, exactly(numbers), said(list(content)))


@describe.register
def _stream(field: StreamField, content: StreamValue, _thing: models.Model) -> Part:
    # As it is stored, before the blocks are made: those leave out what is gone.
    stored = bare(list(content.raw_data))
    blocks = part_of(field.stream_block, content, field.name)
    parts = blocks.parts if isinstance(blocks, Holder) else (blocks,)
    return Holder(field.name, parts, label_of(field), is_sequence=True, rest=exactly(stored))


def bare(stored: Any) -> Any:
    """A stream's blocks as they are stored, without numbers and without what is empty."""
    if isinstance(stored, str):
        return without_block_keys(stored)
    if isinstance(stored, list):
        return [bare(each) for each in stored]
    if not isinstance(stored, dict):
        return stored
    if stored.get("type") == "item" and "value" in stored:
        return bare(stored["value"])
    kept = {key: bare(each) for key, each in stored.items() if key != "id"}
    return {key: each for key, each in kept.items() if each not in (None, "", [], False)}


@describe.register
def _reference(field: models.ForeignKey, number: Any, thing: models.Model) -> Part:
    """What a field refers to; its number tells it from others, also once it is gone."""
    try:
        found = getattr(thing, field.name)
    except ObjectDoesNotExist:
        found = None
    kind = kind_of(found)
    words = _("deleted by now") if number and found is None else said(found)
    picture = found if kind is Kind.PICTURE else None
    return value(field.name, label_of(field), kind, exactly(number), words, picture)


def _children(relation: Any, thing: models.Model) -> Holder:
    """The records that belong to a text, in their order."""
    name = relation.get_accessor_name()
    children = sorted(
        getattr(thing, name).all(), key=lambda child: getattr(child, "sort_order", 0) or 0
    )
    label = str(capfirst(relation.related_model._meta.verbose_name_plural))
    return Holder(name, tuple(_child(name, each) for each in children), label, is_sequence=True)


def _place(child: models.Model) -> int:
    return getattr(child, "sort_order", None) or 0


def _child(name: str, child: models.Model) -> Holder:
    label = str(capfirst(child._meta.verbose_name or ""))
    return Holder(name, tuple(_parts(child)), label, str(child.pk or ""))
