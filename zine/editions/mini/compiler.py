"""The mini zine: an issue on one sheet, folded to eight pages, its text as large as they allow.

A long issue does not fit eight small pages. Of the forms below, the fullest that fits at a size
that can still be read is taken; each leaves out more of what the one before it holds. Notes and
pictures stay with the whole issue, whose address is on the back. The shortest forms leave out
whole sections, which are named to the editor. Where not even one section fits, the editor is told
which blocks to shorten.
"""

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ..blocks.article import Article
from ..blocks.call_to_action import CallToAction
from ..blocks.callout import Callout
from ..blocks.checklist import Checklist
from ..blocks.contacts import Contact, Contacts
from ..blocks.heading import Heading
from ..blocks.image import Image
from ..blocks.numbered_points import NumberedPoints, Point
from ..blocks.page_break import PageBreak
from ..blocks.paragraph import Paragraph
from ..blocks.principle_reference import Principle
from ..blocks.pull_quote import PullQuote
from ..document import model as d
from ..imposition.sheets import MINI_PAGES
from ..pdf.compiler import (
    POINTS_PER_INCH,
    POINTS_PER_MM,
    UA_1,
    Paper,
    Pdf,
    finished,
    style_of,
    typeset,
)
from ..problems import EditionError, Problem

# An eighth of a sheet.
MINI_LETTER = Paper(2.75 * POINTS_PER_INCH, 4.25 * POINTS_PER_INCH)
MINI_A4 = Paper(297 / 4 * POINTS_PER_MM, 105 * POINTS_PER_MM)

FLOOR = 7.5
CEILING = 10.5
STEP = 0.1
SIZES = [round(FLOOR + STEP * step, 2) for step in range(round((CEILING - FLOOR) / STEP) + 1)]
STYLE = {
    "unit": FLOOR,
    "inside": 0.22,
    "outside": 0.2,
    "rule": 2.4,
    "cover_rule": 4,
    "strip": 5.6,
    "heading": 12.0,
    "quote": 9.5,
    "figure": 14.0,
    "cover_title": 44,
    "cover_margin": 0.2,
    "cover_gap": 0.065,
    "title_height": 1.15,
    "tagline": 0.95,
    "summary": 0.95,
    "room": 0.45,
    "tallest": 0.5,
    "whole_issue": True,
}
BLOCKS_NAMED = 3


@dataclass(frozen=True)
class Mini:
    """A mini zine's pages, not yet imposed; its text size in points; the sections left out."""

    pdf: Pdf
    size: float
    left_out: tuple[str, ...]


def compile_mini(document: d.Document, paper: Paper) -> Mini:
    """Return the issue as at most eight small pages. Raises EditionError saying what to cut."""
    forms = list(_forms(document.blocks))
    documents = [_with_blocks(document, form) for form in forms]
    style = style_of(document, paper, "print", STYLE)
    fit = {"sizes": SIZES, "pages": MINI_PAGES}
    answer = typeset(documents, "mini.typ", style, [UA_1], fit)
    facts = answer.facts
    if not facts["fits"]:
        raise EditionError(_too_long(documents[-1], facts["pages"]))
    kept = {block.place for block in forms[facts["document"]]}
    left_out = tuple(
        title
        for first, *blocks in _sections(document.blocks)
        if (title := first.section_title) and not kept & {block.place for block in blocks}
    )
    return Mini(finished(document, answer), facts["size"], left_out)


type Blocks = tuple[d.Block, ...]


def _whole(blocks: Blocks) -> Iterator[d.Block]:
    for block in blocks:
        if not isinstance(block, Image | PageBreak):
            yield _without_notes(block)


def _openings(blocks: Blocks) -> Iterator[d.Block]:
    """Of the running text only what follows a section's title directly, first paragraph only."""
    previous: d.Block | None = None
    for block in _whole(blocks):
        if not isinstance(block, Paragraph):
            yield block
        elif isinstance(previous, Heading | Article):
            yield replace(block, flow=block.flow[:1])
        previous = block


def _lists(blocks: Blocks) -> Iterator[d.Block]:
    """No running text; of points and principles the statements alone."""
    for block in _whole(blocks):
        match block:
            case Paragraph():
                continue
            case NumberedPoints():
                yield replace(block, points=tuple(Point(p.statement) for p in block.points))
            case Principle():
                yield replace(block, flow=())
            case _:
                yield block


def _for_the_pocket(blocks: Blocks) -> Iterator[d.Block]:
    """What one wants at hand: warnings, checklists, where to turn."""
    for block in _whole(blocks):
        match block:
            case Contacts():
                yield replace(block, contacts=_numbers(block.contacts))
            case Article():
                yield replace(block, summary="")
            case Callout(kind="important") | Heading() | Checklist():
                yield block
            case CallToAction() | PullQuote():
                yield block


def _numbers(contacts: tuple[Contact, ...]) -> tuple[Contact, ...]:
    """The contacts that one can turn to without the web, if there are any; without notes."""
    dialled = tuple(contact for contact in contacts if contact.kind in ("phone", "email", "place"))
    return tuple(replace(contact, note="") for contact in dialled or contacts)


def _forms(blocks: Blocks) -> Iterator[Blocks]:
    """Yield an issue's forms, the fullest first; the last leave out section after section."""
    shortened = (
        tuple(_without_empty_sections(shorten(blocks)))
        for shorten in (_whole, _openings, _lists, _for_the_pocket)
    )
    forms = [form for form in shortened if form] or [()]
    yield from forms
    sections = list(_sections(forms[-1]))
    order = sorted(range(len(sections)), key=lambda index: (_use(sections[index]), index))
    for count in range(len(sections) - 1, 0, -1):
        kept = set(order[:count])
        yield tuple(b for i, section in enumerate(sections) if i in kept for b in section)


def _use(section: Blocks) -> int:
    """How soon a section may be left out of a pocket: numbers to call last, talk first."""
    kinds = (Contacts, Callout, Checklist)
    return next(
        (use for use, kind in enumerate(kinds) if any(isinstance(b, kind) for b in section)),
        len(kinds),
    )


def _sections(blocks: Iterable[d.Block]) -> Iterator[Blocks]:
    section: list[d.Block] = []
    for block in blocks:
        if block.section_title and section:
            yield tuple(section)
            section = []
        section.append(block)
    if section:
        yield tuple(section)


def _without_empty_sections(blocks: Iterator[d.Block]) -> Iterator[d.Block]:
    waiting: list[Heading | Article] = []
    for block in blocks:
        if isinstance(block, Heading | Article):
            waiting = [*(h for h in waiting if h.level < block.level), block]
        else:
            yield from waiting
            waiting = []
            yield block


def _with_blocks(document: d.Document, blocks: Blocks) -> d.Document:
    cover = document.imprint.cover
    kept = {cover.asset} if cover else set()
    assets = {name: asset for name, asset in document.assets.items() if name in kept}
    return replace(document, blocks=blocks, notes=(), assets=assets)


def _without_notes[T](part: T) -> T:
    """Return a part of a document without marks of notes."""
    if isinstance(part, tuple):
        kept = (item for item in part if not (isinstance(item, d.Run) and item.note))
        return type(part)(_without_notes(item) for item in kept)
    if dataclasses.is_dataclass(part) and not isinstance(part, type):
        changed = {f.name: _without_notes(getattr(part, f.name)) for f in dataclasses.fields(part)}
        return replace(part, **changed)
    return part


def _too_long(document: d.Document, pages: int) -> list[Problem]:
    longest = sorted(document.blocks, key=_length, reverse=True)[:BLOCKS_NAMED]
    problem = Problem("mini_too_long", None, {"pages": pages, "most": MINI_PAGES})
    return [problem] + [
        Problem("mini_longest", b.place, {"count": length})
        for b in longest
        if (length := _length(b))
    ]


def _length(block: d.Block) -> int:
    return sum(map(len, d.printed(block)))
