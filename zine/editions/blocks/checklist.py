"""Things to tick off."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self, override
from xml.etree.ElementTree import Element

from ..document import model as d
from ..document.reading import Reading, Values
from ..epub.chapters import ChapterText
from ..epub.xhtml import element, strong_title
from ..problems import BlockPlace
from ..text.lines import hanging, paragraphs


@dataclass(frozen=True)
class Checklist(d.Block):
    type: ClassVar[str] = "checklist"
    epub_style: ClassVar[str] = '.checklist { list-style: "\\2610\\00a0"; }\n'
    title: str
    items: tuple[str, ...]

    @classmethod
    @override
    def read(cls, reading: Reading, place: BlockPlace, values: Values) -> Self:
        items = tuple(reading.text(item) for item in values["items"])
        return cls(place, reading.text(values.get("title")), items)

    @override
    def xhtml(self, chapter: ChapterText) -> Iterator[Element]:
        yield from strong_title(self.title)
        yield element("ul", *(element("li", item) for item in self.items), class_="checklist")

    @override
    def lines(self) -> Iterator[str]:
        yield from paragraphs([self.title])
        for item in self.items:
            yield from hanging("[ ] ", item)
