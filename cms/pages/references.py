"""What a text refers to, read off its stored content: no object is made, no query asked.

Wagtail's own index of references is written by a task, after the publication. What an approval is
of, and whether it is the account's to use, has to be known before.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.coreutils import resolve_model_string
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.rich_text import extract_references_from_rich_text

from .classification import OF_WAGTAIL, child_relations
from .stored_blocks import decoded, sound_children

# A kind of thing, and the number of one. All pages are one kind.
type Reference = tuple[type[models.Model], str]

HOLDERS = (blocks.BaseStreamBlock, blocks.ListBlock, blocks.BaseStructBlock)


def references_in(model: type[models.Model], content: Mapping[str, Any]) -> set[Reference]:
    """The files, records and pages that the content of a page or record refers to."""
    found = _of_fields(model, content)
    return {(_kind(kind), str(number)) for kind, number in found if number not in (None, "")}


def blocks_in(stream: StreamField, value: Any) -> Iterator[tuple[blocks.Block, Any]]:
    """The blocks that a stream ends in, each with what is stored of it."""
    yield from _leaves(stream.stream_block, decoded(value))


def _kind(model: Any) -> type[models.Model]:
    """All pages are one kind. Rich text names some models by words."""
    known: Any = resolve_model_string(model)
    parents = list(known._meta.get_parent_list())
    return parents[-1] if parents else known


def _of_fields(model: type[models.Model], content: Mapping[str, Any]) -> Iterator[tuple[Any, Any]]:
    for field in model._meta.concrete_fields:
        value = content.get(field.name)
        if value and field.name not in OF_WAGTAIL:
            yield from _of_field(field, value)
    for name, child in child_relations(model).items():
        for each in content.get(name) or ():
            yield from _of_fields(child, each)


def _of_field(field: models.Field[Any, Any], value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(field, StreamField):
        for block, raw in blocks_in(field, value):
            yield from _of_block(block, raw)
    elif isinstance(field, RichTextField):
        yield from _of_rich_text(value)
    elif isinstance(field, models.ForeignKey) and _is_told(field):
        yield field.related_model, value


def _is_told(field: models.ForeignKey) -> bool:
    """Whether it is part of the text: what a child belongs to is not, nor what is for staff."""
    is_aside = getattr(field, "wagtail_reference_index_ignore", False)
    return not (isinstance(field, ParentalKey) or is_aside)


def _of_block(block: blocks.Block, raw: Any) -> Iterator[tuple[Any, Any]]:
    if raw in (None, ""):
        return
    if isinstance(block, blocks.ChooserBlock):
        yield block.target_model, raw
    elif isinstance(block, blocks.RichTextBlock):
        yield from _of_rich_text(raw)


def _leaves(block: blocks.Block, raw: Any) -> Iterator[tuple[blocks.Block, Any]]:
    if not isinstance(block, HOLDERS):
        yield block, raw
    elif raw:
        for child, value in _within(block, raw):
            yield from _leaves(child, value)


def _within(block: blocks.Block, raw: Any) -> Iterator[tuple[blocks.Block, Any]]:
    """The blocks in a block that holds others, each with what is stored of it."""
    match block:
        case ImageBlock() if not isinstance(raw, dict):
            yield block.child_blocks["image"], raw  # Kept by a mere chooser.
        case blocks.StreamBlock():
            # What cannot be read is shown to nobody.
            yield from (
                (block.child_blocks[each["type"]], each["value"])
                for each in sound_children(block, raw)
            )
        case blocks.ListBlock():
            yield from ((block.child_block, _value_in_list(each)) for each in raw)
        case blocks.BaseStructBlock():
            yield from ((child, raw.get(name)) for name, child in block.child_blocks.items())


def _value_in_list(item: Any) -> Any:
    """An item of a list; Wagtail once kept it without a number."""
    is_numbered = isinstance(item, dict) and item.keys() >= {"id", "type", "value"}
    return item["value"] if is_numbered else item


def _of_rich_text(html: str) -> Iterator[tuple[Any, Any]]:
    for kind, number, _path, _content_path in extract_references_from_rich_text(html):
        yield kind, number
