"""A sentence set large."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self, override
from xml.etree.ElementTree import Element

from ..document import model as d
from ..document.reading import Reading, Values
from ..epub.chapters import ChapterText
from ..epub.xhtml import broken_lines, element
from ..problems import BlockPlace
from ..text.lines import wrapped


@dataclass(frozen=True)
class PullQuote(d.Block):
    type: ClassVar[str] = "pull_quote"
    epub_style: ClassVar[str] = """\
blockquote.pull { border-inline-start: 0.35em solid #e2472b; font-size: 1.3em;
  margin: 1.5em 0; padding-inline-start: 0.8em; }
blockquote.pull footer { font-size: 0.65em; }
"""
    quotation: str
    attribution: str = ""

    @classmethod
    @override
    def read(cls, reading: Reading, place: BlockPlace, values: Values) -> Self:
        attribution = reading.text(values.get("attribution"))
        return cls(place, reading.text(values["quotation"]), attribution)

    @override
    def xhtml(self, chapter: ChapterText) -> Iterator[Element]:
        quote = element("blockquote", element("p", *broken_lines(self.quotation)), class_="pull")
        if self.attribution:
            quote.append(element("footer", f"— {self.attribution}"))
        yield quote

    @override
    def lines(self) -> Iterator[str]:
        yield from wrapped(self.quotation, "    ", "    ")
        yield from wrapped(self.attribution and f"— {self.attribution}", "    ", "    ")
