"""Whether what is stored of a block has the shape that the block reads.

Streams are JSON. What a migration, a restored copy or somebody at the database's own prompt left in
it may have any shape; a block that is not sound is shown to nobody and spoils nothing else
(``cms.pages.blocks.unreadable``). No query is made.

A block of a new class is asked by that of its classes that is known here; one that stores something
else says so with ``is_sound.register``.
"""

import json
from collections.abc import Mapping, Sequence
from functools import singledispatch
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

# What reading raises of a value that is not what a block stores.
NOT_READABLE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
LARGEST_NUMBER = 2**63 - 1


@singledispatch
def is_sound(block: blocks.Block, raw: Any) -> bool:
    """Whether a block can be read of what is stored."""
    try:
        block.to_python(raw)
    except (*NOT_READABLE, ValidationError):
        return False
    return True


def decoded(stored: Any) -> Any:
    """What is stored of a stream: a list of blocks, unless somebody put something else there.

    A row has it as it is, a revision as a text of JSON.
    """
    if isinstance(stored, str):
        try:
            stored = json.loads(stored) if stored else None
        except (ValueError, RecursionError):
            return stored
    return [] if stored in (None, "", {}) else stored


def sound_children(block: blocks.BaseStreamBlock, raw: Any) -> list[dict[str, Any]]:
    """Of what is stored of a stream, the blocks that can be read."""
    if not isinstance(raw, Sequence):
        return []
    return [each for each in raw if is_sound_child(block, each)]


def is_sound_child(block: blocks.BaseStreamBlock, raw: Any) -> bool:
    """Whether one of the blocks of a stream can be read."""
    if not isinstance(raw, dict) or "value" not in raw:
        return False
    kind = raw.get("type")
    child = block.child_blocks.get(kind) if isinstance(kind, str) else None
    return child is not None and _is_key(raw.get("id")) and is_sound(child, raw["value"])


@is_sound.register
def _stream(block: blocks.BaseStreamBlock, raw: Any) -> bool:
    return isinstance(raw, list) and all(is_sound_child(block, each) for each in raw)


@is_sound.register
def _list(block: blocks.ListBlock, raw: Any) -> bool:
    return isinstance(raw, list) and all(_is_sound_item(block.child_block, each) for each in raw)


def _is_sound_item(block: blocks.Block, raw: Any) -> bool:
    """An item of a list; Wagtail once kept it without a number."""
    if isinstance(raw, dict) and raw.get("type") == "item":
        return (
            raw.keys() >= {"id", "value"} and _is_key(raw["id"]) and is_sound(block, raw["value"])
        )
    return is_sound(block, raw)


@is_sound.register
def _struct(block: blocks.BaseStructBlock, raw: Any) -> bool:
    """What is not there takes its default."""
    return isinstance(raw, Mapping) and all(
        is_sound(child, raw[name]) for name, child in block.child_blocks.items() if name in raw
    )


@is_sound.register
def _picture(block: ImageBlock, raw: Any) -> bool:
    """Wagtail once kept the picture's number alone."""
    if isinstance(raw, dict):
        return _struct(block, raw)
    return is_sound(block.child_blocks["image"], raw)


@is_sound.register
def _chosen(block: blocks.ChooserBlock, raw: Any) -> bool:
    if raw is None:
        return True
    key: models.Field[Any, Any] = block.model_class._meta.pk
    while isinstance(key, models.ForeignKey):  # A page's is that of the page it extends.
        key = key.target_field
    if isinstance(key, models.IntegerField):
        is_number = isinstance(raw, int) and not isinstance(raw, bool)
        return is_number and 0 <= raw <= LARGEST_NUMBER
    try:
        key.to_python(raw)
    except ValidationError:
        return False
    return is_text(raw)


@is_sound.register(blocks.CharBlock)
@is_sound.register(blocks.TextBlock)
@is_sound.register(blocks.RichTextBlock)
@is_sound.register(blocks.BlockQuoteBlock)
@is_sound.register(blocks.RawHTMLBlock)
@is_sound.register(blocks.RegexBlock)
@is_sound.register(blocks.URLBlock)
@is_sound.register(blocks.EmailBlock)
def _words(_block: blocks.Block, raw: Any) -> bool:
    return raw is None or is_text(raw)


@is_sound.register
def _choice(block: blocks.ChoiceBlock, raw: Any) -> bool:
    """One of the choices. A block whose choices ask the database says otherwise."""
    if raw in (None, ""):
        return True
    return is_text(raw) and _is_offered(block, raw)


@is_sound.register
def _choices(_block: blocks.MultipleChoiceBlock, raw: Any) -> bool:
    return raw is None or (isinstance(raw, list) and all(is_text(each) for each in raw))


@is_sound.register
def _boolean(_block: blocks.BooleanBlock, raw: Any) -> bool:
    return raw is None or isinstance(raw, bool)


@is_sound.register(blocks.IntegerBlock)
@is_sound.register(blocks.FloatBlock)
def _number(_block: blocks.Block, raw: Any) -> bool:
    return raw is None or (isinstance(raw, int | float) and not isinstance(raw, bool))


@is_sound.register
def _static(_block: blocks.StaticBlock, _raw: Any) -> bool:
    return True


def is_text(raw: Any) -> bool:
    """Whether it is text that can be shown and kept: without NUL characters and half characters."""
    if not isinstance(raw, str) or "\0" in raw:
        return False
    try:
        raw.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_key(raw: Any) -> bool:
    """What tells a block from others; Wagtail gives one to a block without."""
    return raw is None or is_text(raw)


def _is_offered(block: blocks.ChoiceBlock, raw: str) -> bool:
    return any(
        _is_offered_in(label, raw) if isinstance(label, (list, tuple)) else raw == str(key)
        for key, label in block.field.choices
    )


def _is_offered_in(group: Any, raw: str) -> bool:
    return any(raw == str(key) for key, _label in group)
