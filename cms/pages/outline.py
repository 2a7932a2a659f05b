"""The sections of a text: their anchors, and the list of contents made of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from wagtail.blocks import StreamValue, StructValue

ARTICLE_LEVEL = 2


@dataclass(frozen=True)
class Section:
    """A heading of a text: its level from 2 to 4, its words, and the anchor to link to it by."""

    level: int
    text: str
    anchor: str


def level_of(heading: StructValue) -> int:
    """The level of a heading; a draft may say none yet."""
    return int(heading["level"] or ARTICLE_LEVEL)


class Outline:
    """The headings of one text in order; an article begins with one, too.

    A heading without an anchor of its own is called after its place (``section-3``), so that
    its anchor is the same in every language. Where an article is read by itself, its title is
    the page's, and its headings are ``raised`` by a level. Where several texts stand on a page,
    each has a ``prefix`` for its anchors.
    """

    def __init__(
        self, streams: Iterable[StreamValue] = (), raised: int = 0, prefix: str = ""
    ) -> None:
        self.raised = raised
        self._prefix = prefix
        self._anchors: dict[int, str] = {}
        self._sections: list[Section] = []
        for stream in streams:
            for block in stream:
                if block.block_type == "heading":
                    self._add(block.value, block.value["anchor"], level_of(block.value))
                elif block.block_type == "article":
                    self._add(block.value, block.value["address"], ARTICLE_LEVEL)

    def _add(self, heading: StructValue, wanted: str, level: int) -> None:
        anchor = self._prefix + (wanted or f"section-{len(self._sections) + 1}")
        if anchor in self._anchors.values():
            anchor = f"{anchor}-{len(self._sections) + 1}"
        self._anchors[id(heading)] = anchor
        words = heading.get("text") or heading.get("title") or ""
        self._sections.append(Section(level, words, anchor))

    def __iter__(self) -> Iterator[Section]:
        return iter(self._sections)

    @property
    def contents(self) -> list[Section]:
        """The sections proper: the headings of level 2."""
        return [section for section in self._sections if section.level == 2]

    def anchor(self, heading: Any) -> str:
        """The anchor of a heading of this text; of any other, the one that its author gave."""
        given = heading.get("anchor") or heading.get("address") or ""
        return self._anchors.get(id(heading), given)

    def tag(self, level: int) -> str:
        """The element of a heading of a level from 2 to 4."""
        return f"h{max(ARTICLE_LEVEL, level - self.raised)}"
