"""The sections of a text: their anchors, and the list of contents made of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from wagtail.blocks import StreamValue, StructValue


@dataclass(frozen=True)
class Section:
    """A heading of a text: its level from 2 to 4, its words, and the anchor to link to it by."""

    level: int
    text: str
    anchor: str


class Outline:
    """The headings of one text in order.

    A heading without an anchor of its own is called after its place (``section-3``), so that
    its anchor is the same in every language.
    """

    def __init__(self, streams: Iterable[StreamValue] = ()) -> None:
        self._anchors: dict[int, str] = {}
        self._sections: list[Section] = []
        for stream in streams:
            for block in stream:
                if block.block_type == "heading":
                    self._add(block.value)

    def _add(self, heading: StructValue) -> None:
        anchor = heading["anchor"] or f"section-{len(self._sections) + 1}"
        if anchor in self._anchors.values():
            anchor = f"{anchor}-{len(self._sections) + 1}"
        self._anchors[id(heading)] = anchor
        self._sections.append(Section(int(heading["level"]), heading["text"], anchor))

    def __iter__(self) -> Iterator[Section]:
        return iter(self._sections)

    @property
    def contents(self) -> list[Section]:
        """The sections proper: the headings of level 2."""
        return [section for section in self._sections if section.level == 2]

    def anchor(self, heading: Any) -> str:
        """The anchor of a heading of this text; of any other, the one that its author gave."""
        return self._anchors.get(id(heading), heading["anchor"] or "")
