"""Turns starter tables into the raw data of a stream, alike in every language.

Block ids are made from their place, so a block has the same id in every language; that is how
wagtail-localize knows which text translates which.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from cms.pages.blocks.references import ContactChooserBlock

from .files import StarterPlace, Table
from .pairing import UNGIVEN, check_names, given, lists, same, tables, translated
from .richtext import check_rich_text, check_same_structure, link_pages

type Raw = dict[str, Any]

ARTWORK = "artwork:"
PICTURE_VALUES = ("alt_text", "decorative")


class References(Protocol):
    """Finds what starter content names."""

    def page(self, address: str, place: StarterPlace) -> int:
        """Return the id of this language's page at ``address``."""

    def contact(self, key: str, place: StarterPlace) -> int:
        """Return the id of the contact with this key."""

    def artwork(self, name: str, place: StarterPlace) -> int:
        """Return the id of the picture that is drawn under ``name``."""


def rich_text(
    english: Any, words: Any, features: list[str], place: StarterPlace, references: References
) -> str:
    """Return this language's rich text, checked, as Wagtail keeps it."""
    source = translated(english, None, "text", place)
    html = translated(english, words, "text", place)
    check_rich_text(html, features, place)
    if words is not None:
        check_same_structure(source, html, place)
    return link_pages(html, lambda address: references.page(address, place))


@dataclass(frozen=True)
class StreamWriter:
    """Writes one stream of one page or record."""

    namespace: uuid.UUID
    references: References

    def stream(
        self, block: blocks.StreamBlock, english: Any, words: Any, place: StarterPlace
    ) -> list[Raw]:
        """Return the stream's raw data: this language's words in the English shape."""
        name = place.trail[-1]
        tables(english, name, place)
        if words is not None and words is not UNGIVEN:
            tables(words, name, place)
        pairs = zip(*lists(english, words, name, place), strict=True)
        return [
            self._stream_child(block, index, table, translation, place)
            for index, (table, translation) in enumerate(pairs)
        ]

    def _stream_child(
        self, block: blocks.StreamBlock, index: int, english: Table, words: Any, place: StarterPlace
    ) -> Raw:
        kind = english.get("type")
        if not isinstance(kind, str) or kind not in block.child_blocks:
            known = ", ".join(sorted(block.child_blocks))
            raise place.inside(f"block {index + 1}").error(
                f"there is no block type {kind!r}. Known: {known}."
            )
        place = place.inside(f"block {index + 1} ({kind})")
        if words is not None and words.get("type") != kind:
            raise place.error(f"it is a block of type {words.get('type')!r} here.")
        trail = f"{index}"
        value = self._block_value(
            block.child_blocks[kind],
            kind,
            _without_type(english),
            _without_type(words),
            trail,
            place,
        )
        return {"type": kind, "value": value, "id": self._id(trail)}

    def _block_value(
        self,
        block: blocks.Block,
        kind: str,
        english: Table,
        words: Any,
        trail: str,
        place: StarterPlace,
    ) -> Any:
        match block:
            case ImageBlock():
                check_names(english, words, (kind, *PICTURE_VALUES), place)
                return self._picture(kind, english, words, place)
            case blocks.StructBlock():
                return self._struct(block, english, words, trail, place)
            case _:
                check_names(english, words, (), place)
                return None

    def _struct(
        self, block: blocks.StructBlock, english: Table, words: Any, trail: str, place: StarterPlace
    ) -> Raw:
        known = set(block.child_blocks)
        if any(isinstance(child, ImageBlock) for child in block.child_blocks.values()):
            known.update(PICTURE_VALUES)
        check_names(english, words, known, place)
        value: Raw = {}
        for name, child in block.child_blocks.items():
            if isinstance(child, ImageBlock):
                value[name] = self._picture(name, english, words, place)
            elif name in english:
                inner = f"{trail}/{name}"
                value[name] = self._leaf(
                    child, name, english[name], given(words, name), inner, place
                )
            else:
                default = child.get_prep_value(child.get_default())
                # A text field's default is None, which wagtail-localize cannot read.
                value[name] = "" if default is None and is_words(child) else default
        return value

    def _leaf(
        self,
        block: blocks.Block,
        name: str,
        english: Any,
        words: Any,
        trail: str,
        place: StarterPlace,
    ) -> Any:
        match block:
            case blocks.ListBlock():
                return self._list(block.child_block, name, english, words, trail, place)
            case blocks.RichTextBlock():
                return rich_text(
                    english, words, block.features, place.inside(name), self.references
                )
            case blocks.PageChooserBlock():
                address = same(english, words, name, place)
                return self.references.page(str(address), place.inside(name))
            case ContactChooserBlock():
                key = same(english, words, name, place)
                return self.references.contact(str(key), place.inside(name))
            case blocks.ChooserBlock():
                raise place.error(f"“{name}”: starter content cannot hold this.")
            case _ if is_words(block):
                return translated(english, words, name, place)
            case _:
                return same(english, words, name, place)

    def _list(
        self,
        block: blocks.Block,
        name: str,
        english: Any,
        words: Any,
        trail: str,
        place: StarterPlace,
    ) -> list[Raw]:
        items: list[Raw] = []
        for index, (item, translation) in enumerate(
            zip(*lists(english, words, name, place), strict=True)
        ):
            inner, here = f"{trail}/{index}", place.inside(f"{name} {index + 1}")
            if isinstance(block, blocks.StructBlock):
                for table in (item, translation):
                    if table is not None and not isinstance(table, Mapping):
                        raise here.error("it must be a table.")
                value: Any = self._struct(block, item, translation, inner, here)
            else:
                value = self._leaf(block, "text", item, translation, inner, here)
            items.append({"type": "item", "value": value, "id": self._id(inner)})
        return items

    def _picture(self, name: str, english: Table, words: Any, place: StarterPlace) -> Raw:
        source = same(english.get(name), given(words, name), name, place)
        if not isinstance(source, str) or not source.startswith(ARTWORK):
            raise place.error(f"“{name}” must be written as “{ARTWORK}NAME”.")
        alt_text = english.get("alt_text", "")
        return {
            "image": self.references.artwork(source.removeprefix(ARTWORK), place.inside(name)),
            "alt_text": translated(alt_text, given(words, "alt_text"), "alt_text", place),
            "decorative": same(
                english.get("decorative", False), given(words, "decorative"), "decorative", place
            ),
        }

    def _id(self, trail: str) -> str:
        return str(uuid.uuid5(self.namespace, trail))


def is_words(block: blocks.Block) -> bool:
    """Tell whether a block's value is translated: what wagtail-localize extracts from it."""
    is_text = isinstance(block, blocks.CharBlock | blocks.TextBlock)
    return is_text and not hasattr(block, "get_translatable_segments")


def _without_type(table: Any) -> Any:
    if table is None:
        return None
    return {name: value for name, value in table.items() if name != "type"}
