"""A heading: it begins a section, or a part of one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self, override
from xml.etree.ElementTree import Element

from ..document import model as d
from ..document.reading import Reading, Values
from ..epub.chapters import ChapterText
from ..epub.xhtml import element
from ..problems import BlockPlace
from ..text.lines import title


@dataclass(frozen=True)
class Heading(d.Block):
    type: ClassVar[str] = "heading"
    level: int
    text: str
    anchor: str

    @property
    @override
    def section_title(self) -> str:
        return self.text if self.level == 1 else ""

    @classmethod
    @override
    def read(cls, reading: Reading, place: BlockPlace, values: Values) -> Self | None:
        text = reading.text(values["text"])
        if not text:
            reading.problem(place, "empty_heading")
            return None
        level = reading.next_level(int(values.get("level") or 2))
        return cls(place, level, text, reading.anchor(str(values.get("anchor") or "")))

    @override
    def xhtml(self, chapter: ChapterText) -> Iterator[Element]:
        yield element(f"h{self.level}", self.text, id=self.anchor)

    @override
    def lines(self) -> Iterator[str]:
        yield from title(self.text, "-" if self.level == 1 else "")
