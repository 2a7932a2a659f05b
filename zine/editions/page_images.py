"""Pictures of pages, and words read back from them, by pdfium in a process of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .sandbox import Limits, run

LIMITS = Limits(seconds=60, memory=1024**3)
COVER_HEIGHT = 1100
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
    answer = run("page_painter", {"pictures": wanted}, {"source.pdf": content}, LIMITS)
    cover, first_spread = answer.parts
    return cover, first_spread


def words_of(content: bytes, areas: Sequence[Area]) -> list[str]:
    """Return the words that stand in each area."""
    wanted = [
        {"page": area.page} if area.box is None else {"page": area.page, "box": area.box}
        for area in areas
    ]
    words: list[str] = run(
        "page_painter", {"words": wanted}, {"source.pdf": content}, LIMITS
    ).facts["words"]
    return words
