"""A video on another site: its title, its picture, and its address in print."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self, override
from xml.etree.ElementTree import Element

from cms.pages.videos import provider_name

from ..document import model as d
from ..document.reading import Reading, Values, link_address
from ..epub.chapters import ChapterText
from ..epub.xhtml import element
from ..problems import BlockPlace
from ..text.lines import paragraphs


@dataclass(frozen=True)
class Video(d.Block):
    type: ClassVar[str] = "video"
    epub_style: ClassVar[str] = ".video { font-family: sans-serif; }\n"
    title: str
    href: str
    provider: str
    picture: d.Picture | None = None

    @classmethod
    @override
    def read(cls, reading: Reading, place: BlockPlace, values: Values) -> Self | None:
        href = link_address({"href": str(values.get("address") or "")})
        if href is None:
            reading.problem(place, "action_leads_nowhere")
            return None
        picture: d.Picture | None = values.get("picture")
        if picture is not None:
            if not picture.alt and not picture.decorative:
                reading.problem(place, "undescribed_picture")
                return None
            picture = d.Picture(picture.asset, reading.text(picture.alt), picture.decorative)
        title = reading.text(values["title"])
        return cls(place, title, href, reading.text(provider_name(href)), picture)

    @override
    def xhtml(self, chapter: ChapterText) -> Iterator[Element]:
        link = element("a", self.title, href=self.href)
        address = element("bdi", self.href, dir="ltr")
        words = element("figcaption", link, f" · {self.provider} · ", address)
        yield element("figure", *self._picture(chapter), words, class_="video")

    def _picture(self, chapter: ChapterText) -> Iterator[Element]:
        if self.picture is not None:
            asset = chapter.document.assets[self.picture.asset]
            size = {"width": str(asset.width), "height": str(asset.height)}
            role = {"role": "presentation"} if self.picture.decorative else {}
            yield element("img", src=asset.name, alt=self.picture.alt, **size, **role)

    @override
    def lines(self) -> Iterator[str]:
        yield from paragraphs([f"{self.title} ({self.provider}): {self.href}"])
