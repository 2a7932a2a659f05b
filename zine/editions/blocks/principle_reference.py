"""One of the principles, with its statement and explanation."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self, override
from xml.etree.ElementTree import Element

from ..document import model as d
from ..document.reading import Reading, Values
from ..epub.chapters import ChapterText
from ..epub.xhtml import element
from ..problems import BlockPlace
from ..text.lines import flow_lines, paragraphs


@dataclass(frozen=True)
class Principle(d.Block):
    type: ClassVar[str] = "principle_reference"
    epub_style: ClassVar[str] = (
        ".principle { border-block: 0.15em solid #e2472b; margin: 1.5em 0; }\n"
    )
    label: str
    statement: str
    flow: tuple[d.Flow, ...]

    @classmethod
    @override
    def read(cls, reading: Reading, place: BlockPlace, values: Values) -> Self | None:
        if not values.get("statement"):
            reading.problem(place, "missing_principle")
            return None
        label = reading.language.labels["principle"].format(number=values["number"])
        return cls(
            place,
            reading.text(label),
            reading.text(values["statement"]),
            reading.flow(values.get("explanation")),
        )

    @override
    def xhtml(self, chapter: ChapterText) -> Iterator[Element]:
        label = element("p", self.label, class_="small")
        statement = element("p", element("strong", self.statement))
        yield element("div", label, statement, *chapter.flow(self.flow), class_="principle")

    @override
    def lines(self) -> Iterator[str]:
        yield from paragraphs([f"{self.label}. {self.statement}"])
        yield from flow_lines(self.flow, "  | ")
