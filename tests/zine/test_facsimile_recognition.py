"""What an uploaded PDF is taken for: made of what, lying how, read in which order."""

import io
import re

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image

from cms.media.pdfs import clean_pdf
from zine.editions.imposition import sheets as imposition
from zine.editions.imposition.sheets import Direction
from zine.facsimiles import limits
from zine.facsimiles.drawing import draw, tidied
from zine.facsimiles.examining import examine
from zine.facsimiles.reading_order import (
    LEFT,
    RIGHT,
    Frame,
    Layout,
    fits,
    frame_from,
    frames,
)
from zine.facsimiles.recognition import Origin

from . import pdfs


@pytest.fixture(autouse=True)
def small_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read does not hang on how large it is drawn."""
    monkeypatch.setattr(limits, "WIDTHS", (100, 200))


LEAF = re.compile(r"This is leaf(\d+)\.")
OTHER: dict[Direction, Direction] = {"ltr": "rtl", "rtl": "ltr"}


def cleaned(content: bytes) -> bytes:
    return bytes(clean_pdf(ContentFile(content, name="any.pdf")).read())


def read(content: bytes, direction: Direction = "ltr", layout: Layout | None = None) -> list[int]:
    """The numbers of the pages in the order in which readers get them, by their own words."""
    clean = cleaned(content)
    facsimile_pages = draw(clean, examine(clean, direction, layout).frames)
    return [
        int(found.group(1))
        for facsimile_page in facsimile_pages
        if (found := LEAF.search(facsimile_page.text))
    ]


def is_white(pixels: bytes) -> bool:
    return not any(255 - pixel > 40 for pixel in pixels)


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("count", [2, 3, 4, 5, 8, 9, 40])
def test_unfolding_is_the_inverse_of_imposing(count: int, direction: Direction) -> None:
    """Every page comes back from where imposition has put it; blanks stand before the last."""
    sides = imposition.booklet_sides(count, direction)
    order = frames(Layout.BOOKLET, [True] * len(sides), direction)
    pages = [
        sides[frame.sheet].left if frame.box == LEFT else sides[frame.sheet].right
        for frame in order
    ]
    assert pages == imposition.padded(count)


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_a_mini_zine_comes_back_off_its_sheet(direction: Direction) -> None:
    order = frames(Layout.MINI, [True, True], direction)
    cells = {cell.page: cell for cell in imposition.mini_cells(direction)}
    assert len(order) == 9
    assert order[8] == Frame(1)
    for page, frame in enumerate(order[:8]):
        cell = cells[page]
        assert frame.box[0] * 4 == cell.column
        assert frame.box[1] == (0.0 if cell.row else 0.5)
        assert frame.upside_down is cell.upside_down


def test_covers_stand_alone_among_spreads() -> None:
    wide = [False, True, False]
    order = frames(Layout.SPREADS, wide, "ltr")
    assert order == [Frame(0), Frame(1, LEFT), Frame(1, RIGHT), Frame(2)]
    assert frames(Layout.SPREADS, wide, "rtl")[1:3] == [Frame(1, RIGHT), Frame(1, LEFT)]
    assert [frame_from(frame.as_data()) for frame in order] == order


def test_sheets_that_cannot_lie_so() -> None:
    assert not fits(Layout.BOOKLET, [True, True, True])
    assert not fits(Layout.BOOKLET, [True, False])
    assert not fits(Layout.SPREADS, [False, False])
    assert not fits(Layout.MINI, [False])
    assert fits(Layout.SINGLE, [True])


@pytest.mark.parametrize(
    ("content", "layout", "direction", "pages"),
    [
        (pdfs.numbered(5), Layout.SINGLE, "ltr", 5),
        (pdfs.spreads(8), Layout.SPREADS, "ltr", 8),
        (pdfs.spreads(8, "rtl"), Layout.SPREADS, "rtl", 8),
        (pdfs.booklet(8), Layout.BOOKLET, "ltr", 8),
        (pdfs.booklet(4), Layout.BOOKLET, "ltr", 4),
        (pdfs.booklet(10), Layout.BOOKLET, "ltr", 10),
        (pdfs.booklet(12, "rtl"), Layout.BOOKLET, "rtl", 12),
        (pdfs.mini(), Layout.MINI, "ltr", 8),
    ],
    ids=["single", "spreads", "spreads-rtl", "booklet", "small", "padded", "booklet-rtl", "mini"],
)
def test_each_layout_is_recognised_and_read_in_order(
    content: bytes, layout: Layout, direction: Direction, pages: int
) -> None:
    found = examine(cleaned(content), "ltr").recognised
    assert (found.layout, found.direction, found.unsure) == (layout, direction, False)
    assert found.origin is Origin.DIGITAL
    assert read(content) == list(range(1, pages + 1))


def test_the_mini_zines_pages_stand_upright() -> None:
    """Four of them stand on their heads on the sheet; drawn, each has its number at the foot."""
    clean = cleaned(pdfs.mini())
    for facsimile_page in draw(clean, examine(clean, "ltr").frames):
        picture = Image.open(io.BytesIO(facsimile_page.pictures[200])).convert("L")
        width, height = picture.size
        # Within the lines to fold and to cut along.
        middle = (width // 3, width * 2 // 3)
        folio = picture.crop((middle[0], int(height * 0.9), middle[1], int(height * 0.98)))
        head = picture.crop((middle[0], int(height * 0.02), middle[1], int(height * 0.1)))
        assert not is_white(folio.tobytes())
        assert is_white(head.tobytes())


def test_somebodys_word_counts_more_than_what_was_found() -> None:
    assert read(pdfs.booklet(8), layout=Layout.SPREADS) == [8, 1, 2, 7, 6, 3, 4, 5]
    with pytest.raises(ValidationError, match="cannot lie so: 0 of its 5 pages"):
        examine(cleaned(pdfs.numbered(5)), "ltr", Layout.BOOKLET)


def test_wide_pages_without_numbers_are_left_whole_and_it_is_said() -> None:
    found = examine(cleaned(pdfs.scanned(2, (792, 612))), "ltr")
    assert found.recognised.unsure
    assert found.recognised.layout is Layout.SINGLE
    assert len(found.frames) == 2


def test_a_scan_is_told_from_a_digital_pdf() -> None:
    assert examine(cleaned(pdfs.scanned(3)), "ltr").recognised.origin is Origin.SCANNED
    assert examine(cleaned(pdfs.scanned_with_text(3)), "ltr").recognised.origin is (
        Origin.SCANNED_WITH_TEXT
    )
    assert examine(cleaned(pdfs.one_page()), "ltr").recognised.origin is Origin.DRAWN


def test_a_turned_page_is_read_as_it_is_seen() -> None:
    """A scanner turns wide sheets by a note on the page, not by turning what is on it."""
    with pikepdf.Pdf.open(io.BytesIO(pdfs.turned(pdfs.booklet(8)))) as pdf:
        assert all(page.obj.Rotate in (90, 270) for page in pdf.pages)
        assert all(page.mediabox[2] < page.mediabox[3] for page in pdf.pages)
    assert read(pdfs.turned(pdfs.booklet(8))) == list(range(1, 9))


def test_a_language_of_the_other_direction_is_questioned() -> None:
    with pytest.raises(ValidationError, match="check its language"):
        examine(cleaned(pdfs.numbered(5)), "rtl")


def test_lines_of_running_text_become_paragraphs() -> None:
    """Short lines are headings, items, or a paragraph's last; so is one that ends a sentence."""
    page = (
        "Welcome\nYou are holding a first reader. It is for the person who saw\n"
        "a video and could not sleep.\nRead it alone on the bus, or aloud around a kitchen.\n"
        "Take a pen with you.\n( )\n3"
    )
    assert tidied(page).split("\n") == [
        "Welcome",
        "You are holding a first reader. It is for the person who saw a video and could not sleep.",
        "Read it alone on the bus, or aloud around a kitchen.",
        "Take a pen with you.",
        "3",
    ]


def test_words_are_put_together_and_letters_made_plain() -> None:
    assert (
        tidied("depor\ufffe\r\ntation\r\n\r\n  \ufb01ve \x00 \ufe8e") == "deportation\nfive \u0627"
    )
