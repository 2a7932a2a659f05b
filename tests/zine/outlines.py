"""Compares the glyphs that a PDF embeds with the fonts that it was set in.

A PDF can say one letter and draw another, and neither search nor a judge of accessibility sees
it. So for each glyph and the text that the PDF gives it: is its outline one of those that the
font has for that text, at one and the same weight throughout the embedded font, and at the optical
size in which it is set?
"""

import io
import itertools
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pikepdf
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.statisticsPen import StatisticsPen
from fontTools.ttLib import TTCollection, TTFont

from zine.editions import fonts
from zine.editions.pdf.text_layer import _meaning

type Signature = tuple[float, ...]
type Rule = tuple[frozenset[str], str]

WEIGHTS = (400, 500, 700, 800, 900)
# In thousandths of an em: coordinates of a variable font's instance are rounded, and Chinese
# outlines turned from cubic into quadratic curves.
TOLERANCE = 2.5
_PAIRS = ("()", "[]", "{}", "<>", "«»", "‹›")
MIRRORED = {one: other for pair in _PAIRS for one, other in zip(pair, reversed(pair), strict=True)}
DRAWS_NOTHING = {"Cf", "Cc", "Zs", "Zl", "Zp"}


def wrong_glyphs(content: bytes) -> tuple[int, list[str]]:
    """Return how many glyphs were compared, and a line for each that its font does not have."""
    compared, wrong = 0, []
    with pikepdf.Pdf.open(io.BytesIO(content)) as pdf:
        for font in _embedded(pdf):
            drawn = _drawn(font)
            sets = [_differing(font.name, drawn, place) for place in _places(font)]
            differing = min(sets, key=len)
            compared += len(drawn)
            wrong += [f"{font.name} draws {text!r} otherwise" for text in differing]
    return compared, wrong


@dataclass
class _Embedded:
    """A font in a PDF: its program, what its glyphs say, and the sizes in which they are set."""

    name: str
    program: TTFont
    texts: Mapping[int, str]
    sizes: set[float] = field(default_factory=set)


def _embedded(pdf: pikepdf.Pdf) -> Iterable[_Embedded]:
    found: dict[tuple[int, int], _Embedded] = {}
    for page in pdf.pages:
        fonts_here = page.Resources.get("/Font", pikepdf.Dictionary())
        for instruction in pikepdf.parse_content_stream(page, "Tf"):
            operands: Any = instruction.operands
            font = fonts_here[str(operands[0])]
            if font.objgen not in found:
                found[font.objgen] = _read(font)
            found[font.objgen].sizes.add(float(operands[1]))
    return found.values()


def _read(font: Any) -> _Embedded:
    program = font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()
    texts = _meaning(font.ToUnicode.read_bytes().decode("latin-1"))
    name = str(font.BaseFont).partition("+")[2]
    return _Embedded(name, TTFont(io.BytesIO(program)), texts)


def _drawn(font: _Embedded) -> list[tuple[str, Signature]]:
    order = font.program.getGlyphOrder()
    return [
        (text, _signature(font.program, order[glyph], {}))
        for glyph, text in font.texts.items()
        if not all(unicodedata.category(sign) in DRAWS_NOTHING for sign in text)
    ]


def _differing(
    name: str, drawn: Iterable[tuple[str, Signature]], place: Mapping[str, float]
) -> list[str]:
    return [
        text
        for text, signature in drawn
        if not any(
            _alike(signature, _of_source(name, glyph, tuple(place.items())))
            for glyph in _glyphs_for(name, text)
        )
    ]


def _places(font: _Embedded) -> list[dict[str, float]]:
    """Return where in its design space a variable font may stand."""
    source = _sources()[font.name]
    if "fvar" not in source:
        return [{}]
    choices = {"wght": WEIGHTS, "opsz": sorted(font.sizes)}
    axes = {
        axis.axisTag: [min(max(at, axis.minValue), axis.maxValue) for at in choices[axis.axisTag]]
        if axis.axisTag in choices
        else [axis.defaultValue]
        for axis in source["fvar"].axes
    }
    return [dict(zip(axes, values, strict=True)) for values in itertools.product(*axes.values())]


@cache
def _sources() -> Mapping[str, TTFont]:
    """Return the fonts of the editions by the name that a PDF calls them by."""
    found: dict[str, TTFont] = {}
    for path in fonts.files():
        members = TTCollection(path).fonts if path.suffix == ".ttc" else [TTFont(path)]
        found |= {str(font["name"].getDebugName(6)): font for font in members}
    return found


def _glyphs_for(name: str, text: str) -> frozenset[str]:
    """Return the glyphs that a font may draw a text with: its own, joined, in ligatures."""
    signs = {*text, *unicodedata.normalize("NFD", text), *unicodedata.normalize("NFC", text)}
    signs |= {MIRRORED[sign] for sign in signs if sign in MIRRORED}
    return _reached(name, frozenset(signs))


@cache
def _reached(name: str, signs: frozenset[str]) -> frozenset[str]:
    cmap = _sources()[name].getBestCmap()
    reached = {cmap[ord(sign)] for sign in signs if ord(sign) in cmap}
    grown = True
    while grown:
        new = {out for needed, out in _rules(name) if needed <= reached} - reached
        reached |= new
        grown = bool(new)
    return frozenset(reached)


@cache
def _rules(name: str) -> tuple[Rule, ...]:
    """Return a font's substitutions: the glyphs that are needed, and one that may come of them."""
    font = _sources()[name]
    if "GSUB" not in font:
        return ()
    lookups = font["GSUB"].table.LookupList.Lookup
    subtables = (table for lookup in lookups for table in lookup.SubTable)
    return tuple(
        rule for table in subtables for rule in _rules_of(getattr(table, "ExtSubTable", table))
    )


def _rules_of(table: Any) -> Iterator[Rule]:
    match type(table).__name__:
        case "SingleSubst":
            yield from ((frozenset({old}), new) for old, new in table.mapping.items())
        case "MultipleSubst":
            for old, many in table.mapping.items():
                yield from ((frozenset({old}), new) for new in many)
        case "AlternateSubst":
            for old, many in table.alternates.items():
                yield from ((frozenset({old}), new) for new in many)
        case "LigatureSubst":
            for first, ligatures in table.ligatures.items():
                for one in ligatures:
                    yield frozenset({first, *one.Component}), one.LigGlyph


@cache
def _of_source(name: str, glyph: str, place: tuple[tuple[str, float], ...]) -> Signature:
    return _signature(_sources()[name], glyph, dict(place))


def _signature(font: TTFont, glyph: str, place: Mapping[str, float]) -> Signature:
    """Return what tells an outline from others, however its curves are written."""
    glyphs = font.getGlyphSet(location=place) if place else font.getGlyphSet()
    bounds, statistics = BoundsPen(glyphs), StatisticsPen(glyphs)
    # Where a variable font stands is computed as it is drawn: once for both.
    drawn = DecomposingRecordingPen(glyphs)
    glyphs[glyph].draw(drawn)
    drawn.replay(bounds)
    drawn.replay(statistics)
    scale = 1000 / font["head"].unitsPerEm
    measures = (statistics.meanX, statistics.meanY, statistics.stddevX, statistics.stddevY)
    area = abs(statistics.area) ** 0.5
    return tuple(scale * float(m) for m in (*(bounds.bounds or (0,) * 4), *measures, area))


def _alike(one: Signature, other: Signature) -> bool:
    return all(abs(a - b) <= TOLERANCE for a, b in zip(one, other, strict=True))
