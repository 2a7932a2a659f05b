"""Pictures of the cover and of the first spread, for the shelf; no readers' files themselves."""

from dataclasses import dataclass
from typing import Literal

from ..pdf.page_images import cover_and_spread
from . import screen
from .kind import Artifact, Kind, Sources


@dataclass(frozen=True, kw_only=True)
class Picture(Kind):
    """A picture of pages for the screen: both kinds are drawn in one go."""

    shows: Literal["cover", "spread"]
    made_from: Kind | None = screen.HALF_LETTER

    def make(self, sources: Sources) -> Artifact:
        cover, spread = sources.once("pictures", lambda: _drawn(sources))
        return Artifact(cover if self.shows == "cover" else spread)


COVER = Picture(name="cover.webp", shows="cover")
SPREAD = Picture(name="spread.webp", shows="spread")


def _drawn(sources: Sources) -> tuple[bytes, bytes]:
    pages = sources.finished[screen.HALF_LETTER]
    return cover_and_spread(pages.content, pages.pages, sources.document.direction)
