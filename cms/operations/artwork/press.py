"""A small print shop: two plates, two inks, warm paper.

A picture is cut as two plates, one for each ink. Printing them gives the traces of a hand press:
the plates do not quite meet, the ink lies unevenly, and chatter marks stand where a gouge left
ridges. Everything is drawn from a seed, so a picture comes out the same every time.
"""

import io
import math
import random
from collections.abc import Iterable, Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFilter

type Point = tuple[float, float]

PAPER = (243, 234, 217)
INK = (29, 26, 22)
RED = (226, 71, 43)

# Shapes are cut at this multiple of the print's size and made smaller, for smooth edges.
OVERSAMPLING = 2


class Plate:
    """A plate for one ink: white is what carries ink, black is what was cut away.

    Coordinates are those of the finished print at full size.
    """

    def __init__(self, size: tuple[int, int], scale: float) -> None:
        self.factor = scale * OVERSAMPLING
        self.mask = Image.new("L", (round(size[0] * self.factor), round(size[1] * self.factor)), 0)
        self.drawing = ImageDraw.Draw(self.mask)

    def polygon(self, points: Iterable[Point], *, cut: bool = False) -> None:
        self.drawing.polygon([self._point(point) for point in points], fill=_tone(cut))

    def circle(self, center: Point, radius: float, *, cut: bool = False) -> None:
        self.ellipse(center, radius, radius, cut=cut)

    def ellipse(self, center: Point, across: float, down: float, *, cut: bool = False) -> None:
        (x, y), f = self._point(center), self.factor
        box = (x - across * f, y - down * f, x + across * f, y + down * f)
        self.drawing.ellipse(box, fill=_tone(cut))

    def line(self, points: Sequence[Point], width: float, *, cut: bool = False) -> None:
        """Draw a line with round ends and corners."""
        scaled = [self._point(point) for point in points]
        thickness = max(1, round(width * self.factor))
        self.drawing.line(scaled, fill=_tone(cut), width=thickness, joint="curve")
        radius = thickness / 2
        for x, y in scaled:
            self.drawing.ellipse((x - radius, y - radius, x + radius, y + radius), fill=_tone(cut))

    def stroke(
        self, points: Sequence[Point], widths: Sequence[float], *, cut: bool = False
    ) -> None:
        """Draw a stroke whose width changes from point to point, as a gouge's does."""
        left: list[Point] = []
        right: list[Point] = []
        for index, (x, y) in enumerate(points):
            before, after = points[max(index - 1, 0)], points[min(index + 1, len(points) - 1)]
            angle = math.atan2(after[1] - before[1], after[0] - before[0]) + math.pi / 2
            half = widths[index] / 2
            left.append((x + half * math.cos(angle), y + half * math.sin(angle)))
            right.append((x - half * math.cos(angle), y - half * math.sin(angle)))
        self.polygon([*left, *reversed(right)], cut=cut)

    def _point(self, point: Point) -> Point:
        return point[0] * self.factor, point[1] * self.factor


class Print:
    """Two plates of one picture, and the press that prints them."""

    def __init__(self, name: str, size: tuple[int, int], scale: float) -> None:
        self.size = size
        self.scale = scale
        self.random = random.Random(name)  # noqa: S311  # for the look, not for secrets
        self.red = Plate(size, scale)
        self.ink = Plate(size, scale)

    def pull(self) -> bytes:
        """Print both plates on paper and return the picture as a PNG file."""
        size = (round(self.size[0] * self.scale), round(self.size[1] * self.scale))
        sheet = Image.new("RGB", size, PAPER)
        offset = (round(5 * self.scale), round(-4 * self.scale))
        for plate, color, shift in ((self.red, RED, offset), (self.ink, INK, (0, 0))):
            mask = ImageChops.offset(self._inked(plate, size), *shift)
            sheet = ImageChops.composite(
                ImageChops.multiply(sheet, Image.new("RGB", size, color)), sheet, mask
            )
        output = io.BytesIO()
        sheet.save(output, "PNG", optimize=True)
        return output.getvalue()

    def _inked(self, plate: Plate, size: tuple[int, int]) -> Image.Image:
        """Return where a plate leaves ink: ragged at the edges, thin in places."""
        mask = plate.mask.resize(size, Image.Resampling.BOX)
        mask = mask.filter(ImageFilter.GaussianBlur(1.6 * self.scale))
        # The edge follows the paper's fibres: a threshold that a coarse noise moves.
        wobble = self._noise(size, 7).point(lambda value: round((value - 128) * 0.55 + 128))
        mask = ImageChops.add(mask, wobble, 1, -128).point(_three_steps)
        # Bare specks: a fine noise over a threshold that drifts, so that they never make an edge.
        drift = self._noise(size, 130).point(lambda value: round(value * 0.3))
        specks = ImageChops.add(self._noise(size, 2.6), drift, 1, -38)
        return ImageChops.subtract(mask, specks.point(lambda value: 255 if value > 224 else 0))

    def _noise(self, size: tuple[int, int], grain: float) -> Image.Image:
        """Return grey noise whose grains are about ``grain`` wide at full size."""
        step = max(1.0, grain * self.scale)
        small = (max(2, round(size[0] / step)), max(2, round(size[1] / step)))
        pixels = Image.frombytes("L", small, self.random.randbytes(small[0] * small[1]))
        return pixels.resize(size, Image.Resampling.BICUBIC)


def _three_steps(value: int) -> int:
    """An edge with one step between bare and inked: soft enough to see, cheap to store."""
    return 0 if value < 112 else 255 if value > 143 else 128


def _tone(cut: bool) -> int:
    return 0 if cut else 255
