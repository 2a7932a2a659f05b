"""How far apart two pictures of a page are, where letters may be drawn a little otherwise."""

from itertools import pairwise

import PIL.Image
from PIL.ImageFilter import GaussianBlur

# Pixels that become one; what is smaller is lettering, and every engine's own.
CELL = 16
SOFTENING = GaussianBlur(1.5)
# A line that breaks at another word moves all below it: so many rows of cells it may move.
FURTHEST_MOVE = 12

type Row = bytes


def apart(one: PIL.Image.Image, other: PIL.Image.Image) -> float:
    """The mean difference of two pictures from their tops to the lower end of the shorter.

    0 where they are alike, 255 where one is black and the other white. A row of one is held
    against that row of the other which is most like it, in their order and not far away.
    """
    height = min(one.height, other.height)
    ours, theirs = _rows(one, height), _rows(other, height)
    best: dict[int, tuple[float, int]] = {-1: (0.0, 0)}
    for number, row in enumerate(ours):
        best = _next(best, row, theirs, number)
    total, steps = min(best.values(), key=lambda found: found[0] / found[1])
    return total / steps


def _next(
    best: dict[int, tuple[float, int]], row: Row, theirs: list[Row], number: int
) -> dict[int, tuple[float, int]]:
    """The least difference so far, and of how many rows, by where the other picture has come to.

    ``best`` is that of the rows above.
    """
    found: dict[int, tuple[float, int]] = {}
    for place in range(
        max(0, number - FURTHEST_MOVE), min(len(theirs), number + FURTHEST_MOVE + 1)
    ):
        # From the row above: in the other picture too, or not; or a row of the other's is passed.
        before = [best.get(place), best.get(place - 1), found.get(place - 1)]
        known = [each for each in before if each is not None]
        if known:
            total, steps = min(known, key=lambda each: each[0] / max(each[1], 1))
            found[place] = total + _difference(row, theirs[place]), steps + 1
    return found


def _difference(row: Row, other: Row) -> float:
    return sum(abs(a - b) for a, b in zip(row, other, strict=True)) / len(row)


def _rows(picture: PIL.Image.Image, height: int) -> list[Row]:
    size = (picture.width // CELL, height // CELL)
    top = picture.crop((0, 0, picture.width, height))
    seen = top.resize(size, PIL.Image.Resampling.BOX).filter(SOFTENING).tobytes()
    ends = range(0, len(seen) + 1, 3 * size[0])
    return [seen[start:end] for start, end in pairwise(ends)]
