"""Things that stand for more: a lantern, bread, boats of paper, an open door."""

import math

from .cuts import curve, frame, polar, rays, sun, taper_line, waves
from .figures import person
from .press import Point, Print


def lantern(p: Print) -> None:
    width, height = p.size
    x, y = center = (width / 2, height * 0.53)
    p.ink.polygon([(0, 0), (width, 0), (width, height), (0, height)])
    rays(p.ink, center, (430, 1000), 58, p.random, width=15, cut=True)
    p.red.circle(center, 470)
    p.ink.circle((x, y - 30), 405, cut=True)
    glass = [(x - 150, y - 215), (x + 150, y - 215), (x + 185, y + 235), (x - 185, y + 235)]
    p.red.polygon(glass, cut=True)
    flame = [
        *curve((x, y - 150), (x + 120, y + 20), (x + 62, y + 130)),
        *curve((x + 62, y + 130), (x, y + 190), (x - 62, y + 130)),
        *curve((x - 62, y + 130), (x - 105, y + 20), (x, y - 150)),
    ]
    p.red.polygon(flame)
    core = [(fx * 0.42 + x * 0.58, fy * 0.46 + (y + 105) * 0.54) for fx, fy in flame]
    p.red.polygon(core, cut=True)
    p.ink.line([*glass, glass[0]], 20)
    for shift in (-0.34, 0.34):
        p.ink.line([(x + 300 * shift, y - 215), (x + 370 * shift, y + 235)], 12)
    p.ink.polygon([(x - 70, y - 330), (x + 70, y - 330), (x + 205, y - 205), (x - 205, y - 205)])
    p.ink.polygon([(x - 215, y + 230), (x + 215, y + 230), (x + 245, y + 312), (x - 245, y + 312)])
    p.ink.line([(x - 55, y - 340), (x + 55, y - 340)], 34)
    ring = [polar((x, y - 425), 92, math.radians(a)) for a in range(0, 361, 12)]
    p.ink.line(ring, 62, cut=True)
    p.red.line(ring, 62, cut=True)
    p.ink.line(ring, 30)
    for step in range(7):
        a = x - 160 + step * 53
        taper_line(p.ink, (a, y - 218), (x + (a - x) * 0.45, y - 318), 9, p.random, cut=True)
        taper_line(p.ink, (a, y + 245), (x + (a - x) * 1.15, y + 300), 9, p.random, cut=True)
    frame(p, 46)


def bread(p: Print) -> None:
    width, height = p.size
    p.ink.polygon([(0, 0), (width, 0), (width, height), (0, height)])
    rays(
        p.ink,
        (width / 2, height * 0.6),
        (430, 1250),
        46,
        p.random,
        width=15,
        arc=(180, 360),
        cut=True,
    )
    cloth = height * 0.66
    p.ink.polygon([(0, cloth), (width, cloth), (width, height), (0, height)], cut=True)
    for step in range(13):
        t = (step + 0.5) / 13 - 0.5
        far, near = width * (0.5 + t * 1.1), width * (0.5 + t * 2.1)
        p.red.polygon(
            [(far - 16, cloth), (far + 16, cloth), (near + 30, height), (near - 30, height)]
        )
    for level, thickness in ((0.745, 20), (0.84, 28), (0.945, 36)):
        p.red.line([(0, height * level), (width, height * level)], thickness)
    p.ink.ellipse((width / 2, height * 0.70), 600, 66)
    count = 8
    for index in range(count):
        t = index / (count - 1)
        bulge = math.sin(math.pi * (0.14 + 0.72 * t)) ** 0.8
        for side in (1, -1):
            x = width * (0.2 + 0.6 * t) + side * 26
            y = height * 0.565 - side * 62 * bulge - 40 * bulge
            _lobe(p, (x, y), 160 * (0.34 + 0.7 * bulge), side)
    frame(p, 46)


def _lobe(p: Print, middle: Point, size: float, side: int) -> None:
    """A strand's bulge: plump, slanted, with light along its back and seeds on it."""
    angle = math.radians(-40 * side)

    def place(along: float, across: float) -> Point:
        return polar(polar(middle, along * size, angle), across * size, angle + math.pi / 2)

    def outline(grow: float) -> list[Point]:
        turns = (2 * math.pi * step / 48 for step in range(48))
        g = grow / size
        return [place(math.cos(t) * (1.0 + g), math.sin(t) * (0.6 + g)) for t in turns]

    for plate, grow, cut in (
        (p.red, 17, True),
        (p.ink, 17, True),
        (p.ink, 6, False),
        (p.ink, -8, True),
        (p.red, 0, False),
    ):
        plate.polygon(outline(grow), cut=cut)
    for step in range(7):
        along = -0.66 + step * 0.22
        depth = 0.5 * math.sqrt(max(0.05, 1 - along**2))
        taper_line(
            p.ink, place(along, depth), place(along + 0.1, depth * 0.45), size * 0.085, p.random
        )
    back = [
        place(-0.6 + step * 0.12, -0.3 - 0.09 * math.sin(step / 10 * math.pi)) for step in range(11)
    ]
    p.red.stroke(
        back, [max(1.5, size * 0.13 * math.sin(math.pi * i / 10)) for i in range(11)], cut=True
    )
    for _seed in range(9):
        seed = place(p.random.uniform(-0.6, 0.6), p.random.uniform(-0.25, 0.2))
        p.ink.ellipse(seed, size * 0.036, size * 0.026)


def paper_boats(p: Print) -> None:
    width, height = p.size
    center = (width * 0.72, height * 0.34)
    sun(p.red, center, 235, p.random, cuts=5)
    rays(p.red, center, (285, 700), 34, p.random, width=11)
    p.ink.polygon([(0, height * 0.62), (width, height * 0.62), (width, height), (0, height)])
    waves(p.ink, (0, height * 0.64, width, height * 0.97), p.random, rows=11)
    p.red.polygon([(0, height * 0.8), (width, height * 0.74), (width, height), (0, height)])
    waves(p.red, (0, height * 0.8, width, height * 0.97), p.random, rows=5, thickness=20)
    for x, y, size, red in ((1220, 770, 150, False), (760, 815, 215, True), (300, 900, 265, False)):
        _boat(p, (x, y), size, red=red)
    frame(p, 46)


def _boat(p: Print, base: Point, size: float, *, red: bool) -> None:
    x, y = base
    hull = [
        (x - size * 1.15, y - size * 0.42),
        (x + size * 1.15, y - size * 0.42),
        (x + size * 0.68, y + size * 0.22),
        (x - size * 0.68, y + size * 0.22),
    ]
    sail = [
        (x, y - size * 1.22),
        (x + size * 0.62, y - size * 0.42),
        (x - size * 0.62, y - size * 0.42),
    ]
    for shape in (hull, sail):
        for plate in (p.red, p.ink):
            plate.polygon(shape, cut=True)
            plate.line([*shape, shape[0]], 34, cut=True)
    for shape in (sail, hull):
        p.ink.line([*shape, shape[0]], 13)
    shade = [(x, y - size * 1.22), (x + size * 0.62, y - size * 0.42), (x, y - size * 0.42)]
    (p.red if red else p.ink).polygon(shade)
    fold = [
        (x - size * 1.15, y - size * 0.42),
        (x - size * 0.1, y - size * 0.42),
        (x - size * 0.68, y + size * 0.22),
    ]
    (p.red if red else p.ink).polygon(fold)
    p.ink.line([(x - size * 0.68, y + size * 0.22), (x, y - size * 0.42)], 8)
    for step in range(5):
        a = (x + size * (0.12 + step * 0.17), y - size * 0.3)
        taper_line(p.ink, a, (a[0] - size * 0.05, y + size * 0.12), 9, p.random)


def open_door(p: Print) -> None:
    width, height = p.size
    p.ink.polygon([(0, 0), (width, 0), (width, height), (0, height)])
    floor = height * 0.8
    left, right, top = width * 0.4, width * 0.63, height * 0.17
    row = 0
    y = 60.0
    while y < floor:
        for step in range(12):
            x = step * 150 + (75 if row % 2 else 0) + p.random.uniform(-8, 8)
            if p.random.random() < 0.5:
                taper_line(p.ink, (x, y), (x + 132, y), 9, p.random, cut=True)
            if p.random.random() < 0.3:
                taper_line(p.ink, (x, y), (x, y + 60), 7, p.random, cut=True)
        y += 62
        row += 1
    p.ink.polygon(
        [(left - 26, top - 26), (right + 26, top - 26), (right + 26, floor), (left - 26, floor)],
        cut=True,
    )
    p.ink.line(
        [(left - 26, floor), (left - 26, top - 26), (right + 26, top - 26), (right + 26, floor)], 16
    )
    p.red.polygon([(left, top), (right, top), (right, floor), (left, floor)])
    lamp = ((left + right) / 2, height * 0.44)
    rays(p.red, lamp, (105, 520), 34, p.random, width=13, cut=True)
    p.red.circle(lamp, 92, cut=True)
    person(p, ((left + right) / 2 + 14, floor - 372), 46, arms=("down", "open"))
    spill = [(left, floor), (right, floor), (width * 0.9, height + 20), (width * 0.06, height + 20)]
    p.ink.polygon(spill, cut=True)
    p.red.polygon(spill)
    for step in range(11):
        t = (step + 0.5) / 11
        taper_line(
            p.red,
            (left + (right - left) * t, floor + 8),
            (width * (0.06 + 0.84 * t), height),
            16,
            p.random,
            cut=True,
        )
    leaf = [(left, top), (left - 300, top + 92), (left - 300, floor + 118), (left, floor)]
    for plate in (p.red, p.ink):
        plate.polygon(leaf, cut=True)
        plate.line([*leaf, leaf[0]], 26, cut=True)
    p.ink.line([*leaf, leaf[0]], 16)
    for a, b in ((0.08, 0.44), (0.54, 0.92)):
        panel = [
            (left - 45, top + 92 + a * 560),
            (left - 255, top + 148 + a * 600),
            (left - 255, top + 148 + b * 640),
            (left - 45, top + 92 + b * 590),
        ]
        p.ink.polygon(panel)
        for step in range(6):
            t = (step + 0.5) / 6
            y = panel[0][1] + (panel[3][1] - panel[0][1]) * t
            taper_line(p.ink, (left - 62, y), (left - 238, y + 52), 9, p.random, cut=True)
    p.ink.circle((left - 268, floor - 250), 15)
    frame(p, 46)
