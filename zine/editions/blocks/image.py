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
        picture: d.Picture | None = values.get("picture")
        if picture is None:
            reading.problem(place, "missing_picture")
            return None
        if not picture.alt and not picture.decorative:
            reading.problem(place, "undescribed_picture")
            return None
        return cls(
            place,
            d.Picture(picture.asset, reading.text(picture.alt), picture.decorative),
            reading.text(values.get("caption")),
            reading.text(values.get("credit")),
        )

    @override
    def xhtml(self, chapter: ChapterText) -> Iterator[Element]:
        asset = chapter.document.assets[self.picture.asset]
        size = {"width": str(asset.width), "height": str(asset.height)}
        role = {"role": "presentation"} if self.picture.decorative else {}
        picture = element("img", src=asset.name, alt=self.picture.alt, **size, **role)
        words = " · ".join(part for part in (self.caption, self.credit) if part)
        yield element("figure", picture, *([element("figcaption", words)] if words else []))

    @override
    def lines(self) -> Iterator[str]:
        yield from paragraphs([self.picture.alt and f"[{self.picture.alt}]"])
        yield from paragraphs([self.caption, self.credit])
