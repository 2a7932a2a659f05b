"""Which page goes where on a sheet, and the sheets themselves.

Page numbers are indexes counted from 0; ``None`` is a blank. A booklet's sheets are printed on
both sides, flipped on the short edge, stacked as they come, folded once and stapled in the fold.
Blanks stand before the back cover, so that the last page is always the back. Right-to-left
issues are the mirror image: their spine is on the right.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pikepdf
from pikepdf import Dictionary, Name, Pdf

from ..pdf.saving import saved

type Page = int | None
type Direction = Literal["ltr", "rtl"]
# A transformation as PDF writes it, and a rectangle: x, y, width, height.
type Matrix = tuple[float, float, float, float, float, float]
type Rectangle = tuple[float, float, float, float]

POINTS_PER_MM = 72 / 25.4
PAGES_OF_A_SHEET = 4
MINI_PAGES = 8
# What a fold of one sheet pushes the sheets inside it outwards: office paper, 0.1 mm thick.
CREEP = 0.1 * POINTS_PER_MM


@dataclass(frozen=True)
class Sheet:
    """A sheet of paper in landscape; sizes in points."""

    name: str
    width: float
    height: float


LETTER = Sheet("letter", 792.0, 612.0)
A4 = Sheet("a4", 297 * POINTS_PER_MM, 210 * POINTS_PER_MM)


@dataclass(frozen=True)
class Side:
    """One side of a sheet as it lies before you."""

    left: Page
    right: Page


@dataclass(frozen=True)
class Cell:
    """A page's place on the mini zine's sheet: column from the left, row from the bottom."""

    page: int
    column: int
    row: int
    upside_down: bool


def padded(count: int, multiple: int = PAGES_OF_A_SHEET) -> list[Page]:
    """Return the pages with blanks before the back cover, so that they fill whole sheets."""
    pages: list[Page] = list(range(count))
    blanks: list[Page] = [None] * (-count % multiple)
    return [*pages[:-1], *blanks, *pages[-1:]] if count > 1 else [*pages, *blanks]


def booklet_sides(count: int, direction: Direction) -> list[Side]:
    """Return the sides of a booklet's sheets: front and back of the outermost sheet first."""
    pages = padded(count)
    last = len(pages) - 1
    sides: list[Side] = []
    for sheet in range(len(pages) // PAGES_OF_A_SHEET):
        first = 2 * sheet
        sides.append(Side(pages[last - first], pages[first]))
        sides.append(Side(pages[first + 1], pages[last - first - 1]))
    return sides if direction == "ltr" else [Side(side.right, side.left) for side in sides]


def mini_cells(direction: Direction) -> list[Cell]:
    """Return where the eight pages of a mini zine stand on the one side of its sheet.

    The sheet is slit between the two middle columns and folded; the upper row is upside down.
    """
    below = [Cell(page, column, 0, upside_down=False) for column, page in enumerate((7, 0, 1, 2))]
    above = [Cell(page, column, 1, upside_down=True) for column, page in enumerate((6, 5, 4, 3))]
    cells = below + above
    if direction == "rtl":
        return [Cell(c.page, 3 - c.column, c.row, c.upside_down) for c in cells]
    return cells


def booklet(content: bytes, sheet: Sheet, direction: Direction) -> bytes:
    """Return a PDF's pages imposed as a booklet of ``sheet``s."""
    with Pdf.open(io.BytesIO(content)) as source, Pdf.new() as target:
        press = _Press(source, target, sheet)
        half = sheet.width / 2
        for index, side in enumerate(booklet_sides(len(source.pages), direction)):
            shift = (index // 2) * CREEP
            placed = [
                press.placed(side.left, (0, 0, half, sheet.height), shift),
                press.placed(side.right, (half, 0, half, sheet.height), -shift),
            ]
            marks = _fold_mark(sheet) if index == 0 else b""
            press.print_side([p for p in placed if p is not None], marks)
        return _finished(target, source, "/DuplexFlipShortEdge")


def mini(content: bytes, sheet: Sheet, direction: Direction) -> bytes:
    """Return a PDF of at most eight small pages imposed on one side of one sheet."""
    with Pdf.open(io.BytesIO(content)) as source, Pdf.new() as target:
        press = _Press(source, target, sheet)
        pages = padded(len(source.pages), MINI_PAGES)
        width, height = sheet.width / 4, sheet.height / 2
        placed = [
            press.placed(
                pages[cell.page],
                (cell.column * width, cell.row * height, width, height),
                upside_down=cell.upside_down,
            )
            for cell in mini_cells(direction)
        ]
        press.print_side([p for p in placed if p is not None], _mini_marks(sheet))
        return _finished(target, source, "/Simplex")


@dataclass(frozen=True)
class _Placed:
    page: int
    matrix: Matrix
    clip: Rectangle


class _Press:
    """Places pages of one PDF on sheets of another."""

    def __init__(self, source: Pdf, target: Pdf, sheet: Sheet) -> None:
        self.source = source
        self.target = target
        self.sheet = sheet
        self._forms: dict[int, pikepdf.Object] = {}

    def placed(
        self, page: Page, area: Rectangle, shift: float = 0, *, upside_down: bool = False
    ) -> _Placed | None:
        """Return how a page fills an area, moved sideways by ``shift``; None for a blank."""
        if page is None:
            return None
        x, y, width, height = area
        left, bottom, right, top = (float(edge) for edge in self.source.pages[page].mediabox)
        scale = min(width / (right - left), height / (top - bottom))
        # A page made for this paper keeps its size: a hair of difference is rounding.
        scale = 1.0 if abs(scale - 1) < 0.01 else scale
        dx = (width - (right - left) * scale) / 2 - left * scale
        dy = (height - (top - bottom) * scale) / 2 - bottom * scale
        if upside_down:
            matrix = (-scale, 0.0, 0.0, -scale, x + width - dx, y + height - dy)
        else:
            matrix = (scale, 0.0, 0.0, scale, x + dx + shift, y + dy)
        return _Placed(page, matrix, area)

    def print_side(self, placed: Sequence[_Placed], marks: bytes) -> None:
        side = self.target.add_blank_page(page_size=(self.sheet.width, self.sheet.height))
        forms = Dictionary()
        operators: list[bytes] = []
        for index, one in enumerate(placed):
            name = f"/P{index}"
            forms[name] = self._form(one.page)
            clip, matrix = _numbers(one.clip), _numbers(one.matrix)
            operators.append(b"q %s re W n %s cm %s Do Q\n" % (clip, matrix, name.encode()))
        side.obj.Resources = Dictionary(XObject=forms)
        side.obj.Contents = self.target.make_stream(b"".join(operators) + marks)

    def _form(self, page: int) -> pikepdf.Object:
        if page not in self._forms:
            form = self.target.copy_foreign(self.source.pages[page].as_form_xobject())
            # The sheets are untagged: a page's place in the source's structure is not theirs.
            for key in ("/StructParents", "/StructParent"):
                if key in form:
                    del form[key]
            self._forms[page] = form
        return self._forms[page]


def _numbers(values: Sequence[float]) -> bytes:
    return " ".join(f"{value:.4f}" for value in values).encode()


def _fold_mark(sheet: Sheet) -> bytes:
    """Short dashes at the ends of the fold, on the outside only."""
    x, top = sheet.width / 2, sheet.height
    return b"q 0.5 w 0.6 G [2 3] 0 d %.2f 0 m %.2f 9 l %.2f %.2f m %.2f %.2f l S Q\n" % (
        (x, x, x, top - 9, x, top)
    )


def _mini_marks(sheet: Sheet) -> bytes:
    """Dashed lines to fold along, and a full line to cut along."""
    width, height, middle = sheet.width / 4, sheet.height, sheet.height / 2
    folds = b"".join(
        b"%.2f 0 m %.2f %.2f l " % (width * column, width * column, height) for column in (1, 2, 3)
    )
    across = b"0 %.2f m %.2f %.2f l S " % (middle, sheet.width, middle)
    cut = b"[] 0 d 0 G 0.9 w %.2f %.2f m %.2f %.2f l S" % (width, middle, width * 3, middle)
    return b"q 0.4 w 0.6 G [2 4] 0 d " + folds + across + cut + b" Q\n"


def _finished(target: Pdf, source: Pdf, duplex: str) -> bytes:
    target.Root.ViewerPreferences = Dictionary(
        PrintScaling=Name("/None"),
        PickTrayByPDFSize=True,
        Duplex=Name(duplex),
        DisplayDocTitle=True,
    )
    target.Root.PageMode = Name("/UseNone")
    if "/Lang" in source.Root:
        target.Root.Lang = pikepdf.String(str(source.Root.Lang))
    for key in ("/Title", "/Author", "/Keywords"):
        if key in source.docinfo:
            target.docinfo[key] = pikepdf.String(str(source.docinfo[key]))
    return saved(target)
