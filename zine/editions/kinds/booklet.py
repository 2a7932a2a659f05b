"""The booklet: sheets printed on both sides, folded once, stapled in the fold."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
from django.utils.translation import gettext_lazy as _

from ..imposition import sheets as imposition
from ..imposition.placement import Due, misplaced
from ..pdf.compiler import A5, HALF_LETTER, Paper, Pdf
from ..pdf.page_images import Area
from .kind import Artifact, Kind, Sources, Use

USE = Use(
    "booklet",
    _("Print a booklet"),
    _("Print on both sides, fold the sheets once, staple the fold."),
    printed=True,
)
PRINT_SETTINGS = {"/PrintScaling": "/None", "/Duplex": "/DuplexFlipShortEdge"}


@dataclass(frozen=True, kw_only=True)
class Booklet(Kind):
    """Pages of half a sheet, two on each side of a sheet, flipped on the short edge."""

    use: Use | None = USE
    paper: Paper
    sheet: imposition.Sheet
    checks = ("page order", "print settings")

    def make(self, sources: Sources) -> Artifact:
        pages = sources.pages(self.paper, "print")
        content = imposition.booklet(pages.content, self.sheet, sources.document.direction)
        sheets = len(imposition.padded(pages.pages)) // imposition.PAGES_OF_A_SHEET
        return Artifact(content, pages.pages, sheets)

    def faults(self, artifact: Artifact, sources: Sources) -> Iterator[str]:
        pages = sources.pages(self.paper, "print")
        yield from check_booklet(artifact.content, pages, self.sheet, sources.document.direction)


LETTER = Booklet(
    name="booklet-letter.pdf",
    label=_("Booklet for US Letter paper"),
    paper=HALF_LETTER,
    sheet=imposition.LETTER,
)
A4 = Booklet(
    name="booklet-a4.pdf",
    label=_("Booklet for A4 paper"),
    paper=A5,
    sheet=imposition.A4,
)


def check_booklet(
    content: bytes, pages: Pdf, sheet: imposition.Sheet, direction: imposition.Direction
) -> list[str]:
    """Judge whether each half of a booklet's sheets shows the words of the page due there."""
    half = sheet.width / 2
    due: list[Due] = []
    for index, side in enumerate(imposition.booklet_sides(pages.pages, direction)):
        due.append((Area(index, (0, 0, half, sheet.height)), side.left))
        due.append((Area(index, (half, 0, sheet.width, sheet.height)), side.right))
    problems = misplaced(content, pages, due)
    if _print_settings(content) != PRINT_SETTINGS:
        problems.append("The booklet does not ask to be printed unscaled on both sides.")
    return problems


def _print_settings(content: bytes) -> dict[str, str]:
    with pikepdf.Pdf.open(io.BytesIO(content)) as pdf:
        preferences = pdf.Root.get("/ViewerPreferences", pikepdf.Dictionary())
        return {key: str(preferences[key]) for key in PRINT_SETTINGS if key in preferences}
