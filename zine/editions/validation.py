"""The gates: what an edition must pass before a reader gets it.

Each check returns what it found wrong, in sentences for the log and the admin; nothing found
means passed. They judge the finished bytes, not the way they were made.
"""

import io
import posixpath
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

import page as page_validation
import pikepdf

from .imposition import Direction, Sheet, booklet_sides, mini_cells, padded
from .page_images import Area, words_of, words_of_each
from .xhtml import OPS, XHTML

MIMETYPE = b"application/epub+zip"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
RULES_NAMED = 5
AGREEMENT = 0.85
STRAY_LETTERS = 5
# The largest PDF that a booklet of office paper can be folded from, and then some.
MOST_PAGES = 400


def check_accessible_pdf(content: bytes) -> list[str]:
    """Judge a PDF against PDF/UA-1."""
    result = page_validation.validate_pdf_bytes(
        content, profile=page_validation.ValidationProfile.PDF_UA_1
    )
    if result.is_compliant:
        return []
    rules = sorted({failure.rule_id for failure in result.failures})
    return [f"The PDF breaks PDF/UA-1: {', '.join(rules[:RULES_NAMED])}."]


def check_page_count(content: bytes, expected: int) -> list[str]:
    """Judge whether a PDF has the pages that it should have, and a sensible number of them."""
    with pikepdf.Pdf.open(io.BytesIO(content)) as pdf:
        count = len(pdf.pages)
    if count != expected:
        return [f"The PDF has {count} pages instead of {expected}."]
    if count > MOST_PAGES:
        return [f"The PDF has {count} pages; {MOST_PAGES} is the most."]
    return []


def check_folios(content: bytes, pages: int) -> list[str]:
    """Judge whether the pages between the covers are numbered 2, 3, 4, … in their order."""
    with pikepdf.Pdf.open(io.BytesIO(content)) as pdf:
        _, _, width, height = (float(edge) for edge in pdf.pages[0].mediabox)
    foot = (0.0, 0.0, width, height * 0.08)
    inner = range(1, pages - 1)
    found = words_of(content, [Area(index, foot) for index in inner])
    return [
        f"Page {index + 1} is not numbered so, but “{words.strip()}”."
        for index, words in zip(inner, found, strict=True)
        if words.split()[-1:] != [str(index + 1)]
    ]


def check_booklet(content: bytes, source: bytes, sheet: Sheet, direction: Direction) -> list[str]:
    """Judge whether each half of a booklet's sheets shows the words of the page due there."""
    count = _page_count(source)
    half = sheet.width / 2
    due: list[tuple[Area, int | None]] = []
    for index, side in enumerate(booklet_sides(count, direction)):
        due.append((Area(index, (0, 0, half, sheet.height)), side.left))
        due.append((Area(index, (half, 0, sheet.width, sheet.height)), side.right))
    problems = _misplaced(content, source, count, due)
    preferences = _viewer_preferences(content)
    if preferences != {"/PrintScaling": "/None", "/Duplex": "/DuplexFlipShortEdge"}:
        problems.append("The booklet does not ask to be printed unscaled on both sides.")
    return problems


def check_mini(content: bytes, source: bytes, sheet: Sheet, direction: Direction) -> list[str]:
    """Judge whether each eighth of a mini zine's sheet shows the words of the page due there."""
    count = _page_count(source)
    pages = padded(count, 8)
    width, height = sheet.width / 4, sheet.height / 2
    due: list[tuple[Area, int | None]] = []
    for cell in mini_cells(direction):
        x, y = cell.column * width, cell.row * height
        due.append((Area(0, (x, y, x + width, y + height)), pages[cell.page]))
    return _misplaced(content, source, count, due)


def _misplaced(
    content: bytes, source: bytes, count: int, due: Sequence[tuple[Area, int | None]]
) -> list[str]:
    whole_pages = [Area(index) for index in range(count)]
    places = [area for area, _ in due]
    read, found = words_of_each([(source, whole_pages), (content, places)])
    originals = [_letters(words) for words in read]
    problems: list[str] = []
    for (area, page), words in zip(due, found, strict=True):
        shown = _letters(words)
        if not (_blank(shown) if page is None else _shows(shown, originals, page)):
            what = "a blank" if page is None else f"page {page + 1}"
            problems.append(f"Side {area.page + 1} does not show {what} where it is due.")
    return problems


def _letters(text: str) -> Counter[str]:
    # pdfium orders what it reads by place, which imposition changes: order says nothing here,
    # neither of the words nor, from right to left, of the letters in them.
    plain = unicodedata.normalize("NFKC", text)
    return Counter(sign for sign in plain if unicodedata.category(sign)[0] in "LN")


def _shows(shown: Counter[str], pages: Sequence[Counter[str]], due: int) -> bool:
    """Whether what a place shows is the page due, and is no other page more than that one.

    Not every letter need agree: those of an Arabic ligature have boxes of their own, which pdfium
    may find outside of the place.
    """
    likeness = _likeness(shown, pages[due])
    return likeness >= AGREEMENT and all(_likeness(shown, page) <= likeness for page in pages)


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    largest = max(one.total(), other.total())
    return (one & other).total() / largest if largest else 1.0


def _blank(shown: Counter[str]) -> bool:
    return shown.total() <= STRAY_LETTERS


def _page_count(content: bytes) -> int:
    with pikepdf.Pdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages)


def _viewer_preferences(content: bytes) -> dict[str, str]:
    with pikepdf.Pdf.open(io.BytesIO(content)) as pdf:
        preferences = pdf.Root.get("/ViewerPreferences", pikepdf.Dictionary())
        return {
            key: str(preferences[key]) for key in ("/PrintScaling", "/Duplex") if key in preferences
        }


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
