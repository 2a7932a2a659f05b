"""Fold the sheets in mind, and the pages come in order; print them, and pdfium agrees."""

import io

import pikepdf
import pytest

from zine.editions.imposition import sheets as imposition
from zine.editions.imposition.sheets import Cell, Direction, Page, Side
from zine.editions.kinds.booklet import check_booklet
from zine.editions.pdf.compiler import A5, HALF_LETTER, Paper, compile_issue

from .issues import sample_issue

DIRECTIONS: list[Direction] = ["ltr", "rtl"]


def folded(sides: list[Side], direction: Direction) -> list[Page]:
    """Stack the sheets, fold them, and turn the pages from the front to the back."""
    first: list[Page] = []
    last: list[Page] = []
    for front, back in zip(sides[::2], sides[1::2], strict=True):
        right, left = (front.right, back.left), (back.right, front.left)
        if direction == "rtl":
            right, left = (front.left, back.right), (back.left, front.right)
        first += right
        last = [*left, *last]
    return first + last


def folded_mini(cells: list[Cell], direction: Direction) -> list[int]:
    """Slit and fold the sheet, and turn the pages: four spreads, seen upright in a ring."""
    at = {(cell.column, cell.row): cell.page for cell in cells}
    ring = [
        (at[0, 0], at[1, 0]),
        (at[2, 0], at[3, 0]),
        (at[3, 1], at[2, 1]),
        (at[1, 1], at[0, 1]),
    ]
    if direction == "rtl":
        ring = [(left, right) for right, left in ring]
    cover = next(index for index, spread in enumerate(ring) if spread[1] == 0)
    step = 1 if direction == "ltr" else -1
    pages = [page for turn in range(4) for page in ring[(cover + step * turn) % 4]]
    return pages[1:] + pages[:1]


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("count", range(1, 201))
def test_a_folded_booklet_reads_in_order(count: int, direction: Direction) -> None:
    sides = imposition.booklet_sides(count, direction)
    pages = folded(sides, direction)
    assert pages == imposition.padded(count)
    assert [page for page in pages if page is not None] == list(range(count))
    assert len(sides) == 2 * -(-count // 4)


@pytest.mark.parametrize("count", range(2, 201))
def test_blanks_stand_before_the_back_cover(count: int) -> None:
    pages = imposition.padded(count)
    assert pages[-1] == count - 1
    assert len(pages) % 4 == 0
    assert pages.count(None) < 4
    assert pages[: count - 1] == list(range(count - 1))


def test_the_known_order_of_ten_pages() -> None:
    sides = imposition.booklet_sides(10, "ltr")
    one_based = [tuple(None if p is None else p + 1 for p in (s.left, s.right)) for s in sides]
    assert one_based == [(10, 1), (2, None), (None, 3), (4, 9), (8, 5), (6, 7)]


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_a_folded_mini_zine_reads_in_order(direction: Direction) -> None:
    assert folded_mini(imposition.mini_cells(direction), direction) == list(range(8))


@pytest.mark.parametrize("code", ["en", "ar"])
@pytest.mark.parametrize(
    ("paper", "sheet"),
    [(HALF_LETTER, imposition.LETTER), (A5, imposition.A4)],
    ids=["letter", "a4"],
)
def test_printed_sheets_show_the_pages_due(
    code: str, paper: Paper, sheet: imposition.Sheet
) -> None:
    document = sample_issue(code)
    pages = compile_issue(document, paper, "print")
    booklet = imposition.booklet(pages.content, sheet, document.direction)
    assert check_booklet(booklet, pages, sheet, document.direction) == []
    with pikepdf.Pdf.open(io.BytesIO(booklet)) as pdf:
        boxes = {tuple(round(float(edge)) for edge in page.mediabox) for page in pdf.pages}
        preferences = pdf.Root.ViewerPreferences
        assert preferences.Duplex == "/DuplexFlipShortEdge"
        assert preferences.PrintScaling == "/None"
        assert preferences.PickTrayByPDFSize
        assert str(pdf.docinfo["/Title"]) == document.imprint.title
    assert boxes == {(0, 0, round(sheet.width), round(sheet.height))}


def test_a_booklet_folded_the_wrong_way_is_refused() -> None:
    document = sample_issue("en")
    pages = compile_issue(document, HALF_LETTER, "print")
    mirrored = imposition.booklet(pages.content, imposition.LETTER, "rtl")
    problems = check_booklet(mirrored, pages, imposition.LETTER, "ltr")
    assert "Side 1 does not show page 1 where it is due." in problems


def test_imposing_twice_gives_the_same_bytes() -> None:
    pages = compile_issue(sample_issue("es"), A5, "print").content
    first = imposition.booklet(pages, imposition.A4, "ltr")
    assert first == imposition.booklet(pages, imposition.A4, "ltr")


def test_pages_keep_their_size_and_inner_sheets_move_to_the_spine() -> None:
    document = sample_issue("en", times=6)
    pages = compile_issue(document, HALF_LETTER, "print")
    assert pages.pages > 8
    booklet = imposition.booklet(pages.content, imposition.LETTER, "ltr")
    with pikepdf.Pdf.open(io.BytesIO(booklet)) as pdf:
        for index, page in enumerate(pdf.pages):
            placed = [
                [float(number) for number in part.operands]
                for part in pikepdf.parse_content_stream(page)
                if str(part.operator) == "cm"
            ]
            creep = (index // 2) * imposition.CREEP
            for a, b, c, d, x, _y in placed:
                assert (a, b, c, d) == (1, 0, 0, 1)
                assert x in (pytest.approx(creep, abs=0.01), pytest.approx(396 - creep, abs=0.01))
