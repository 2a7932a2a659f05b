"""A page break: what follows begins on a new page where there are pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self, override
from xml.etree.ElementTree import Element

from ..document import model as d
from ..document.reading import Reading, Values
from ..epub.chapters import ChapterText
from ..epub.xhtml import element
from ..problems import BlockPlace


@dataclass(frozen=True)
class PageBreak(d.Block):
    type: ClassVar[str] = "page_break"
    epub_style: ClassVar[str] = (
        ".page-break { border: 0; break-after: page; margin: 0; page-break-after: always; }\n"
    )

    @classmethod
    @override
    def read(cls, reading: Reading, place: BlockPlace, values: Values) -> Self:
        return cls(place)

    @override
    def xhtml(self, chapter: ChapterText) -> Iterator[Element]:
        yield element("hr", class_="page-break", role="presentation")

    @override
    def lines(self) -> Iterator[str]:
        yield from ()  # Plain text has no pages.
