"""The cover of an EPUB and its last page."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from ..document import model as d
from ..words import LICENCES, grouped
from .xhtml import Child, append, element

type Labels = Mapping[str, str]


def back_matter(document: d.Document, labels: Labels) -> list[Element]:
    """Return the elements of the last page: credits, licence, how to check the copy."""
    imprint = document.imprint
    licence = LICENCES[imprint.licence]
    name: Child = licence.name
    if licence.address:
        name = element("a", licence.name, href=licence.address)
    made_by = [element("h2", labels["credits"])] if imprint.credits else []
    return [
        element("h1", imprint.publisher),
        *(element("p", words) for words in (imprint.summary,) if words),
        *made_by,
        *(element("p", words) for words in imprint.credits),
        element("h2", labels["licence"]),
        element("p", name, f". {labels[licence.label]}"),
        element("h2", labels["this_copy"]),
        element("p", element("a", labels["check"], href=imprint.address)),
        element("p", grouped(document.digest), class_="digest", dir="ltr"),
    ]


def cover(document: d.Document, labels: Labels) -> Element:
    """Return the cover: picture, title, tagline, number."""
    imprint = document.imprint
    section = element("section", class_="cover")
    if imprint.cover is not None:
        section.append(element("img", src=imprint.cover.asset, alt=imprint.cover.alt))
    append(section, element("h1", imprint.title))
    if imprint.tagline:
        append(section, element("p", imprint.tagline))
    append(section, element("p", f"{imprint.publisher} · {labels['number']}", class_="small"))
    return section
