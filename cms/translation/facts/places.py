"""Items of streams and lists as plain data: what they hold, and where they stand."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from cms.pages.classification import Kind, child_blocks, child_relations, kind_of_block
from cms.pages.stored_blocks import decoded, sound_children

from .links import has_text, pages_in


def block_of(block: blocks.Block, item: Any) -> blocks.Block:
    """What an item of a stream or list is."""
    if isinstance(block, blocks.ListBlock):
        return block.child_block
    found: blocks.Block = block.child_blocks[item["type"]]
    return found


def has_words(block: blocks.Block, value: Any) -> bool:
    """Whether anything within a block's value is for translators."""
    kind = kind_of_block(block)
    if kind is Kind.WORDS:
        return bool(value) and has_text(str(value))
    return kind is Kind.HOLDS and any(has_words(*each) for each in _within(block, value))


def linked_pages(model: type[models.Model], content: dict[str, Any]) -> set[str]:
    """The numbers of the pages that a content leads to."""
    return set(_linked_from(model, content))


def field_path(model: type[models.Model], content: dict[str, Any], path: str) -> str:
    """The field path that belongs to the path of a fact: kinds of blocks instead of their numbers.

    As far as it leads, where the content holds no such block any more.
    """
    name, _dot, rest = path.partition(".")
    relations = child_relations(model)
    if name in relations:
        key, _dot, rest = rest.partition(".")
        found = (child for child in content.get(name) or [] if child["translation_key"] == key)
        return ".".join([name, *filter(None, [field_path(relations[name], next(found, {}), rest)])])
    field = model._meta.get_field(name) if name else None
    if not isinstance(field, StreamField):
        return name
    steps = _steps(field.stream_block, decoded(content.get(name)), rest.split("."))
    return ".".join([name, *steps])


def reordered(kept: list[Any], order: list[str]) -> list[Any]:
    """The items in this order; what only the translation has stays behind what it stood behind."""
    by_id = {item["id"]: item for item in kept}
    behind: dict[str | None, list[Any]] = {}
    last = None
    for item in kept:
        if item["id"] in order:
            last = item["id"]
        else:
            behind.setdefault(last, []).append(item)
    found = list(behind.get(None, []))
    for key in order:
        found += [by_id[key], *behind.get(key, [])]
    return found


def place_after(earlier: list[Any], kept: list[Any]) -> int:
    """Behind the nearest of the items that stand before it in the source."""
    ids = [item["id"] for item in kept]
    return next((ids.index(item["id"]) + 1 for item in reversed(earlier) if item["id"] in ids), 0)


def _within(block: blocks.Block, value: Any) -> Iterator[tuple[blocks.Block, Any]]:
    """The blocks within a value, each with its own."""
    if isinstance(block, blocks.StreamBlock):
        for item in sound_children(block, value):
            yield block_of(block, item), item["value"]
        return
    if isinstance(block, blocks.ListBlock):
        for item in value or []:
            in_format = isinstance(item, dict) and "value" in item
            yield block.child_block, item["value"] if in_format else item
        return
    for name, child in child_blocks(block).items():
        yield child, (value or {}).get(name)


def _steps(block: blocks.Block, value: Any, keys: list[str]) -> Iterator[str]:
    if not keys or not keys[0]:
        return
    if isinstance(block, (blocks.StreamBlock, blocks.ListBlock)):
        items = value or []
        if isinstance(block, blocks.StreamBlock):
            items = sound_children(block, items)
        item = next((each for each in items if each.get("id") == keys[0]), None)
        if item is not None:
            yield item["type"]
            yield from _steps(block_of(block, item), item["value"], keys[1:])
        return
    yield keys[0]
    child = child_blocks(block).get(keys[0])
    if child is not None:
        yield from _steps(child, (value or {}).get(keys[0]), keys[1:])


def _linked_from(model: type[models.Model], content: dict[str, Any]) -> Iterator[str]:
    for field in model._meta.concrete_fields:
        value = content.get(field.name)
        if not value:
            continue
        if isinstance(field, StreamField):
            yield from _linked_in(field.stream_block, decoded(value))
        elif isinstance(field, RichTextField):
            yield from pages_in(value)
        elif isinstance(field, models.ForeignKey) and issubclass(field.related_model, Page):
            yield str(value)
    for name, child in child_relations(model).items():
        for each in content.get(name) or []:
            yield from _linked_from(child, each)


def _linked_in(block: blocks.Block, value: Any) -> Iterator[str]:
    if isinstance(block, blocks.PageChooserBlock):
        if value:
            yield str(value)
    elif isinstance(block, blocks.RichTextBlock):
        yield from pages_in(value or "")
    elif kind_of_block(block) is Kind.HOLDS:
        for child, each in _within(block, value):
            yield from _linked_in(child, each)
