"""Statements in order, each with a text."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self, override
from xml.etree.ElementTree import Element

from ..document import model as d
from ..document.reading import Reading, Values
from ..epub.chapters import ChapterText
from ..epub.xhtml import element
from ..problems import BlockPlace
from ..text.lines import flow_lines, hanging


@dataclass(frozen=True)
class Point:
    statement: str
    flow: tuple[d.Flow, ...] = ()


@dataclass(frozen=True)
class NumberedPoints(d.Block):
    type: ClassVar[str] = "numbered_points"
    points: tuple[Point, ...]

    @classmethod
    @override
    def read(cls, reading: Reading, place: BlockPlace, values: Values) -> Self:
        points = tuple(
            Point(reading.text(point["statement"]), reading.flow(point.get("text")))
            for point in values["points"]
        )
        return cls(place, points)

    @override
    def xhtml(self, chapter: ChapterText) -> Iterator[Element]:
        yield element("ol", *(_item(point, chapter) for point in self.points))

    @override
    def lines(self) -> Iterator[str]:
        for number, point in enumerate(self.points, 1):
            yield from hanging(f"{number}. ", point.statement)
            yield from flow_lines(point.flow, "   ")


def _item(point: Point, chapter: ChapterText) -> Element:
    statement = element("p", element("strong", point.statement))
    return element("li", statement, *chapter.flow(point.flow))
