"""A few figures, each with what it counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self, override
from xml.etree.ElementTree import Element

from ..document import model as d
from ..document.reading import Reading, Values, link_address
from ..epub.chapters import ChapterText
from ..epub.xhtml import append, element
from ..problems import BlockPlace
from ..text.lines import hanging


@dataclass(frozen=True)
class Fact:
    figure: str
    text: str
    source: str = ""


@dataclass(frozen=True)
class Facts(d.Block):
    type: ClassVar[str] = "facts"
    epub_style: ClassVar[str] = """\
.figure { font-family: sans-serif; font-size: 1.8em; font-weight: bold; line-height: 1.1; }
.facts dd { margin: 0 0 1em; }
"""
    facts: tuple[Fact, ...]

    @classmethod
    @override
    def read(cls, reading: Reading, place: BlockPlace, values: Values) -> Self:
        facts = tuple(
            Fact(
                reading.text(fact["figure"]),
                reading.text(fact["text"]),
                link_address({"href": str(fact.get("source") or "")}) or "",
            )
            for fact in values["facts"]
        )
        return cls(place, facts)

    @override
    def xhtml(self, chapter: ChapterText) -> Iterator[Element]:
        parts = (part for fact in self.facts for part in _elements(fact, chapter))
        yield element("dl", *parts, class_="facts")

    @override
    def lines(self) -> Iterator[str]:
        for fact in self.facts:
            yield from hanging("* ", f"{fact.figure}: {fact.text} {fact.source}".strip())


def _elements(fact: Fact, chapter: ChapterText) -> Iterator[Element]:
    yield element("dt", fact.figure, class_="figure")
    text = element("dd", fact.text)
    if fact.source:
        append(text, " (", element("a", chapter.labels["source"], href=fact.source), ")")
    yield text
