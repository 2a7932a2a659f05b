"""A box of numbers and addresses, set large."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal, Self, override
from xml.etree.ElementTree import Element

from cms.pages.contacts import contact_address, shown_address

from ..document import model as d
from ..document.bidi import ISOLATE, POP, clean
from ..document.reading import Reading, Values, link_address
from ..epub.chapters import ChapterText
from ..epub.xhtml import element, strong_title, told
from ..problems import BlockPlace
from ..text.lines import hanging, paragraphs


@dataclass(frozen=True)
class Contact:
    """A way to reach somebody: ``shown`` as one reads or dials it, ``href`` for machines.

    A place has no ``href``.
    """

    name: str
    kind: Literal["phone", "email", "website", "social", "place"]
    shown: str
    href: str
    note: str = ""


@dataclass(frozen=True)
class Contacts(d.Block):
    type: ClassVar[str] = "contacts"
    epub_style: ClassVar[str] = """\
.contacts { border: 0.15em solid; margin: 1.5em 0; padding: 0.4em 1em; }
.contact { font-family: sans-serif; font-weight: bold; margin-block: 0.2em; }
.contact.phone { font-size: 1.6em; }
"""
    title: str
    contacts: tuple[Contact, ...]

    @classmethod
    @override
    def read(cls, reading: Reading, place: BlockPlace, values: Values) -> Self:
        read = (_contact(reading, place, contact) for contact in values["contacts"])
        title = reading.text(values.get("title"))
        return cls(place, title, tuple(contact for contact in read if contact))

    @override
    def xhtml(self, chapter: ChapterText) -> Iterator[Element]:
        lines = (part for contact in self.contacts for part in _elements(contact))
        yield element("div", *strong_title(self.title), *lines, class_="contacts")

    @override
    def lines(self) -> Iterator[str]:
        yield from paragraphs([self.title])
        for contact in self.contacts:
            line = f"{contact.name}: {contact.shown}"
            yield from hanging("* ", f"{line} ({contact.note})" if contact.note else line)


def _contact(reading: Reading, place: BlockPlace, values: Values) -> Contact | None:
    kind, target = values["kind"], clean(str(values["target"] or "").strip())
    href = "" if kind == "place" else link_address({"href": contact_address(kind, target)})
    name = reading.text(values["text"])
    if href is None:
        reading.problem(place, "contact_leads_nowhere", name=name)
        return None
    shown = target if kind in ("phone", "email", "place") else shown_address(target)
    if kind == "place":
        shown = reading.text(shown)
    elif reading.language.direction == "rtl":
        shown = f"{ISOLATE}{shown}{POP}"
    # A contact that is kept brings its hours and languages with it.
    notes = [str(values.get(part) or "").strip() for part in ("note", "details")]
    return Contact(name, kind, shown, href, reading.text(" ".join(filter(None, notes))))


def _elements(contact: Contact) -> Iterator[Element]:
    """A contact is dialled by a tap; its number reads from left to right in every language."""
    shown = element("bdi", contact.shown, dir="auto" if contact.kind == "place" else "ltr")
    yield element("p", contact.name)
    led = element("a", shown, href=contact.href) if contact.href else shown
    yield element("p", led, class_=f"contact {contact.kind}")
    yield from told(contact.note, class_="small")
