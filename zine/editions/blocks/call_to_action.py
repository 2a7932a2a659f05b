"""A button; on paper its address is printed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self, override
from xml.etree.ElementTree import Element

from ..document import model as d
from ..document.reading import Reading, Values, link_address
from ..epub.chapters import ChapterText
from ..epub.xhtml import element
from ..problems import BlockPlace
from ..text.lines import paragraphs


@dataclass(frozen=True)
class CallToAction(d.Block):
    type: ClassVar[str] = "call_to_action"
    epub_style: ClassVar[str] = ".action { font-family: sans-serif; font-weight: bold; }\n"
    text: str
    href: str

    @classmethod
    @override
    def read(cls, reading: Reading, place: BlockPlace, values: Values) -> Self | None:
        href = link_address({"href": str(values.get("address") or values.get("page") or "")})
        if href is None:
            reading.problem(place, "action_leads_nowhere")
            return None
        return cls(place, reading.text(values["text"]), href)

    @override
    def xhtml(self, chapter: ChapterText) -> Iterator[Element]:
        yield element("p", element("a", self.text, href=self.href), class_="action")

    @override
    def lines(self) -> Iterator[str]:
        yield from paragraphs([f"{self.text}: {self.href}"])
