"""In which order the pages of a PDF are read, and which part of which sheet each of them is.

The inverse of ``zine.editions.imposition.sheets``: there pages go onto sheets, here they come back
off.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from zine.editions.imposition.sheets import MINI_PAGES, Direction, booklet_sides, mini_cells

# A part of a sheet as it is seen, in fractions of it: left, top, right, bottom.
type Box = tuple[float, float, float, float]

WHOLE: Box = (0.0, 0.0, 1.0, 1.0)
LEFT: Box = (0.0, 0.0, 0.5, 1.0)
RIGHT: Box = (0.5, 0.0, 1.0, 1.0)
SIDES_OF_A_SHEET = 2


class Layout(StrEnum):
    """How a PDF's pages lie on its sheets."""

    SINGLE = "single"
    SPREADS = "spreads"
    BOOKLET = "booklet"
    MINI = "mini"


@dataclass(frozen=True)
class Frame:
    """A page to read: a part of a sheet, which may stand on its head there."""

    sheet: int
    box: Box = WHOLE
    upside_down: bool = False

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def frame_from(data: dict[str, Any]) -> Frame:
    """Return the frame that ``Frame.as_data`` made data of."""
    left, top, right, bottom = data["box"]
    return Frame(data["sheet"], (left, top, right, bottom), data["upside_down"])


def fits(layout: Layout, wide: Sequence[bool]) -> bool:
    """Whether sheets, of which some are wider than high, can lie so."""
    match layout:
        case Layout.SINGLE:
            return True
        case Layout.SPREADS:
            return any(wide)
        case Layout.BOOKLET:
            return all(wide) and len(wide) % SIDES_OF_A_SHEET == 0
        case Layout.MINI:
            return wide[0]


def frames(layout: Layout, wide: Sequence[bool], direction: Direction) -> list[Frame]:
    """Return the pages in the order in which they are read; ``fits`` must hold."""
    match layout:
        case Layout.SINGLE:
            return [Frame(sheet) for sheet in range(len(wide))]
        case Layout.SPREADS:
            return [
                frame for n, is_wide in enumerate(wide) for frame in _halves(n, is_wide, direction)
            ]
        case Layout.BOOKLET:
            return _unfolded(len(wide), direction)
        case Layout.MINI:
            return [*_of_mini(direction), *(Frame(sheet) for sheet in range(1, len(wide)))]


def _halves(sheet: int, is_wide: bool, direction: Direction) -> list[Frame]:
    if not is_wide:
        return [Frame(sheet)]
    pair = [Frame(sheet, LEFT), Frame(sheet, RIGHT)]
    return pair[::-1] if direction == "rtl" else pair


def _unfolded(sides: int, direction: Direction) -> list[Frame]:
    places: dict[int, Frame] = {}
    for sheet, side in enumerate(booklet_sides(sides * 2, direction)):
        for page, box in ((side.left, LEFT), (side.right, RIGHT)):
            if page is not None:
                places[page] = Frame(sheet, box)
    return [places[page] for page in sorted(places)]


def _of_mini(direction: Direction) -> list[Frame]:
    frames: dict[int, Frame] = {}
    columns = MINI_PAGES // 2
    for cell in mini_cells(direction):
        top = 0.0 if cell.row == 1 else 0.5
        box = (cell.column / columns, top, (cell.column + 1) / columns, top + 0.5)
        frames[cell.page] = Frame(0, box, cell.upside_down)
    return [frames[page] for page in sorted(frames)]
