"""A page in sections, and two languages' sections in pairs.

A section is a text field, a heading of a stream with what follows it, or a child record such as a
principle. Translations keep the numbers of blocks and the keys of records, so that sections find
each other; where a page was written by itself, the first belongs to the first.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import ManyToOneRel, Model
from wagtail.blocks import StreamValue
from wagtail.fields import RichTextField
from wagtail.images.blocks import ImageBlock
from wagtail_localize.fields import TranslatableField, get_translatable_fields

from cms.pages.models import BasePage

# The title stands in the head of the page; this one is for browsers.
NOT_SHOWN = {"title", "seo_title"}


@dataclass
class Section:
    """A part of a page: a heading, if it has one of its own, then paragraphs, rich text, blocks."""

    field_name: str
    key: str
    heading: str = ""
    record: Model | None = None
    plain: list[str] = field(default_factory=list)
    rich: list[str] = field(default_factory=list)
    blocks: list[StreamValue.StreamChild] = field(default_factory=list)

    @property
    def weight(self) -> int:
        """How many blocks it is, about."""
        return len(self.plain) + len(self.rich) + len(self.blocks)

    def __bool__(self) -> bool:
        return bool(self.heading or self.weight)


@dataclass
class Pair:
    """A section in both languages; None where one of them lacks it."""

    first: Section | None
    second: Section | None

    @property
    def weight(self) -> int:
        return max(each.weight for each in (self.first, self.second) if each is not None)


def sections_of(page: BasePage) -> list[Section]:
    """The sections of a page in the order of its fields.

    Left out are those that are empty, pictures that belong to a page's own design, and what says
    no more than the title.
    """
    return [
        section for name in _shown(page) for section in _sections_of_field(page, name) if section
    ]


def paired(first: Iterable[Section], second: Iterable[Section]) -> list[Pair]:
    """The sections of two pages side by side, in the order of the first one's fields."""
    left, right = _by_field(first), _by_field(second)
    return [
        pair
        for name in dict.fromkeys([*left, *right])
        for pair in _paired(left.get(name, []), right.get(name, []))
    ]


def in_parts(pairs: list[Pair], most: int) -> list[list[Pair]]:
    """The pairs in parts of at most so many blocks; there is always a first part."""
    parts: list[list[Pair]] = [[]]
    for pair in pairs:
        weight = sum(each.weight for each in parts[-1])
        if parts[-1] and weight + pair.weight > most:
            parts.append([])
        parts[-1].append(pair)
    return parts


def _shown(page: BasePage) -> list[str]:
    return [
        rule.field_name
        for rule in get_translatable_fields(type(page))
        if isinstance(rule, TranslatableField) and rule.field_name not in NOT_SHOWN
    ]


def _sections_of_field(page: BasePage, name: str) -> Iterator[Section]:
    described, value = page._meta.get_field(name), getattr(page, name)
    if isinstance(described, ManyToOneRel):
        ordered = getattr(page, page.reading_order[name]) if name in page.reading_order else None
        yield from (_child(name, child) for child in ordered or value.all())
    elif isinstance(value, StreamValue):
        if not all(
            isinstance(each, ImageBlock) for each in value.stream_block.child_blocks.values()
        ):
            yield from _of_stream(name, value)
    elif value != page.title:
        yield _of_text(Section(name, name), described, value)


def _of_text(section: Section, described: Any, value: Any) -> Section:
    texts = section.rich if isinstance(described, RichTextField) else section.plain
    if value:
        texts.append(str(value))
    return section


def _child(name: str, child: Model) -> Section:
    """A child record under its own name, with the texts that it has besides."""
    heading = str(child)
    section = Section(name, str(getattr(child, "translation_key", child.pk)), heading, child)
    for rule in get_translatable_fields(type(child)):
        value = getattr(child, rule.field_name)
        if isinstance(rule, TranslatableField) and value != heading:
            _of_text(section, child._meta.get_field(rule.field_name), value)
    return section


def _of_stream(name: str, stream: StreamValue) -> Iterator[Section]:
    section = Section(name, "")
    for block in stream:
        if block.block_type == "heading" and section.blocks:
            yield section
            section = Section(name, "")
        section.key = section.key or str(block.id)
        section.blocks.append(block)
    yield section


def _by_field(sections: Iterable[Section]) -> dict[str, list[Section]]:
    found: dict[str, list[Section]] = {}
    for section in sections:
        found.setdefault(section.field_name, []).append(section)
    return found


def _paired(left: list[Section], right: list[Section]) -> Iterator[Pair]:
    by_key = {section.key: section for section in right}
    if not by_key.keys() & {section.key for section in left}:
        yield from _by_place(left, right)
        return
    known = {section.key for section in left}
    rest = iter(right)
    for section in left:
        other = by_key.get(section.key)
        if other is not None:
            # What only the other page has stands where it stands there.
            for extra in rest:
                if extra.key == other.key:
                    break
                if extra.key not in known:
                    yield Pair(None, extra)
        yield Pair(section, other)
    yield from (Pair(None, extra) for extra in rest if extra.key not in known)


def _by_place(left: list[Section], right: list[Section]) -> Iterator[Pair]:
    for place in range(max(len(left), len(right))):
        yield Pair(
            left[place] if place < len(left) else None,
            right[place] if place < len(right) else None,
        )
