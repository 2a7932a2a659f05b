"""A text without a picture or document: what stands on it goes, and nothing else.

Of a stream the smallest part goes that means nothing without it: an item of a list, or a block
with its caption. Rich text keeps its words.
"""

import json
from collections.abc import Mapping
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.db import models
from wagtail import blocks
from wagtail.coreutils import resolve_model_string
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock

from cms.media.models import Document, Image
from cms.pages.classification import OF_WAGTAIL, child_relations
from cms.pages.stored_blocks import decoded, is_sound_child

type File = Image | Document

# Says that a part means nothing without the file.
GONE = object()


def without(model: type[models.Model], content: Mapping[str, Any], file: File) -> dict[str, Any]:
    """What is left of a page's or record's content, as a revision keeps it."""
    left = dict(content)
    for field in model._meta.concrete_fields:
        value = content.get(field.name)
        if value and field.name not in OF_WAGTAIL:
            left[field.name] = _of_field(field, value, file)
    for name, child in child_relations(model).items():
        if content.get(name):
            left[name] = [without(child, each, file) for each in content[name]]
    return left


def _of_field(field: models.Field[Any, Any], value: Any, file: File) -> Any:
    if isinstance(field, StreamField):
        raw = decoded(value)
        if not isinstance(raw, list):
            return value
        left = _of_stream(field.stream_block, raw, file)
        return json.dumps(left) if isinstance(value, str) else left
    if isinstance(field, RichTextField):
        return _of_rich_text(value, file)
    if isinstance(field, models.ForeignKey) and _is_it(field.related_model, value, file):
        return None
    return value


def _of_block(block: blocks.Block, raw: Any, file: File) -> Any:
    if raw in (None, "", [], {}):
        return raw
    left = raw
    match block:
        case blocks.ChooserBlock():
            left = GONE if _is_it(block.target_model, raw, file) else raw
        case blocks.RichTextBlock():
            left = _of_rich_text(raw, file)
        case ImageBlock() if not isinstance(raw, dict):
            left = _of_block(block.child_blocks["image"], raw, file)
        case blocks.StreamBlock():
            left = _unless_empty(block, _of_stream(block, raw, file))
        case blocks.ListBlock():
            left = _unless_empty(block, _of_list(block, raw, file))
        case blocks.BaseStructBlock():
            left = _of_struct(block, raw, file)
    return left


def _of_stream(block: blocks.BaseStreamBlock, raw: list[Any], file: File) -> list[Any]:
    left = []
    for each in raw:
        if not is_sound_child(block, each):
            left.append(each)
            continue
        value = _of_block(block.child_blocks[each["type"]], each["value"], file)
        if value is not GONE:
            left.append({**each, "value": value})
    return left


def _of_list(block: blocks.ListBlock, raw: list[Any], file: File) -> list[Any]:
    left = []
    for each in raw:
        # Wagtail once kept items without a number.
        is_numbered = isinstance(each, dict) and each.keys() >= {"id", "type", "value"}
        value = _of_block(block.child_block, each["value"] if is_numbered else each, file)
        if value is not GONE:
            left.append({**each, "value": value} if is_numbered else value)
    return left


def _of_struct(block: blocks.BaseStructBlock, raw: dict[str, Any], file: File) -> Any:
    left = dict(raw)
    for name, child in block.child_blocks.items():
        if name not in raw:
            continue
        value = _of_block(child, raw[name], file)
        if value is GONE and (isinstance(block, ImageBlock) or _is_needed(child)):
            return GONE
        left[name] = None if value is GONE else value
    return left


def _is_needed(child: blocks.Block) -> bool:
    """Whether a block means nothing without this part, which may not be left empty."""
    if isinstance(child, ImageBlock):
        return bool(child.child_blocks["image"].required)
    return bool(child.required) if isinstance(child, blocks.FieldBlock) else True


def _unless_empty(block: blocks.Block, left: list[Any]) -> Any:
    """A part that may not be empty goes with the last of what was in it."""
    least = getattr(block.meta, "min_num", None)
    return GONE if not left and (block.required or least) else left


def _of_rich_text(html: str, file: File) -> str:
    """Pictures within go; of a link to a document its words stay."""
    if f'id="{file.pk}"' not in html:
        return html
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.find_all(["embed", "a"]):
        if isinstance(tag, Tag) and tag.get("id") == str(file.pk):
            if isinstance(file, Image) and tag.get("embedtype") == "image":
                tag.decompose()
            elif isinstance(file, Document) and tag.get("linktype") == "document":
                tag.unwrap()
    return str(soup)


def _is_it(model: Any, number: Any, file: File) -> bool:
    return resolve_model_string(model) is type(file) and str(number) == str(file.pk)
