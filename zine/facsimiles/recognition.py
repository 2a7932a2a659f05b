"""What a PDF is: scanned or digital, single pages or sheets to be folded, and in which order.

Sheets are told apart by the page numbers at their tops and bottoms: on a booklet's sheet they
add up to one more than there are pages, on facing pages they follow one another. Without such
numbers nothing is guessed; the person who uploads the PDF can say it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from zine.editions.imposition.sheets import Direction, booklet_sides

from .reading_order import Layout, fits

# The share of pages that must show a thing before it holds for the whole, and a tilt of paper
# that makes no wide page yet.
MOST = 0.8
WIDER_THAN_HIGH = 1.05
# Covers may stand outside the count.
OFFSETS = (0, -1, -2, 1, 2, -3, -4)
LETTERS_OF_A_TEXT = 20
LETTERS_OF_A_LANGUAGE = 200


class Origin(StrEnum):
    """What a PDF's pages are made of."""

    DIGITAL = "digital"
    SCANNED = "scanned"
    SCANNED_WITH_TEXT = "scanned-with-text"
    DRAWN = "drawn"


@dataclass(frozen=True)
class Recognised:
    """What a PDF was taken for. ``unsure``: wide pages whose order nothing tells."""

    origin: Origin
    layout: Layout
    direction: Direction
    unsure: bool = False


type Facts = Mapping[str, Any]
# Which page stands on the left and on the right of a sheet, counted from 1; None is not known.
type Pair = tuple[int | None, int | None]


def is_wide(page: Facts) -> bool:
    return bool(page["width"] > page["height"] * WIDER_THAN_HIGH)


def recognise(pages: Sequence[Facts], direction: Direction) -> Recognised:
    """Say what a PDF is, from the facts that ``page_reader`` gives of each page."""
    origin = _origin(pages)
    if not any(map(is_wide, pages)):
        return Recognised(origin, Layout.SINGLE, direction)
    if _is_mini(pages[0]):
        return Recognised(origin, Layout.MINI, direction)
    found = _by_numbers(pages, direction)
    if found is None:
        return Recognised(origin, Layout.SINGLE, direction, unsure=True)
    return Recognised(origin, found[0], found[1])


def text_direction(pages: Sequence[Facts]) -> Direction | None:
    """How most of the text is written; None where there is too little, or some of both."""
    letters = sum(page["letters"] for page in pages)
    share = sum(page["rtl"] for page in pages) / letters if letters else 0.0
    if letters < LETTERS_OF_A_LANGUAGE or 1 - MOST < share < MOST:
        return None
    return "rtl" if share >= MOST else "ltr"


def _origin(pages: Sequence[Facts]) -> Origin:
    pictures = sum(page["picture"] for page in pages) >= MOST * len(pages)
    # Covers and pictures have no text; some pages with it make a text.
    has_text = sum(page["letters"] for page in pages) >= LETTERS_OF_A_TEXT
    if pictures:
        return Origin.SCANNED_WITH_TEXT if has_text else Origin.SCANNED
    return Origin.DIGITAL if has_text else Origin.DRAWN


def _is_mini(page: Facts) -> bool:
    """Whether the upper row of a wide sheet stands on its head, and the lower one does not."""
    above, below = page.get("above", 0), page.get("below", 0)
    return bool(
        min(above, below) >= LETTERS_OF_A_TEXT
        and page["above_turned"] >= MOST * above
        and page["below_turned"] <= (1 - MOST) * below
    )


def _by_numbers(pages: Sequence[Facts], direction: Direction) -> tuple[Layout, Direction] | None:
    """Return how the sheets lie by the numbers on them; None where these say nothing."""
    wide = [is_wide(page) for page in pages]
    told = sum(all(page.get("numbers", [[]])) for page in pages)
    best: tuple[int, Layout, Direction] = (0, Layout.SINGLE, direction)
    other: Direction = "ltr" if direction == "rtl" else "rtl"
    for layout in (Layout.BOOKLET, Layout.SPREADS):
        for way in (direction, other):
            score = _score(layout, way, pages) if fits(layout, wide) else 0
            # Of equals the first stands: a booklet, and the direction of the language.
            best = max(best, (score, layout, way), key=lambda one: one[0])
    needed = max(min(2, len(pages) // 2), MOST * told / 2)
    return (best[1], best[2]) if best[0] and best[0] >= needed else None


def _score(layout: Layout, direction: Direction, pages: Sequence[Facts]) -> int:
    """Return on how many sheets the numbers stand as they would if the sheets lay so."""
    expected = _booklet if layout is Layout.BOOKLET else _spreads
    return max(
        sum(_agrees(page, pair) for page, pair in zip(pages, pairs, strict=True))
        for offset in OFFSETS
        for pairs in [list(expected(pages, direction, offset))]
    )


def _agrees(page: Facts, pair: Pair) -> bool:
    left, right = page.get("numbers", ([], []))
    return pair[0] in left and pair[1] in right


def _booklet(pages: Sequence[Facts], direction: Direction, offset: int) -> Iterator[Pair]:
    for side in booklet_sides(len(pages) * 2, direction):
        yield _counted(side.left, offset), _counted(side.right, offset)


def _spreads(pages: Sequence[Facts], direction: Direction, offset: int) -> Iterator[Pair]:
    page = 0
    for facts in pages:
        if is_wide(facts):
            pair = _counted(page, offset), _counted(page + 1, offset)
            yield pair if direction == "ltr" else pair[::-1]
            page += 2
        else:
            yield None, None
            page += 1


def _counted(page: int | None, offset: int) -> int | None:
    return None if page is None else page + 1 + offset
