"""Blocks and what they hold, as parts of a text.

``describe`` knows every kind of block of Wagtail's by its class. A block of another make is shown
as what it says of itself; an app that has one can say more with ``describe.register``.
"""

from dataclasses import replace
from functools import singledispatch
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.rich_text import RichText
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.pages.blocks.references import KeyBlock

from .parts import Holder, Kind, Part, Value
from .rich_text import runs_of, without_block_keys
from .values import choice, exactly, kind_of_key, name_of, said, value


def part_of(block: blocks.Block, content: Any, name: str, key: str = "") -> Part:
    """What ``content`` of a block says, under the block's name and number in what holds it."""
    return replace(describe(block, content, name), key=key)


@singledispatch
def describe(block: blocks.Block, content: Any, name: str) -> Part:
    """The same without the number; how to tell it is known by the block's class."""
    return value(name, label_of(block), Kind.SETTING, block.get_prep_value(content), said(content))


def label_of(block: blocks.Block) -> str:
    return str(capfirst(block.label or block.name.replace("_", " ")))


@describe.register
def _struct(block: blocks.StructBlock, content: Any, name: str) -> Part:
    parts = tuple(
        part_of(child, content.get(child_name), child_name)
        for child_name, child in block.child_blocks.items()
    )
    return Holder(name, parts, label_of(block))


@describe.register
def _picture(block: ImageBlock, content: Any, name: str) -> Part:
    alternative = getattr(content, "contextual_alt_text", None) or ""
    is_decorative = bool(getattr(content, "decorative", False))
    number = content.pk if content else None
    parts = (
        value("image", _("Picture"), Kind.PICTURE, number, said(content), content),
        value("alt_text", _("Description"), Kind.DESCRIPTION, alternative, alternative),
        _flag("decorative", _("Decorative"), is_decorative),
    )
    return Holder(name, parts, label_of(block))


@describe.register
def _stream(block: blocks.StreamBlock, content: Any, name: str) -> Part:
    parts = tuple(
        part_of(child.block, child.value, child.block_type, str(child.id or ""))
        for child in content or ()
    )
    return Holder(name, parts, label_of(block), is_sequence=True)


@describe.register
def _list(block: blocks.ListBlock, content: Any, name: str) -> Part:
    parts = tuple(
        part_of(child.block, child.value, "item", str(child.original_id or ""))
        for child in (content.bound_blocks if content is not None else ())
    )
    return Holder(name, parts, label_of(block), is_sequence=True)


@describe.register
def _static(block: blocks.StaticBlock, _content: Any, name: str) -> Part:
    return Holder(name, (), label_of(block))


@describe.register
def _rich_text(block: blocks.RichTextBlock, content: Any, name: str) -> Part:
    html = content.source if isinstance(content, RichText) else str(content or "")
    return rich_value(name, label_of(block), html)


def rich_value(name: str, label: str, html: str) -> Value:
    source = without_block_keys(html)
    return Value(name, source, label, Kind.WORDS, runs_of(source))


@describe.register(blocks.CharBlock)
@describe.register(blocks.TextBlock)
@describe.register(blocks.RawHTMLBlock)
@describe.register(blocks.BlockQuoteBlock)
def _words(block: blocks.FieldBlock, content: Any, name: str) -> Part:
    return value(name, label_of(block), Kind.WORDS, str(content or ""), content or "")


@describe.register
def _key(block: KeyBlock, content: Any, name: str) -> Part:
    text = str(content or "")
    return value(name, label_of(block), kind_of_key(text), text, text)


@describe.register(blocks.URLBlock)
@describe.register(blocks.EmailBlock)
def _address(block: blocks.FieldBlock, content: Any, name: str) -> Part:
    return value(name, label_of(block), Kind.LINK, str(content or ""), content or "")


@describe.register(blocks.ChoiceBlock)
def _choice(block: Any, content: Any, name: str) -> Part:
    label = choice(content, block.field.choices) if content else ""
    return value(name, label_of(block), Kind.SETTING, str(content or ""), label or said(content))


@describe.register(blocks.MultipleChoiceBlock)
def _choices(block: Any, content: Any, name: str) -> Part:
    labels = [choice(each, block.field.choices) or said(each) for each in content or ()]
    return value(name, label_of(block), Kind.SETTING, list(content or ()), said(labels))


@describe.register
def _boolean(block: blocks.BooleanBlock, content: Any, name: str) -> Part:
    return _flag(name, label_of(block), bool(content))


@describe.register(blocks.IntegerBlock)
@describe.register(blocks.FloatBlock)
@describe.register(blocks.DecimalBlock)
def _number(block: blocks.FieldBlock, content: Any, name: str) -> Part:
    return value(name, label_of(block), Kind.NUMBER, exactly(content), said(content))


@describe.register(blocks.DateBlock)
@describe.register(blocks.TimeBlock)
@describe.register(blocks.DateTimeBlock)
def _date(block: blocks.FieldBlock, content: Any, name: str) -> Part:
    return value(name, label_of(block), Kind.DATE, exactly(content), said(content))


CHOSEN = {
    blocks.PageChooserBlock: Kind.LINK,
    ImageChooserBlock: Kind.PICTURE,
    DocumentChooserBlock: Kind.DOCUMENT,
    SnippetChooserBlock: Kind.SETTING,
}


@describe.register(blocks.ChooserBlock)
def _chosen(block: Any, content: Any, name: str) -> Part:
    kind = next((kind for each, kind in CHOSEN.items() if isinstance(block, each)), Kind.SETTING)
    number, words = (content.pk, name_of(content)) if content else (None, "")
    picture = content if kind is Kind.PICTURE else None
    return value(name, label_of(block), kind, exactly(number), words, picture)


def _flag(name: str, label: str, is_set: bool) -> Value:
    return value(name, label, Kind.SETTING, exactly(is_set), said(is_set))
