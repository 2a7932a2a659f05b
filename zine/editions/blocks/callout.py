"""A box that stands out from the text."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal, Self, override
from xml.etree.ElementTree import Element

from ..document import model as d
from ..document.reading import Reading, Values
from ..epub.chapters import ChapterText
from ..epub.xhtml import element, strong_title
from ..problems import BlockPlace
from ..text.lines import flow_lines, paragraphs


@dataclass(frozen=True)
class Callout(d.Block):
    type: ClassVar[str] = "callout"
    epub_style: ClassVar[str] = """\
.callout { border: 0.15em solid; margin: 1.5em 0; padding: 0.4em 1em; }
.important { border-color: #e2472b; }
"""
    kind: Literal["note", "important"]
    title: str
    flow: tuple[d.Flow, ...]

    @classmethod
    @override
    def read(cls, reading: Reading, place: BlockPlace, values: Values) -> Self:
        return cls(
            place,
            "important" if values.get("kind") == "important" else "note",
            reading.text(values.get("title")),
            reading.flow(values["text"]),
        )

    @override
    def xhtml(self, chapter: ChapterText) -> Iterator[Element]:
        kind = f"callout {self.kind}"
        yield element("div", *strong_title(self.title), *chapter.flow(self.flow), class_=kind)

    @override
    def lines(self) -> Iterator[str]:
        yield from paragraphs([self.title])
        yield from flow_lines(self.flow, "  | ")
