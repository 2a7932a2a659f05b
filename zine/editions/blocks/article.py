"""Where an article of an issue begins, at the first level."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self, override
from xml.etree.ElementTree import Element

from ..document import model as d
from ..document.reading import Reading, Values
from ..epub.chapters import ChapterText
from ..epub.xhtml import element, told
from ..problems import BlockPlace
from ..text.lines import paragraphs, title


@dataclass(frozen=True)
class Article(d.Block):
    """Begins a piece of its own; ``byline`` is the name its makers chose."""

    type: ClassVar[str] = "article"
    epub_style: ClassVar[str] = """\
.byline { font-family: sans-serif; font-weight: bold; }
.lead { font-size: 1.15em; }
"""
    level: ClassVar[int] = 1
    title: str
    anchor: str
    byline: str = ""
    summary: str = ""

    @property
    @override
    def section_title(self) -> str:
        return self.title

    @classmethod
    @override
    def read(cls, reading: Reading, place: BlockPlace, values: Values) -> Self | None:
        title = reading.text(values["title"])
        if not title:
            reading.problem(place, "empty_article")
            return None
        reading.begin_article()
        return cls(
            place,
            title,
            reading.anchor(str(values.get("address") or "")),
            reading.text(values.get("byline")),
            reading.text(values.get("summary")),
        )

    @override
    def xhtml(self, chapter: ChapterText) -> Iterator[Element]:
        yield element("h1", self.title, id=self.anchor)
        yield from told(self.byline, class_="byline")
        yield from told(self.summary, class_="lead")

    @override
    def lines(self) -> Iterator[str]:
        yield from title(self.title, "-")
        yield from paragraphs([self.byline, self.summary])
