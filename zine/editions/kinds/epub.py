"""The EPUB: letters as large as one needs them."""

import io
import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from django.utils.translation import gettext_lazy as _

from ..epub.book import epub
from ..epub.xhtml import OPS, XHTML
from .kind import MEDIA_TYPES, Artifact, Kind, Sources, Use

MIMETYPE = MEDIA_TYPES["epub"].encode()
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"


@dataclass(frozen=True, kw_only=True)
class Epub(Kind):
    """An EPUB 3 file."""

    checks = ("structure",)

    def make(self, sources: Sources) -> Artifact:
        return Artifact(epub(sources.document))

    def faults(self, artifact: Artifact, sources: Sources) -> list[str]:  # noqa: ARG002
        return check_epub(artifact.content)


EPUB = Epub(
    name="issue.epub",
    label=_("EPUB"),
    use=Use(
        "ereader",
        _("Read it on an e-reader"),
        _("Letters as large as you need them, on a phone or an e-reader."),
    ),
    essential=True,
)


@dataclass(frozen=True)
class _Book:
    """An EPUB's files by name, and those that are XHTML as trees."""

    files: dict[str, bytes]
    pages: dict[str, ET.Element]
    package: ET.Element
    root: str


def check_epub(content: bytes) -> list[str]:
    """Judge an EPUB's structure: container, package, navigation, links, notes, descriptions."""
    try:
        book = _opened(content)
    except (zipfile.BadZipFile, KeyError, ET.ParseError, AttributeError, TypeError) as error:
        return [f"The EPUB cannot be read: {error}."]
    return [
        *_package_problems(book),
        *(problem for name, root in book.pages.items() for problem in _page_problems(name, root)),
        *_link_problems(book),
    ]


def _opened(content: bytes) -> _Book:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        first = archive.infolist()[0]
        if (first.filename, first.compress_type) != ("mimetype", zipfile.ZIP_STORED):
            raise zipfile.BadZipFile("its type does not come first and uncompressed")
        files = {name: archive.read(name) for name in archive.namelist()}
    if files["mimetype"] != MIMETYPE:
        raise zipfile.BadZipFile("its type is wrong")
    # Our own output, not an upload: the standard parser is enough.
    container = ET.fromstring(files["META-INF/container.xml"])  # noqa: S314
    path = container.find(f".//{CONTAINER}rootfile").attrib["full-path"]  # type: ignore[union-attr]
    pages = {
        name: ET.fromstring(text)  # noqa: S314
        for name, text in files.items()
        if name.endswith(".xhtml")
    }
    return _Book(files, pages, ET.fromstring(files[path]), posixpath.dirname(path))  # noqa: S314


def _package_problems(book: _Book) -> Iterator[str]:
    for name in ("identifier", "title", "language"):
        found = book.package.find(f".//{DC}{name}")
        if found is None or not (found.text or "").strip():
            yield f"The EPUB's metadata lack the {name}."
    items = {i.attrib["id"]: i for i in book.package.iter(f"{OPF}item")}
    listed = {posixpath.join(book.root, i.attrib["href"]) for i in items.values()}
    present = {n for n in book.files if n.startswith(f"{book.root}/") and not n.endswith(".opf")}
    for name in sorted(listed ^ present):
        yield f"{name} is in the EPUB or in its list of files, but not in both."
    if not any("nav" in i.attrib.get("properties", "").split() for i in items.values()):
        yield "The EPUB has no navigation."
    spine = book.package.find(f"{OPF}spine")
    if spine is None or "page-progression-direction" not in spine.attrib:
        yield "The EPUB does not say in which direction its pages turn."
    for reference in () if spine is None else spine:
        if reference.attrib["idref"] not in items:
            yield f"The reading order names {reference.attrib['idref']}, which is not there."


def _page_problems(name: str, root: ET.Element) -> Iterator[str]:
    if not root.attrib.get("lang") or not root.attrib.get("dir"):
        yield f"{name} does not say its language and direction."
    if root.findtext(f".//{{{XHTML}}}title") in (None, ""):
        yield f"{name} has no title."
    for picture in root.iter(f"{{{XHTML}}}img"):
        if not picture.attrib.get("alt") and picture.attrib.get("role") != "presentation":
            yield f"{name} has a picture without a description."
    repeated = [i for i, count in Counter(_identities(root)).items() if count > 1]
    yield from (f"{name} has two places called {identity}." for identity in repeated)
    links = list(root.iter(f"{{{XHTML}}}a"))
    marks = [link for link in links if link.attrib.get(f"{{{OPS}}}type") == "noteref"]
    backs = {link.attrib["href"] for link in links if link.attrib.get("role") == "doc-backlink"}
    if {f"#{mark.attrib.get('id')}" for mark in marks} != backs:
        yield f"{name} has notes without a way back to their marks."


def _link_problems(book: _Book) -> Iterator[str]:
    places = {name: set(_identities(root)) for name, root in book.pages.items()}
    for name, root in book.pages.items():
        for element in root.iter():
            target = element.attrib.get("href") or element.attrib.get("src")
            if target is None or ":" in target.split("/")[0]:
                continue
            file, _, fragment = target.partition("#")
            path = posixpath.join(posixpath.dirname(name), file) if file else name
            if path not in book.files or (fragment and fragment not in places.get(path, set())):
                yield f"{name} leads to {target}, which is not there."


def _identities(root: ET.Element) -> list[str]:
    return [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
