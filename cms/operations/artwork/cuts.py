"""What a gouge does again and again: rays, hatching, waves, grass, branches."""

import math
import random
from collections.abc import Callable, Sequence
from itertools import pairwise

from .press import Plate, Point, Print


def sun(plate: Plate, center: Point, radius: float, rng: random.Random, *, cuts: int = 0) -> None:
    """A disc; with ``cuts``, horizontal gouge marks across its lower half."""
    plate.circle(center, radius)
    x, y = center
    for index in range(cuts):
        height = radius * (0.25 + 0.7 * index / max(1, cuts))
        half = math.sqrt(max(0.0, radius**2 - height**2)) * 1.05
        thickness = 6 + 16 * index / max(1, cuts)
        taper_line(plate, (x - half, y + height), (x + half, y + height), thickness, rng, cut=True)


def taper_line(
    plate: Plate, start: Point, end: Point, width: float, rng: random.Random, *, cut: bool = False
) -> None:
    """A single push of the gouge: thin, thick, thin, and not quite straight."""
    steps = 8
    points, widths = [], []
    for step in range(steps + 1):
        t = step / steps
        points.append(
            (
                start[0] + (end[0] - start[0]) * t + rng.uniform(-1, 1) * width * 0.12,
                start[1] + (end[1] - start[1]) * t + rng.uniform(-1, 1) * width * 0.12,
            )
        )
        widths.append(max(1.0, width * math.sin(math.pi * (0.06 + 0.88 * t)) ** 0.7))
    plate.stroke(points, widths, cut=cut)


def rays(  # noqa: PLR0913  # a ray's shape takes this many numbers
    plate: Plate,
    center: Point,
    reach: tuple[float, float],
    count: int,
    rng: random.Random,
    *,
    width: float = 20,
    arc: tuple[float, float] = (0, 360),
    cut: bool = False,
) -> None:
    """Gouge marks that radiate from ``center``, wider the farther out."""
    first, last = reach
    for index in range(count):
        angle = math.radians(arc[0] + (arc[1] - arc[0]) * (index + 0.5) / count)
        angle += rng.uniform(-0.25, 0.25) * math.radians((arc[1] - arc[0]) / count)
        start = first + rng.uniform(0, 0.12) * (last - first)
        end = last - rng.uniform(0, 0.15) * (last - first)
        points, widths = [], []
        for step in range(7):
            t = step / 6
            distance = start + (end - start) * t
            points.append(polar(center, distance, angle))
            widths.append(max(1.0, width * (0.25 + t) * (1 - max(0, t - 0.8) * 4)))
        plate.stroke(points, widths, cut=cut)


def ripples(
    plate: Plate,
    center: Point,
    reach: tuple[float, float],
    count: int,
    rng: random.Random,
    *,
    width: float = 22,
    arc: tuple[float, float] = (0, 360),
) -> None:
    """Broken rings around ``center``, like the air around something bright or loud."""
    for ring in range(count):
        radius = reach[0] + (reach[1] - reach[0]) * ring / max(1, count - 1)
        angle = arc[0] + rng.uniform(0, 25)
        while angle < arc[1]:
            span = rng.uniform(14, 40) * reach[0] / radius + 6
            points = [
                polar(center, radius, math.radians(min(arc[1], angle + span * step / 10)))
                for step in range(11)
            ]
            thick = width * (1 - 0.35 * ring / count)
            plate.stroke(
                points,
                [max(1.5, thick * math.sin(math.pi * (0.06 + 0.088 * i))) for i in range(11)],
            )
            angle += span + rng.uniform(4, 9)


def polar(center: Point, distance: float, angle: float) -> Point:
    return center[0] + distance * math.cos(angle), center[1] + distance * math.sin(angle)


def waves(
    plate: Plate,
    area: tuple[float, float, float, float],
    rng: random.Random,
    *,
    rows: int = 8,
    cut: bool = True,
    thickness: float = 12,
) -> None:
    """Rows of short curved marks in ``area`` (x, y, right, bottom), larger towards the bottom."""
    x0, y0, x1, y1 = area
    for row in range(rows):
        t = row / max(1, rows - 1)
        y = y0 + (y1 - y0) * t**1.25
        length = 60 + 130 * t
        x = x0 - rng.uniform(0, length)
        while x < x1:
            span = length * rng.uniform(0.7, 1.3)
            _wavelet(plate, (x, y), span, thickness * (0.35 + 0.9 * t), cut=cut)
            x += span + length * rng.uniform(0.25, 0.7)


def _wavelet(plate: Plate, start: Point, span: float, thickness: float, *, cut: bool) -> None:
    points, widths = [], []
    for step in range(11):
        t = step / 10
        lift = math.sin(t * 2 * math.pi) * span * 0.055
        points.append((start[0] + span * t, start[1] - lift))
        widths.append(max(1.0, thickness * math.sin(math.pi * (0.05 + 0.9 * t))))
    plate.stroke(points, widths, cut=cut)


def hatch(
    plate: Plate,
    edge: Callable[[float], tuple[Point, Point]],
    count: int,
    rng: random.Random,
    *,
    width: float = 9,
    cut: bool = True,
    drop: float = 0.0,
) -> None:
    """Parallel marks: ``edge`` gives both ends for 0..1; a share ``drop`` of them is left out."""
    for index in range(count):
        if rng.random() < drop:
            continue
        start, end = edge((index + 0.5) / count)
        taper_line(plate, start, end, width * rng.uniform(0.7, 1.2), rng, cut=cut)


def curve(start: Point, bend: Point, end: Point, steps: int = 14) -> list[Point]:
    """Points on a quadratic curve."""
    points = []
    for step in range(steps + 1):
        t = step / steps
        points.append(
            (
                (1 - t) ** 2 * start[0] + 2 * t * (1 - t) * bend[0] + t * t * end[0],
                (1 - t) ** 2 * start[1] + 2 * t * (1 - t) * bend[1] + t * t * end[1],
            )
        )
    return points


def ridge(
    width: float, points: Sequence[Point], bottom: float, rng: random.Random, rough: float = 6
) -> list[Point]:
    """A hill's outline through ``points``, down to ``bottom``."""
    outline: list[Point] = []
    steps = 60
    for step in range(steps + 1):
        x = width * step / steps
        outline.append((x, _height_at(points, x) + rng.uniform(-rough, rough)))
    return [*outline, (width, bottom), (0, bottom)]


def _height_at(points: Sequence[Point], x: float) -> float:
    for (x0, y0), (x1, y1) in pairwise(points):
        if x0 <= x <= x1:
            t = (1 - math.cos(math.pi * (x - x0) / (x1 - x0))) / 2
            return y0 + (y1 - y0) * t
    return points[-1][1]


def frame(p: Print, margin: float) -> None:
    """Cut away both plates' margins, unevenly, so that the picture has an edge of paper."""
    width, height = p.size
    corners = [(margin, margin), (width - margin, margin)]
    corners += [(width - margin, height - margin), (margin, height - margin)]
    for plate in (p.red, p.ink):
        inner: list[Point] = []
        for (x0, y0), (x1, y1) in pairwise([*corners, corners[0]]):
            for step in range(12):
                x, y = x0 + (x1 - x0) * step / 12, y0 + (y1 - y0) * step / 12
                inner.append((x + p.random.uniform(-4, 4), y + p.random.uniform(-4, 4)))
        outer = [(-9, -9), (width + 9, -9), (width + 9, height + 9), (-9, height + 9), (-9, -9)]
        plate.polygon([*outer, inner[0], *reversed(inner), outer[-1]], cut=True)
