"""A picture with its description, caption and credit."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self, override
from xml.etree.ElementTree import Element

from ..document import model as d
from ..document.reading import Reading, Values
from ..epub.chapters import ChapterText
from ..epub.xhtml import element
from ..problems import BlockPlace
from ..text.lines import paragraphs


@dataclass(frozen=True)
class Image(d.Block):
    type: ClassVar[str] = "image"
    picture: d.Picture
    caption: str = ""
    credit: str = ""

    @classmethod
    @override
    def read(cls, reading: Reading, place: BlockPlace, values: Values) -> Self | None:
        found: d.Picture | None = values.get("picture")
        if found is None:
            reading.problem(place, "missing_picture")
            return None
        picture = reading.picture(place, found)
        if picture is None:
            return None
        words = (reading.text(values.get(name)) for name in ("caption", "credit"))
        return cls(place, picture, *words)

    @override
    def xhtml(self, chapter: ChapterText) -> Iterator[Element]:
        words = " · ".join(part for part in (self.caption, self.credit) if part)
        told = [element("figcaption", words)] if words else []
        yield element("figure", chapter.picture(self.picture), *told)

    @override
    def lines(self) -> Iterator[str]:
        yield from paragraphs([self.picture.alt and f"[{self.picture.alt}]"])
        yield from paragraphs([self.caption, self.credit])
