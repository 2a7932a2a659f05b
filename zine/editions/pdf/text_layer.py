"""Makes the text of Arabic and pointed Hebrew in a PDF legible to readers of its text layer.

Typst gives each glyph of a letter with marks the text of the whole cluster, first come first
served, and says the true text beside it in an /ActualText span. Readers that go by the glyphs
(pdfium, so Chrome's search, copy and read-aloud) then lose the order of whole lines: of the words
of an Arabic issue they find four in five. Here each glyph gets its own text in /ToUnicode, letters
theirs and marks theirs, and the spans that say no more than the glyphs do are taken away.
"""

import io
import re
import struct
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf
from pikepdf import Dictionary, Pdf

from .saving import saved

type Glyphs = tuple[int, ...]

_SECTION = re.compile(r"begin(bfchar|bfrange)(.*?)endbf(?:char|range)", re.DOTALL)
_CODE = re.compile(r"<([0-9A-Fa-f]*)>")
_CHUNK = 100


@dataclass(eq=False)
class _Font:
    """A font of the PDF: what its glyphs mean so far, what spans say of them."""

    object: Any
    meaning: dict[int, str]
    fixed: set[int] = field(default_factory=set)
    # Glyphs seen outside of spans that stand for no cluster: most of all, and nothing to do.
    plain: set[int] = field(default_factory=set)
    said: defaultdict[int, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def settle(self) -> None:
        """Give every glyph that only spans use the text that they say most often."""
        for glyph, texts in self.said.items():
            if glyph not in self.fixed:
                self.meaning[glyph] = max(sorted(texts), key=lambda text: texts[text])
        self.meaning = {g: _visible(text) or text for g, text in self.meaning.items()}


@dataclass(frozen=True)
class _Span:
    """Text said beside glyphs in one font; ``ends`` are the instructions BDC and EMC around them.

    A letter and a mark that is set off from it are drawn apart, and the text is said twice.
    """

    ends: tuple[int, ...]
    text: str
    font: _Font
    glyphs: Glyphs

    def joins(self, other: "_Span") -> bool:
        return (
            (self.text, self.font) == (other.text, other.font)
            and len(self.glyphs) == len(other.glyphs) == 1
            and any(map(unicodedata.combining, self.text))
        )

    def joined(self, other: "_Span") -> "_Span":
        return replace(self, ends=self.ends + other.ends, glyphs=self.glyphs + other.glyphs)


def legible(content: bytes) -> bytes:
    """Return the PDF with a text layer that can be read glyph by glyph. The look is the same."""
    with Pdf.open(io.BytesIO(content)) as pdf:
        fonts: dict[tuple[int, int], _Font] = {}
        pages = [_Page(page, fonts) for page in pdf.pages]
        for page in pages:
            page.collect()
        for font in fonts.values():
            font.settle()
            font.object.ToUnicode = pdf.make_stream(_to_unicode(font.meaning))
        for page in pages:
            page.object.Contents = pdf.make_stream(page.rewritten())
        return saved(pdf)


class _Page:
    def __init__(self, page: pikepdf.Page, fonts: dict[tuple[int, int], _Font]) -> None:
        self.object = page.obj
        self.fonts = fonts
        self.instructions = list(pikepdf.parse_content_stream(page))
        self.spans: list[_Span] = []

    def collect(self) -> None:
        """Find the page's spans, and tell the fonts what they say."""
        font: _Font | None = None
        open_: list[_OpenSpan] = []
        for index, instruction in enumerate(self.instructions):
            operands = instruction.operands
            match str(instruction.operator):
                case "Tf":
                    font = self._font(str(operands[0]))
                case "BDC" | "BMC":
                    open_.append(_OpenSpan(index, _actual_text(operands)))
                case "EMC":
                    self._close(open_.pop(), index)
                case "Tj" | "TJ" if font is not None:
                    self._show(font, _glyphs(operands[0]), open_)
        for span in self.spans:
            for glyph, text in _shares(span.glyphs, span.text):
                span.font.said[glyph][text] += 1

    def rewritten(self) -> bytes:
        """Return the page's instructions without the spans that say what the glyphs say."""
        spared = {
            index for span in self.spans if _same(_read(span), span.text) for index in span.ends
        }
        kept = [part for index, part in enumerate(self.instructions) if index not in spared]
        return pikepdf.unparse_content_stream(kept)

    def _font(self, name: str) -> _Font:
        found = self.object.Resources.Font[name]
        if found.objgen not in self.fonts:
            self.fonts[found.objgen] = _font(found)
        return self.fonts[found.objgen]

    def _show(self, font: _Font, glyphs: Glyphs, open_: list["_OpenSpan"]) -> None:
        telling = next((span for span in reversed(open_) if span.text is not None), None)
        if telling is None:
            for glyph in glyphs:
                if glyph not in font.plain:
                    self._show_untold(font, glyph)
        else:
            telling.shown.append((font, glyphs))

    def _show_untold(self, font: _Font, glyph: int) -> None:
        """Fix what a glyph outside of spans means, unless it was given a whole cluster's text."""
        text = font.meaning.get(glyph, "")
        if any(map(unicodedata.combining, text)):
            self._add(_Span((), text, font, (glyph,)))
        else:
            font.fixed.add(glyph)
            font.plain.add(glyph)

    def _add(self, span: _Span) -> None:
        if self.spans and self.spans[-1].joins(span):
            span = self.spans.pop().joined(span)
        self.spans.append(span)

    def _close(self, span: "_OpenSpan", end: int) -> None:
        fonts = {id(font) for font, _ in span.shown}
        if span.text is None or len(fonts) != 1:
            for font, glyphs in span.shown:
                font.fixed.update(glyphs)
            return
        glyphs = tuple(glyph for _, part in span.shown for glyph in part)
        self._add(_Span((span.start, end), span.text, span.shown[0][0], glyphs))


@dataclass
class _OpenSpan:
    start: int
    text: str | None
    shown: list[tuple[_Font, Glyphs]] = field(default_factory=list)


def _shares(glyphs: Glyphs, text: str) -> Iterator[tuple[int, str]]:
    """Yield each glyph of a span with its share of the text, where that is beyond doubt."""
    points = "".join(sign for sign in text if unicodedata.combining(sign))
    base = "".join(sign for sign in _visible(text) if not unicodedata.combining(sign))
    letter, *marks = glyphs[::-1] if _right_to_left(text) else glyphs
    if bool(marks) != bool(points) or not base:
        return
    yield letter, base
    if len(marks) == 1:
        yield marks[0], points
    elif len(marks) == len(points):
        yield from zip(marks, points, strict=True)


def _read(span: _Span) -> str:
    """Return what a reader makes of a span's glyphs: right-to-left text stands mirrored."""
    glyphs = span.glyphs[::-1] if _right_to_left(span.text) else span.glyphs
    return "".join(span.font.meaning.get(glyph, "") for glyph in glyphs)


def _right_to_left(text: str) -> bool:
    return any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in text)


def _same(read: str, said: str) -> bool:
    """Whether two texts are the same to a reader: the order of marks and isolates aside."""
    return unicodedata.normalize("NFD", read) == unicodedata.normalize("NFD", _visible(said))


def _visible(text: str) -> str:
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cf")


def _actual_text(operands: Any) -> str | None:
    properties = operands[1] if len(operands) > 1 else None
    if isinstance(properties, Dictionary) and "/ActualText" in properties:
        return str(properties["/ActualText"])
    return None


def _glyphs(shown: Any) -> Glyphs:
    strings = [shown] if isinstance(shown, pikepdf.String) else list(shown)
    raw = b"".join(bytes(part) for part in strings if isinstance(part, pikepdf.String))
    return struct.unpack(f">{len(raw) // 2}H", raw)


def _font(found: Any) -> _Font:
    return _Font(found, _meaning(found.ToUnicode.read_bytes().decode("latin-1")))


def _meaning(cmap: str) -> dict[int, str]:
    """Return what a /ToUnicode map says of each glyph."""
    meaning: dict[int, str] = {}
    for kind, body in _SECTION.findall(cmap):
        codes = _CODE.findall(body)
        if kind == "bfchar":
            for glyph, text in zip(codes[::2], codes[1::2], strict=True):
                meaning[int(glyph, 16)] = bytes.fromhex(text).decode("utf-16-be")
            continue
        for first, last, text in zip(codes[::3], codes[1::3], codes[2::3], strict=True):
            start = bytes.fromhex(text).decode("utf-16-be")
            for at in range(int(last, 16) - int(first, 16) + 1):
                meaning[int(first, 16) + at] = start[:-1] + chr(ord(start[-1]) + at)
    return meaning


def _to_unicode(meaning: dict[int, str]) -> bytes:
    entries = [
        f"<{glyph:04X}> <{text.encode('utf-16-be').hex().upper()}>"
        for glyph, text in sorted(meaning.items())
        if text
    ]
    chunks = [entries[at : at + _CHUNK] for at in range(0, len(entries), _CHUNK)]
    body = "\n".join(
        f"{len(chunk)} beginbfchar\n" + "\n".join(chunk) + "\nendbfchar" for chunk in chunks
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode()
