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
            reading.problem(place, "video_leads_nowhere")
            return None
        found: d.Picture | None = values.get("picture")
        picture = reading.picture(place, found) if found is not None else None
        if found is not None and picture is None:
            return None
        title = reading.text(values["title"])
        return cls(place, title, href, reading.text(provider_name(href)), picture)

    @override
    def xhtml(self, chapter: ChapterText) -> Iterator[Element]:
        link = element("a", self.title, href=self.href)
        address = element("bdi", self.href, dir="ltr")
        words = element("figcaption", link, f" · {self.provider} · ", address)
        shown = [chapter.picture(self.picture)] if self.picture is not None else []
        yield element("figure", *shown, words, class_="video")

    @override
    def lines(self) -> Iterator[str]:
        yield from paragraphs([f"{self.title} ({self.provider}): {self.href}"])
