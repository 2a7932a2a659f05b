"""The mini zine: eight small pages on one side of one sheet, which is slit and folded."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ..imposition import sheets as imposition
from ..imposition.placement import Due, misplaced
from ..mini import compiler
from ..pdf.compiler import Paper, Pdf
from ..pdf.page_images import Area
from ..problems import Problem
from .kind import Artifact, Kind, Sources, Use

USE = Use(
    "mini",
    _("Fold one sheet"),
    _("The short version: eight small pages on one side of one sheet."),
    printed=True,
)


@dataclass(frozen=True, kw_only=True)
class Mini(Kind):
    """An issue shortened until it fits; ``tells`` its editor which sections it leaves out."""

    use: Use | None = USE
    paper: Paper
    sheet: imposition.Sheet
    tells: bool = False
    checks = ("page order",)

    def make(self, sources: Sources) -> Artifact:
        mini = self._pages(sources)
        content = imposition.mini(mini.pdf.content, self.sheet, sources.document.direction)
        remarks = tuple(_remarks(mini)) if self.tells else ()
        return Artifact(content, mini.pdf.pages, sheets=1, remarks=remarks)

    def faults(self, artifact: Artifact, sources: Sources) -> Iterator[str]:
        pages = self._pages(sources).pdf
        yield from check_mini(artifact.content, pages, self.sheet, sources.document.direction)

    def _pages(self, sources: Sources) -> compiler.Mini:
        return sources.once(self, lambda: compiler.compile_mini(sources.document, self.paper))


LETTER = Mini(
    name="mini-letter.pdf",
    label=_("Mini zine for US Letter paper"),
    paper=compiler.MINI_LETTER,
    sheet=imposition.LETTER,
    # The one on A4 leaves out the same, or nearly: one remark is enough.
    tells=True,
)
A4 = Mini(
    name="mini-a4.pdf",
    label=_("Mini zine for A4 paper"),
    paper=compiler.MINI_A4,
    sheet=imposition.A4,
)


def check_mini(
    content: bytes, pages: Pdf, sheet: imposition.Sheet, direction: imposition.Direction
) -> list[str]:
    """Judge whether each eighth of a mini zine's sheet shows the words of the page due there."""
    order = imposition.padded(pages.pages, imposition.MINI_PAGES)
    width, height = sheet.width / 4, sheet.height / 2
    due: list[Due] = []
    for cell in imposition.mini_cells(direction):
        x, y = cell.column * width, cell.row * height
        due.append((Area(0, (x, y, x + width, y + height)), order[cell.page]))
    return misplaced(content, pages, due)


def _remarks(mini: compiler.Mini) -> Iterator[Problem]:
    if mini.left_out:
        yield Problem("mini_leaves_out", None, {"titles": ", ".join(mini.left_out)})
