"""What people do for each other: clasped hands, a bridge of people."""

import math
from itertools import pairwise

from .cuts import frame, polar, rays, ripples, sun, taper_line, waves
from .press import Plate, Point, Print


def hands(p: Print) -> None:
    width, height = p.size
    center = (width / 2, height * 0.5)
    rays(p.ink, center, (360, 1200), 64, p.random, width=17)
    p.ink.circle(center, 390, cut=True)
    ripples(p.red, center, (330, 400), 2, p.random, width=26)
    _clasp(p, center)
    frame(p, 46)


def _clasp(p: Print, center: Point) -> None:
    x, y = center
    # The arm from the left: solid ink.
    left = [(-60, y + 330), (x - 420, y + 150), (x - 130, y + 20)]
    p.red.stroke(left, [356, 316, 250], cut=True)
    p.ink.stroke(left, [330, 290, 220])
    p.ink.ellipse((x - 30, y + 6), 190, 150)
    # The arm from the right: red with an inked edge.
    arm: list[Point] = [(x * 2 + 60, y + 330), (x + 420, y + 150), (x + 120, y + 10)]
    _edged(p, arm, [330, 290, 220])
    palm = [polar((x + 95, y + 2), 1, 0)]
    for plate, radius, cut in ((p.ink, 162, False), (p.ink, 146, True), (p.red, 152, False)):
        plate.circle(palm[0], radius, cut=cut)
    p.ink.stroke([(x + 300, y + 98), (x + 120, y + 10)], [226, 190], cut=True)
    p.red.stroke([(x + 300, y + 98), (x + 120, y + 10)], [236, 200])
    for index in range(4):
        top = y - 104 + index * 62
        finger = [(x + 90, top + 6), (x - 70, top + 10 - index * 2), (x - 168, top + 44)]
        _edged(p, finger, [66, 62, 48])
    thumb: list[Point] = [(x - 190, y - 40), (x - 60, y - 158), (x + 96, y - 176)]
    for plate, thickness, cut in ((p.red, 112, True), (p.ink, 112, True), (p.ink, 84, False)):
        plate.line(thumb, thickness, cut=cut)
    taper_line(p.ink, (x + 40, y - 186), (x + 112, y - 190), 20, p.random, cut=True)
    for side in (-1, 1):
        cuff = (x + side * 560, y + 218)
        for step in range(9):
            a = polar(cuff, -150 + step * 37, math.radians(90 - side * 28))
            b = (a[0] + side * 190, a[1] + 95)
            if side < 0:
                taper_line(p.ink, a, b, 17, p.random, cut=True)
            else:
                taper_line(p.ink, a, b, 12, p.random)


def _edged(p: Print, points: list[Point], widths: list[float]) -> None:
    """A red limb with an ink edge, clear of what lies under it."""
    for plate, grow, cut in (
        (p.red, 26, True),
        (p.ink, 32, True),
        (p.ink, 12, False),
        (p.ink, -14, True),
        (p.red, 0, False),
    ):
        plate.stroke(points, [value + grow for value in widths], cut=cut)
        plate.circle(points[-1], (widths[-1] + grow) / 2, cut=cut)


def river(p: Print) -> None:
    width, height = p.size
    sun(p.red, (width / 2, height * 0.3), 200, p.random)
    rays(p.red, (width / 2, height * 0.3), (245, 1100), 46, p.random, width=14)
    p.red.polygon([(0, height * 0.66), (width, height * 0.66), (width, height), (0, height)])
    waves(p.red, (0, height * 0.69, width, height * 0.97), p.random, rows=8, thickness=22)
    banks = (
        [(0, height * 0.5), (width * 0.16, height * 0.56), (width * 0.25, height), (0, height)],
        [
            (width, height * 0.5),
            (width * 0.84, height * 0.56),
            (width * 0.75, height),
            (width, height),
        ],
    )
    for bank in banks:
        p.red.polygon(bank, cut=True)
        p.ink.polygon(bank)
    for step in range(30):
        side = step % 2
        x = p.random.uniform(30, 300)
        y = p.random.uniform(height * 0.62, height * 0.95)
        x = width - x if side else x
        taper_line(p.ink, (x, y), (x + (-22 if side else 22), y + 70), 11, p.random, cut=True)
    _bridge(p)
    frame(p, 46)


def _bridge(p: Print) -> None:
    """People hand in hand over the water: they are the bridge."""
    width, height = p.size
    count = 9

    def foot(t: float) -> Point:
        return width * (0.1 + 0.8 * t), height * (0.72 - 0.2 * math.sin(math.pi * t))

    deck = [foot(step / 30) for step in range(31)]
    for plate, thickness, cut in ((p.red, 74, True), (p.ink, 74, True), (p.ink, 44, False)):
        plate.line(deck, thickness, cut=cut)
    for step in range(40):
        x, y = foot((step + 0.5) / 40)
        taper_line(p.ink, (x, y - 15), (x, y + 15), 8, p.random, cut=True)
    places = [foot((index + 0.5) / count) for index in range(count)]
    hands = [((x0 + x1) / 2, (y0 + y1) / 2 - 104) for (x0, y0), (x1, y1) in pairwise(places)]
    for plate, grow, cut in ((p.red, 10.0, True), (p.ink, 10.0, True), (p.ink, 0.0, False)):
        for index, (x, y) in enumerate(places):
            _walker(plate, (x, y), index, grow, cut=cut)
            for side, near in ((-1, hands[index - 1 : index]), (1, hands[index : index + 1])):
                for meeting in near:
                    arm = [(x + side * 26, y - 176), (x + side * 46, y - 132), meeting]
                    plate.line(arm, 22 + 2 * grow, cut=cut)
    for index, place in enumerate(places):
        if index % 3 == 1:
            _walker(p.ink, place, 0, -7, cut=True, coat_only=True)
            _walker(p.red, place, 0, -3, cut=False, coat_only=True)


def _walker(
    plate: Plate, foot: Point, index: int, grow: float, *, cut: bool, coat_only: bool = False
) -> None:
    """One of the people who are the bridge; some wear long coats."""
    x, y = foot
    tall = 232 + (index * 37) % 24
    if not coat_only:
        plate.ellipse((x + 2, y - tall), 25 + grow, 30 + grow, cut=cut)
        plate.line([(x, y - tall + 18), (x, y - 180)], 24 + 2 * grow, cut=cut)
        for side in (-1, 1):
            plate.line([(x + side * 15, y - 90), (x + side * 20, y - 18)], 25 + 2 * grow, cut=cut)
    hem, half = (-82, 33) if index % 2 else (-38, 44)
    plate.polygon(
        [
            (x - 24 - grow, y - 198 - grow),
            (x + 24 + grow, y - 198 - grow),
            (x + 40 + grow, y - 176),
            (x + half + grow, y + hem + grow),
            (x - half - grow, y + hem + grow),
            (x - 40 - grow, y - 176),
        ],
        cut=cut,
    )
