"""Pictures of pages, and words read back from them, by pdfium in a process of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cms.sandbox.runner import Limits, run

RENDERER = Path(__file__).parents[1] / "workers/page_renderer.py"

LIMITS = Limits(seconds=60, memory=1024**3)
COVER_HEIGHT = 1100
COVER_WIDTH = 712  # of half-letter pages, which covers are pictures of
SPREAD_HEIGHT = 900


@dataclass(frozen=True)
class Area:
    """A rectangle of a page in points: left, bottom, right, top; None is the whole page."""

    page: int
    box: tuple[float, float, float, float] | None = None


def cover_and_spread(
    content: bytes, pages: int, direction: Literal["ltr", "rtl"]
) -> tuple[bytes, bytes]:
    """Return the cover and the first spread of a PDF as WebP pictures."""
    spread = [1, 2] if pages > 2 else [pages - 1]
    wanted = [
        {"pages": [0], "height": COVER_HEIGHT},
        {"pages": spread[::-1] if direction == "rtl" else spread, "height": SPREAD_HEIGHT},
    ]
    request = {"files": ["source.pdf"], "pictures": wanted}
    cover, first_spread = run(RENDERER, request, {"source.pdf": content}, LIMITS).parts
    return cover, first_spread


def words_of(content: bytes, areas: Sequence[Area]) -> list[str]:
    """Return the words that stand in each area of a PDF."""
    return words_of_each([(content, areas)])[0]


def words_of_each(readings: Sequence[tuple[bytes, Sequence[Area]]]) -> list[list[str]]:
    """Return the words that stand in each area, for each of several PDFs."""
    files = {f"{index}.pdf": content for index, (content, _) in enumerate(readings)}
    wanted = [[{"page": area.page, "box": area.box} for area in areas] for _, areas in readings]
    request = {"files": list(files), "words": wanted}
    words: list[list[str]] = run(RENDERER, request, files, LIMITS).facts["words"]
    return words
