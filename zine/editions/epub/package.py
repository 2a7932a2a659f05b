"""What holds an EPUB together: container, package document, navigation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ..document import model as d
from ..words import LICENCES
from .xhtml import element

CONTAINER = (
    b'<?xml version="1.0" encoding="utf-8"?>\n'
    b'<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    b'<rootfiles><rootfile full-path="EPUB/package.opf" '
    b'media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)
XHTML_TYPE = "application/xhtml+xml"
FEATURES = (
    "tableOfContents",
    "readingOrder",
    "structuralNavigation",
    "alternativeText",
    "displayTransformability",
)


@dataclass(frozen=True)
class Chapter:
    """A section of the issue: its title, its file, its blocks, and an article's byline."""

    title: str
    name: str
    blocks: Sequence[d.Block]
    byline: str = ""

    @property
    def entry(self) -> str:
        """The section's line in the contents."""
        return f"{self.title} — {self.byline}" if self.byline else self.title


def package(
    document: d.Document, labels: Mapping[str, str], chapters: Sequence[Chapter], identifier: str
) -> Element:
    """Return the package document: metadata, manifest, spine."""
    names = ["cover.xhtml", "nav.xhtml", *(c.name for c in chapters), "back.xhtml"]
    root = element(
        "package",
        _metadata(document, labels, chapters, identifier),
        _manifest(document, names),
        element(
            "spine",
            *(element("itemref", idref=_identity(name)) for name in names),
            page_progression_direction=document.direction,
        ),
        xmlns="http://www.idpf.org/2007/opf",
        version="3.0",
        unique_identifier="uid",
        dir=document.direction,
    )
    root.set("xml:lang", document.language)
    return root


def navigation(
    document: d.Document, labels: Mapping[str, str], chapters: Sequence[Chapter]
) -> list[Element]:
    """Return the table of contents and the landmarks."""
    toc = element(
        "nav",
        element("h1", labels["contents"], id="contents"),
        element("ol", *(_entry(c.name, c.entry) for c in chapters)),
        epub_type="toc",
        role="doc-toc",
        aria_labelledby="contents",
    )
    landmarks = element(
        "nav",
        element(
            "ol",
            _entry("cover.xhtml", labels["cover"], "cover"),
            _entry("nav.xhtml", labels["contents"], "toc"),
            _entry(
                chapters[0].name if chapters else "back.xhtml", document.imprint.title, "bodymatter"
            ),
        ),
        epub_type="landmarks",
        hidden="hidden",
    )
    return [toc, landmarks]


def _entry(name: str, words: str, kind: str = "") -> Element:
    link = element("a", words, **({"epub_type": kind} if kind else {}), href=name)
    return element("li", link)


def _metadata(
    document: d.Document, labels: Mapping[str, str], chapters: Sequence[Chapter], identifier: str
) -> Element:
    imprint = document.imprint
    licence = LICENCES[imprint.licence]
    rights = f"{licence.name} {licence.address}".strip()
    bylines = dict.fromkeys(chapter.byline for chapter in chapters if chapter.byline)
    metadata = element(
        "metadata",
        element("dc:identifier", identifier, id="uid"),
        element("dc:title", imprint.title),
        element("dc:language", document.language),
        element("dc:creator", imprint.publisher),
        *(element("dc:contributor", byline) for byline in bylines),
        element("dc:publisher", imprint.publisher),
        element("dc:date", imprint.published_on),
        element("dc:source", imprint.address),
        element("dc:rights", rights),
        *([element("dc:description", imprint.summary)] if imprint.summary else []),
        _meta("dcterms:modified", f"{imprint.published_on}T00:00:00Z"),
        *(_meta("schema:accessMode", mode) for mode in ("textual", "visual")),
        _meta("schema:accessModeSufficient", "textual"),
        *(_meta("schema:accessibilityFeature", feature) for feature in FEATURES),
        _meta("schema:accessibilityHazard", "none"),
        _meta("schema:accessibilitySummary", labels["pictures_described"]),
        _meta("dcterms:conformsTo", "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"),
    )
    metadata.set("xmlns:dc", "http://purl.org/dc/elements/1.1/")
    return metadata


def _meta(property_: str, value: str) -> Element:
    return element("meta", value, property=property_)


def _manifest(document: d.Document, names: Sequence[str]) -> Element:
    items = [_item(name, XHTML_TYPE, "nav" if name == "nav.xhtml" else "") for name in names]
    items.append(_item("style.css", "text/css"))
    cover = document.imprint.cover
    for name, asset in sorted(document.assets.items()):
        is_cover = cover is not None and cover.asset == name
        items.append(_item(name, asset.media_type, "cover-image" if is_cover else ""))
    return element("manifest", *items)


def _item(name: str, media_type: str, properties: str = "") -> Element:
    more = {"properties": properties} if properties else {}
    return element("item", id=_identity(name), href=name, media_type=media_type, **more)


def _identity(name: str) -> str:
    return f"file-{name.replace('.', '-')}"
