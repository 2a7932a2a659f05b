"""Running text; a superscript number in it marks a footnote."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self, override
from xml.etree.ElementTree import Element

from ..document import model as d
from ..document.reading import Reading, Values
from ..epub.chapters import ChapterText
from ..problems import BlockPlace
from ..text.lines import flow_lines


@dataclass(frozen=True)
class Paragraph(d.Block):
    type: ClassVar[str] = "paragraph"
    flow: tuple[d.Flow, ...]

    @classmethod
    @override
    def read(cls, reading: Reading, place: BlockPlace, values: Values) -> Self | None:
        flow = reading.noted_flow(place, str(values["text"]), values.get("footnotes") or ())
        return cls(place, flow) if flow else None

    @override
    def xhtml(self, chapter: ChapterText) -> Iterator[Element]:
        yield from chapter.flow(self.flow)

    @override
    def lines(self) -> Iterator[str]:
        yield from flow_lines(self.flow)
