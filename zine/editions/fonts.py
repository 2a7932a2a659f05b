"""The fonts of the editions: from packages only, all under the SIL Open Font License.

``coverage`` is what they can show between them. A character outside it is an error that names
its block, found before anything is compiled; nothing is ever set in a font found by chance.
"""

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from fontTools.ttLib import TTFont

from cms.pages.languages import Script

from .document.model import Document, printed
from .problems import BlockPlace, Problem

# Package -> the files of it that editions use (a package may hold many more).
FILES: Mapping[str, tuple[str, ...]] = {
    "fontpkg_anton": ("files/Anton-Regular.ttf",),
    "fontpkg_source_serif_4": (
        "files/SourceSerif4[opsz,wght].ttf",
        "files/SourceSerif4-Italic[opsz,wght].ttf",
    ),
    "fontpkg_amiri": (
        "files/Amiri-Regular.ttf",
        "files/Amiri-Bold.ttf",
        "files/Amiri-Italic.ttf",
        "files/Amiri-BoldItalic.ttf",
    ),
    "fontpkg_cairo": ("files/Cairo[slnt,wght].ttf",),
    "fontpkg_frank_ruhl_libre": ("files/FrankRuhlLibre[wght].ttf",),
    "fontpkg_heebo": ("files/Heebo[wght].ttf",),
    "manimgx_fonts": ("NotoSans[wght].ttf", "NotoEmoji[wght].ttf", "NotoSansSymbols[wght].ttf"),
    "manimgx_fonts_cjk": ("NotoSansCJK-VF.otf.ttc",),
}

# What of an imprint is printed and somebody's words.
IMPRINTED = ("publisher", "title", "tagline", "summary", "credits")

_REST = (
    "Source Serif 4",
    "Amiri",
    "Frank Ruhl Libre",
    "Noto Sans CJK SC",
    "Noto Sans",
    "Noto Sans Symbols",
    "Noto Emoji",
)
_TEXT: Mapping[Script, tuple[str, ...]] = {
    "latin": (),
    "arabic": ("Amiri",),
    "hebrew": ("Frank Ruhl Libre",),
    "chinese": ("Noto Sans CJK SC",),
}
_DISPLAY: Mapping[Script, tuple[str, ...]] = {
    "latin": ("Anton", "Cairo", "Heebo"),
    "arabic": ("Cairo", "Anton", "Heebo"),
    "hebrew": ("Heebo", "Anton", "Cairo"),
    "chinese": ("Noto Sans CJK SC", "Anton"),
}
_PLAIN: Mapping[Script, tuple[str, ...]] = {
    "latin": ("Noto Sans",),
    "arabic": ("Cairo", "Noto Sans"),
    "hebrew": ("Heebo", "Noto Sans"),
    "chinese": ("Noto Sans CJK SC",),
}


def families(script: Script) -> dict[str, list[str]]:
    """Return the font families, best first, of running text, display and small print."""
    return {
        "text": [*_TEXT[script], *_REST],
        "display": [*_DISPLAY[script], *_REST],
        "plain": [*_PLAIN[script], *_REST],
    }


@cache
def files() -> tuple[Path, ...]:
    """Return the font files of the editions."""
    found: list[Path] = []
    for package, names in FILES.items():
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            raise FileNotFoundError(f"The package {package} is not installed.")
        found += [Path(spec.origin).parent / name for name in names]
    return tuple(found)


@cache
def fingerprint() -> str:
    """Return a digest of the font files: other fonts make other editions."""
    digest = hashlib.sha256()
    for path in files():
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


@cache
def coverage() -> frozenset[int]:
    """Return the code points that the fonts can show."""
    covered: set[int] = set()
    for path in files():
        with TTFont(path, fontNumber=0, lazy=True) as font:
            # Whether there is a glyph is all that is asked: numbers do, names take three times
            # as long to find.
            font.setGlyphOrder(list(range(font["maxp"].numGlyphs)))
            covered |= font.getBestCmap().keys()
    return frozenset(covered)


def missing_glyphs(document: Document) -> list[Problem]:
    """Return a problem for each character that no font can show, with its block."""
    imprint = document.imprint
    parts: list[tuple[BlockPlace, object]] = [
        (BlockPlace(0, name), getattr(imprint, name)) for name in IMPRINTED
    ]
    parts += [(block.place, block) for block in document.blocks]
    parts += [(note.place, note.runs) for note in document.notes]
    seen: dict[tuple[BlockPlace, str], None] = {}
    for place, part in parts:
        for words in printed(part):
            seen.update(dict.fromkeys((place, sign) for sign in _uncovered(words)))
    return [
        Problem(
            "missing_glyph",
            place,
            {"sign": sign, "name": unicodedata.name(sign, "?"), "number": f"{ord(sign):04X}"},
        )
        for place, sign in seen
    ]


def _uncovered(words: str) -> Iterator[str]:
    for sign in words:
        if ord(sign) not in coverage() and not _invisible(sign):
            yield sign


def _invisible(sign: str) -> bool:
    """Whether a sign steers others and is never drawn itself: joiners, marks, selectors."""
    return sign == "\n" or unicodedata.category(sign) == "Cf" or 0xFE00 <= ord(sign) <= 0xFE0F
