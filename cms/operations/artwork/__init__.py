"""Artwork of the starter content: prints in two inks, cut and pulled by code.

``draw`` gives the same picture every time, so nothing of it is kept in the repository.
"""

from collections.abc import Callable
from dataclasses import dataclass

from . import crowds, inland, things, together, waterfronts
from .press import Print

LANDSCAPE = (1600, 1200)
COVER = (1650, 2550)


@dataclass(frozen=True)
class Artwork:
    """How a picture is cut, what it is called, and its size in pixels at full scale."""

    title: str
    cut: Callable[[Print], None]
    size: tuple[int, int] = LANDSCAPE


ARTWORK = {
    "hero-crowd": Artwork("Crowd under a large sun", crowds.hero_crowd),
    "lantern": Artwork("Lantern", things.lantern),
    "megaphone": Artwork("Megaphone", crowds.loudhailer),
    "bread": Artwork("Braided bread", things.bread),
    "hands": Artwork("Clasped hands", together.hands),
    "paper-boats": Artwork("Paper boats", things.paper_boats),
    "open-door": Artwork("Open door", things.open_door),
    "river": Artwork("A bridge of people", together.river),
    "chapter-boston": Artwork("Harbor with sails", waterfronts.boston),
    "chapter-chicago": Artwork("Towers at a lake", waterfronts.chicago),
    "chapter-rhode-island": Artwork("Lighthouse", waterfronts.rhode_island),
    "chapter-tennessee": Artwork("Hills and a guitar", inland.tennessee),
    "chapter-texas": Artwork("Wide plain and a star", inland.texas),
    "chapter-washington-dc": Artwork("Dome and cherry branches", inland.washington_dc),
    "chapter-wisconsin": Artwork("Barn and pines", inland.wisconsin),
    "cover-101": Artwork("Cover of the zine 101", crowds.cover_101, COVER),
}


def draw(name: str, scale: float = 1.0) -> bytes:
    """Return the artwork ``name`` as a PNG file, its sides multiplied by ``scale``."""
    artwork = ARTWORK[name]
    picture = Print(name, artwork.size, scale)
    artwork.cut(picture)
    return picture.pull()
