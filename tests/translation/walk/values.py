"""A value for every field and block, told from all others, and another to take its place.

A value is known by its mark: a word, an address, a number that stands nowhere else. What has none,
such as a choice, is compared as it is stored.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import models
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock, ImageChooserBlock

from cms.pages.blocks.actions import CallToActionBlock, ContactLinkBlock
from cms.pages.blocks.references import (
    ContactChooserBlock,
    IssueChooserBlock,
    KeyBlock,
    PrincipleKeyBlock,
)
from cms.pages.blocks.text import HeadingBlock, ParagraphBlock
from cms.pages.classification import Kind, kind_of_block, kind_of_field

# A choice that excludes another, or needs it: such a block stands there once for each way.
WAYS: dict[type[blocks.Block], tuple[dict[str, Any], ...]] = {
    CallToActionBlock: ({"page": None}, {"address": ""}),
    ContactLinkBlock: ({"contact": None}, {"target": ""}),
    HeadingBlock: ({"level": "2", "anchor": ""}, {}),
    # What is decorative has no words: both change at once, as tests/translation/facts show.
    ImageBlock: ({"decorative": False},),
}

# What is chosen among rows, the narrowest kind first.
CHOSEN: dict[type[blocks.Block], str] = {
    ImageChooserBlock: "image",
    DocumentChooserBlock: "document",
    ContactChooserBlock: "contact",
    IssueChooserBlock: "issue",
    blocks.PageChooserBlock: "page",
}

PATTERNS: dict[type[models.Field[Any, Any]], str] = {
    models.URLField: "https://f{}.example.org/",
    models.EmailField: "f{}@example.org",
}


@dataclass(frozen=True)
class Pair:
    """What a chooser is given first, then; and by which mark readers see it."""

    first: Any
    then: Any
    mark: str
    mark_then: str


@dataclass(frozen=True)
class Leaf:
    """A value by its path: what it is, and by which marks its two texts are known."""

    path: str
    kind: Kind
    old: str = ""
    new: str = ""


@dataclass
class Values:
    """Makes the values of one version: with first or other facts, with first or other words."""

    chosen: Mapping[str, Pair]
    facts: int = 0
    words: int = 0
    leaves: dict[str, Leaf] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    streams: dict[type[blocks.Block], str] = field(default_factory=dict)

    def then(self, kind: Kind) -> None:
        """Give every value of a kind its other text from now on."""
        if kind is Kind.FACT:
            self.facts = 1
        else:
            self.words = 1

    # Fields.

    def of_field(self, model: type[models.Model], field: Any) -> Any:
        path, kind = f"{model.__name__}.{field.name}", kind_of_field(model, field.name)
        if isinstance(field, StreamField):
            return json.dumps(self.of_block(field.stream_block, path))
        return self._of_plain_field(field, path, kind)

    def _of_plain_field(self, field: Any, path: str, kind: Kind) -> Any:
        if isinstance(field, RichTextField):
            return f"<p>{self._word(path)}</p>"
        return self._word(path) if kind is Kind.WORDS else self._fact_of_field(field, path)

    def _fact_of_field(self, field: Any, path: str) -> Any:
        number = self._number(path)
        match field:
            case models.Field(flatchoices=choices) if choices:
                return self._one_of([value for value, _label in choices], path)
            case models.BooleanField():
                return self._one_of([False, True], path)
            case models.DateField():
                first = date(1990, 1, 1) + timedelta(number)
                then = first + timedelta(9000)
                # The month alone, where less of a date is known than before.
                self._note(path, Kind.FACT, f"{first:%Y-%m}", f"{then:%Y-%m}")
                return (first, then)[self.facts]
            case models.IntegerField():
                # No table of the suite's has had as many rows, and no page is told by its number.
                return self._one_of([31000 + number, 32000 + number], path, marked=True)
        pattern = PATTERNS.get(type(field), "f{}")
        return self._fact(path, pattern.replace("{}", f"{number}{{}}"))

    # Blocks.

    def of_block(self, block: blocks.Block, path: str) -> Any:
        match block:
            case blocks.StaticBlock():
                return None
            case blocks.StreamBlock():
                return [
                    _entry(name, value, where)
                    for name, child in self._children_of(block, path)
                    for where, value in self._each_way(child, f"{path}.{name}")
                ]
            case blocks.ListBlock():
                found = self._each_way(block.child_block, f"{path}.item")
                return [_entry("item", value, where) for where, value in found]
            case blocks.BaseStructBlock():
                return self._of_struct(block, path, _ways(block)[-1])
        return self._of_leaf(block, path)

    def _children_of(self, block: blocks.StreamBlock, path: str) -> list[tuple[str, Any]]:
        """Every kind of block once on the whole site; elsewhere a few of the same stream do."""
        first = self.streams.setdefault(type(block), path)
        children = list(block.child_blocks.items())
        return children if first == path else children[:2]

    def _each_way(self, block: blocks.Block, path: str) -> Iterator[tuple[str, Any]]:
        ways = _ways(block)
        for number, way in enumerate(ways):
            where = path if len(ways) == 1 else f"{path}-{number}"
            if isinstance(block, blocks.BaseStructBlock):
                yield where, self._of_struct(block, where, way)
            else:
                yield where, self.of_block(block, where)

    def _of_struct(self, block: Any, path: str, way: dict[str, Any]) -> dict[str, Any]:
        values = {
            name: way[name] if name in way else self.of_block(child, f"{path}.{name}")
            for name, child in block.child_blocks.items()
        }
        if isinstance(block, ContactLinkBlock) and values["target"]:
            values["kind"] = ("phone", "email")[self.facts]
        if isinstance(block, ParagraphBlock):
            values["text"] = values["text"].replace("</p>", "<sup>1</sup></p>")
        return values

    def _of_leaf(self, block: blocks.Block, path: str) -> Any:
        what = next((what for kind, what in CHOSEN.items() if isinstance(block, kind)), None)
        if what is not None:
            return self._chosen(path, what)
        if kind_of_block(block) is Kind.FACT:
            return self._of_fact(block, path)
        if not isinstance(block, blocks.RichTextBlock):
            return self._word(path)
        address = f"https://f{self._number(path)}{{}}.example.org/"
        link = self._fact(f"{path}.href", address)
        return f'<p>{self._word(path)} <a href="{link}">there</a></p>'

    def _of_fact(self, block: blocks.Block, path: str) -> Any:
        number = self._number(path)
        match block:
            case blocks.MultipleChoiceBlock():
                return self._one_of([[], ["en", "es", "ar"]], path)
            case PrincipleKeyBlock():
                return self._one_of(["principle-2", "principle-1"], path)
            case blocks.ChoiceBlock():
                return self._one_of([value for value, _label in block.field.choices if value], path)
            case blocks.URLBlock():
                return self._fact(path, f"https://f{number}{{}}.example.org/")
            case KeyBlock() if path.endswith("target"):
                first, then = f"617-555-{number:04}", f"f{number}b@example.org"
                self._note(path, Kind.FACT, first.replace("-", ""), then)
                return (first, then)[self.facts]
        return self._fact(path, f"f{number}{{}}")

    # What is known by a mark.

    def _word(self, path: str) -> str:
        number = self._number(path)
        first, then = (f"w{number}{letter}" for letter in ("ante", "post"))
        self._note(path, Kind.WORDS, first, then)
        return (first, then)[self.words]

    def _fact(self, path: str, pattern: str) -> str:
        first, then = pattern.format("ante"), pattern.format("post")
        self._note(path, Kind.FACT, first, then)
        return (first, then)[self.facts]

    def _one_of(self, values: list[Any], path: str, *, marked: bool = False) -> Any:
        self._note(path, Kind.FACT, *(map(str, values) if marked else ()))
        return values[self.facts]

    def _chosen(self, path: str, what: str) -> Any:
        pair = self.chosen[what]
        self._note(path, Kind.FACT, pair.mark, pair.mark_then)
        return (pair.first, pair.then)[self.facts]

    def _note(self, path: str, kind: Kind, old: str = "", new: str = "") -> None:
        self.leaves[path] = Leaf(path, kind, old, new)

    def _number(self, path: str) -> int:
        return self.numbers.setdefault(path, len(self.numbers) + 10)


def _ways(block: blocks.Block) -> tuple[dict[str, Any], ...]:
    return next((ways for kind, ways in WAYS.items() if isinstance(block, kind)), ({},))


def _entry(name: str, value: Any, where: str) -> dict[str, Any]:
    return {"type": name, "value": value, "id": str(uuid5(NAMESPACE_URL, where))}
