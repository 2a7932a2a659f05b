"""Chapters away from the sea."""

import math

from .cuts import curve, frame, polar, rays, ridge, sun, taper_line, waves
from .press import Plate, Point, Print


def tennessee(p: Print) -> None:
    width, height = p.size
    center = (width * 0.36, height * 0.33)
    rays(p.red, center, (250, 1100), 44, p.random, width=15)
    sun(p.red, center, 205, p.random)
    lines: list[tuple[Plate, list[Point]]] = [
        (p.ink, [(0, 560), (300, 450), (700, 590), (1100, 430), (1600, 560)]),
        (p.red, [(0, 690), (420, 590), (800, 700), (1250, 560), (1600, 680)]),
        (p.ink, [(0, 760), (260, 800), (760, 690), (1200, 830), (1600, 760)]),
    ]
    for plate, points in lines:
        hill = ridge(width, points, height, p.random, 5)
        for each in (p.red, p.ink):
            each.polygon(hill, cut=True)
            each.line(hill[:61], 24, cut=True)
        plate.polygon(hill)
        for row in range(1, 9):
            for step in range(26):
                if p.random.random() < 0.32:
                    continue
                x = width * (step + p.random.uniform(0, 0.5)) / 26
                y = hill[min(60, round(60 * x / width))][1] + row * 34 + p.random.uniform(-5, 5)
                taper_line(
                    plate, (x, y), (x + 46, y + p.random.uniform(2, 10)), 10, p.random, cut=True
                )
    _guitar(p, (width * 0.74, height * 0.68), math.radians(-62))
    frame(p, 46)


def _guitar(p: Print, body: Point, direction: float) -> None:
    """A guitar lying on the slope; ``direction`` is its neck's."""
    lower = polar(body, -95, direction)
    upper = polar(body, 135, direction)
    head = polar(body, 700, direction)
    for plate, grow, cut in ((p.red, 24, True), (p.ink, 24, True), (p.ink, 0, False)):
        plate.circle(lower, 205 + grow, cut=cut)
        plate.circle(upper, 152 + grow, cut=cut)
        plate.line([polar(body, 200, direction), head], 62 + 2 * grow, cut=cut)
        plate.line([head, polar(head, 100, direction)], 92 + 2 * grow, cut=cut)
    p.ink.circle(lower, 186, cut=True)
    p.ink.circle(upper, 134, cut=True)
    p.ink.line([lower, upper], 236, cut=True)
    p.red.circle(lower, 192)
    p.red.circle(upper, 140)
    p.red.line([lower, upper], 244)
    p.ink.line([polar(body, 120, direction), head], 58)
    hole = polar(body, 62, direction)
    p.red.circle(hole, 84, cut=True)
    p.ink.circle(hole, 70)
    bridge = polar(body, -190, direction)
    across = direction + math.pi / 2
    p.ink.line([polar(bridge, 76, across), polar(bridge, -76, across)], 26)
    for step in range(9):
        fret = polar(body, 235 + step * 48, direction)
        taper_line(p.ink, polar(fret, 32, across), polar(fret, -32, across), 8, p.random, cut=True)
    for string in (-18, -6, 6, 18):
        start, end = polar(bridge, string * 1.4, across), polar(head, string, across)
        p.ink.line([start, polar(body, 180, direction)], 4)
        p.ink.line([polar(polar(body, 200, direction), string, across), end], 3, cut=True)
    for side in (-1, 1):
        for step in range(3):
            peg = polar(polar(head, 10 + step * 42, direction), side * 62, across)
            p.ink.circle(peg, 15, cut=True)
            p.ink.circle(peg, 11)
    for step in range(12):
        angle = direction + math.radians(100 + step * 15)
        taper_line(p.ink, polar(lower, 178, angle), polar(lower, 128, angle), 10, p.random)


def texas(p: Print) -> None:
    width, height = p.size
    center = (width * 0.5, height * 0.36)
    horizon = height * 0.66
    p.red.polygon([(0, 0), (width, 0), (width, horizon), (0, horizon)])
    rays(p.red, center, (330, 1250), 60, p.random, width=13, cut=True)
    star = [
        polar(center, 128 if step % 2 else 325, math.radians(-90 + 36 * step)) for step in range(10)
    ]
    p.red.line([*star, star[0]], 46, cut=True)
    p.red.polygon(star, cut=True)
    for step in range(10):
        half = [center, star[step], star[(step + 1) % 10]]
        (p.ink if step % 2 else p.red).polygon(half)
    p.ink.line([*star, star[0]], 11)
    p.red.polygon([(0, horizon), (width, horizon), (width, height), (0, height)], cut=True)
    p.ink.polygon([(0, horizon), (width, horizon), (width, height), (0, height)])
    for step in range(30):
        t = (step + 0.5) / 30
        start = (width * (0.5 + (t - 0.5) * 0.9), horizon + 14)
        taper_line(
            p.ink, start, (width * (0.5 + (t - 0.5) * 4.4), height + 60), 17, p.random, cut=True
        )
    mesa = [
        (0, horizon),
        (60, horizon - 96),
        (300, horizon - 104),
        (390, horizon),
    ]
    other = [
        (width, horizon),
        (width - 40, horizon - 60),
        (width - 270, horizon - 66),
        (width - 330, horizon),
    ]
    for shape in (mesa, other):
        p.red.line([*shape, shape[0]], 18, cut=True)
        p.red.polygon(shape, cut=True)
        p.ink.polygon(shape)
        for step in range(7):
            x = shape[1][0] + (shape[2][0] - shape[1][0]) * (step + 0.5) / 7
            taper_line(p.ink, (x, shape[1][1] + 14), (x + 8, horizon - 12), 9, p.random, cut=True)
    _windpump(p, (width * 0.83, horizon + 70))
    frame(p, 46)


def _windpump(p: Print, base: Point) -> None:
    x, y = base
    top = (x, y - 400)
    for plate, grow, cut in ((p.red, 22, True), (p.ink, 22, True), (p.ink, 0, False)):
        for side in (-1, 1):
            plate.line([(x + side * 84, y), (x + side * 12, y - 390)], 14 + grow, cut=cut)
        for level in (0.2, 0.45, 0.7):
            half = 84 - 72 * level
            plate.line(
                [(x - half, y - 390 * level), (x + half, y - 390 * level)], 9 + grow, cut=cut
            )
        plate.polygon(
            [(x + 20, y - 412), (x + 150, y - 452), (x + 150, y - 360), (x + 20, y - 392)], cut=cut
        )
        plate.circle(top, 112 + grow / 2 if cut else 18, cut=cut)
        if not cut:
            for step in range(12):
                angle = math.radians(step * 30 + 6)
                plate.polygon(
                    [
                        polar(top, 26, angle),
                        polar(top, 110, angle - 0.17),
                        polar(top, 110, angle + 0.1),
                    ]
                )


def washington_dc(p: Print) -> None:
    width, height = p.size
    p.red.polygon([(0, 0), (width, 0), (width, height * 0.8), (0, height * 0.8)])
    rays(
        p.red,
        (width * 0.5, height * 0.66),
        (430, 1300),
        50,
        p.random,
        width=16,
        arc=(180, 360),
        cut=True,
    )
    _dome(p, (width * 0.5, height * 0.8))
    p.red.polygon(
        [(0, height * 0.8), (width, height * 0.8), (width, height), (0, height)], cut=True
    )
    p.ink.polygon([(0, height * 0.8), (width, height * 0.8), (width, height), (0, height)])
    waves(p.ink, (0, height * 0.82, width, height * 0.98), p.random, rows=6, thickness=14)
    _branch(p, (-20, 250), (520, 60), (800, 330), 46)
    _branch(p, (-20, 640), (170, 560), (330, 770), 34)
    _branch(p, (width + 20, 430), (1340, 330), (1180, 560), 40)
    frame(p, 46)


def _dome(p: Print, base: Point) -> None:
    x, y = base
    shapes: list[list[Point]] = [
        [(x - 560, y), (x - 560, y - 170), (x + 560, y - 170), (x + 560, y)],
        [
            (x - 250, y - 170),
            (x - 250, y - 235),
            (x, y - 320),
            (x + 250, y - 235),
            (x + 250, y - 170),
        ],
        [(x - 180, y - 200), (x - 180, y - 380), (x + 180, y - 380), (x + 180, y - 200)],
        [
            (x - 172, y - 372),
            *curve((x - 172, y - 372), (x - 165, y - 610), (x, y - 625)),
            *curve((x, y - 625), (x + 165, y - 610), (x + 172, y - 372)),
        ],
        [(x - 36, y - 600), (x - 36, y - 690), (x, y - 735), (x + 36, y - 690), (x + 36, y - 600)],
    ]
    for shape in shapes:
        for plate in (p.red, p.ink):
            plate.line([*shape, shape[0]], 26, cut=True)
            plate.polygon(shape, cut=True)
    for shape in shapes:
        p.ink.polygon(shape)
    p.ink.line([(x, y - 730), (x, y - 790)], 10)
    for step in range(28):
        a = x - 535 + step * 39.6
        if abs(a - x) > 225 or step % 2:
            taper_line(p.ink, (a, y - 138), (a, y - 22), 16, p.random, cut=True)
    taper_line(p.ink, (x - 550, y - 156), (x + 550, y - 156), 9, p.random, cut=True)
    for step in range(9):
        a = x - 152 + step * 38
        taper_line(p.ink, (a, y - 355), (a, y - 250), 15, p.random, cut=True)
    for level in (371, 236):
        taper_line(p.ink, (x - 176, y - level), (x + 176, y - level), 8, p.random, cut=True)
    for step in range(-4, 5):
        rib = curve((x + step * 34, y - 392), (x + step * 33, y - 560), (x + step * 7, y - 606))
        p.ink.stroke(
            rib,
            [max(2.0, 11 * math.sin(math.pi * (0.1 + 0.85 * i / 14))) for i in range(15)],
            cut=True,
        )


def _branch(p: Print, start: Point, bend: Point, end: Point, width: float) -> None:
    path = curve(start, bend, end, 20)
    for plate, grow, cut in ((p.red, 22, True), (p.ink, 22, True), (p.ink, 0, False)):
        plate.stroke(path, [width * (1 - 0.8 * i / 20) + grow for i in range(21)], cut=cut)
    twigs: list[Point] = []
    for index in range(4, 21, 2):
        x, y = path[index]
        tip = (
            x + p.random.uniform(-70, 90),
            y + p.random.choice((-1, 1)) * p.random.uniform(50, 120),
        )
        p.red.line([(x, y), tip], 20, cut=True)
        p.ink.line([(x, y), tip], 9)
        twigs += [tip, ((x + tip[0]) / 2, (y + tip[1]) / 2 + 14)]
    for spot in (*twigs, path[-1]):
        _blossom(p, spot, p.random.uniform(30, 44))


def _blossom(p: Print, center: Point, size: float) -> None:
    turn = p.random.uniform(0, 2)
    petals = [polar(center, size * 0.62, turn + 2 * math.pi * step / 5) for step in range(5)]
    for plate, radius, cut in ((p.red, 0.72, True), (p.ink, 0.64, False), (p.ink, 0.5, True)):
        for petal in petals:
            plate.circle(petal, size * radius, cut=cut)
    p.ink.circle(center, size * 0.5, cut=True)
    p.red.circle(center, size * 0.34)
    for petal in petals:
        p.ink.line([center, ((center[0] + petal[0]) / 2, (center[1] + petal[1]) / 2)], 4)


def wisconsin(p: Print) -> None:
    width, height = p.size
    center = (width * 0.76, height * 0.27)
    sun(p.red, center, 150, p.random)
    rays(p.red, center, (190, 900), 40, p.random, width=12)
    hill = ridge(width, [(0, 700), (500, 640), (1000, 700), (1600, 620)], height, p.random, 4)
    for plate in (p.red, p.ink):
        plate.polygon(hill, cut=True)
    p.ink.polygon(hill)
    for step in range(26):
        t = (step + 0.5) / 26
        start = (width * (0.62 + (t - 0.5) * 0.55), 705 + 30 * math.sin(step))
        taper_line(
            p.ink, start, (width * (0.5 + (t - 0.5) * 3.2), height + 40), 19, p.random, cut=True
        )
    field = [(0, height * 0.86), (width, height * 0.8), (width, height), (0, height)]
    p.red.polygon(field)
    waves(p.red, (0, height * 0.86, width, height * 0.97), p.random, rows=5, thickness=18)
    for x, base, tall in (
        (1130, 730, 330),
        (1245, 750, 430),
        (1370, 740, 360),
        (1490, 770, 520),
        (120, 740, 380),
        (235, 760, 300),
    ):
        _pine(p, (x, base), tall)
    _barn(p, (width * 0.42, height * 0.72))
    frame(p, 46)


def _pine(p: Print, base: Point, tall: float) -> None:
    x, y = base
    tiers = 6
    outline: list[Point] = [(x, y - tall)]
    left: list[Point] = []
    for tier in range(tiers):
        t = (tier + 1) / tiers
        half = tall * 0.26 * t
        level = y - tall + tall * 0.92 * t
        outline += [(x + half, level + 12), (x + half * 0.55, level - 8)]
        left += [(x - half, level + 12), (x - half * 0.55, level - 8)]
    shape = [*outline, *reversed(left)]
    for plate in (p.red, p.ink):
        plate.line([*shape, shape[0]], 20, cut=True)
        plate.polygon(shape, cut=True)
    p.ink.polygon(shape)
    p.ink.line([(x, y - 20), (x, y + 34)], 22)
    for tier in range(1, tiers):
        t = tier / tiers
        level = y - tall + tall * 0.92 * t
        for side in (0.2, 0.6):
            a = (x + tall * 0.26 * t * side, level - 2)
            taper_line(p.ink, a, (a[0] + 24, a[1] + 26), 9, p.random, cut=True)


def _barn(p: Print, base: Point) -> None:
    x, y = base
    front: list[Point] = [
        (x - 190, y),
        (x - 190, y - 250),
        (x - 130, y - 360),
        (x, y - 430),
        (x + 130, y - 360),
        (x + 190, y - 250),
        (x + 190, y),
    ]
    side: list[Point] = [(x + 190, y), (x + 190, y - 250), (x + 520, y - 270), (x + 520, y - 10)]
    roof: list[Point] = [
        (x + 190, y - 250),
        (x + 130, y - 360),
        (x, y - 430),
        (x + 350, y - 444),
        (x + 465, y - 378),
        (x + 520, y - 270),
    ]
    silo: list[Point] = [(x - 330, y), (x - 330, y - 400), (x - 220, y - 400), (x - 220, y)]
    for shape in (silo, side, roof, front):
        for plate in (p.red, p.ink):
            plate.line([*shape, shape[0]], 28, cut=True)
            plate.polygon(shape, cut=True)
    p.ink.polygon(silo)
    p.ink.ellipse((x - 275, y - 400), 55, 52)
    for level in range(8):
        taper_line(
            p.ink,
            (x - 326, y - 40 - level * 46),
            (x - 224, y - 40 - level * 46),
            8,
            p.random,
            cut=True,
        )
    p.red.polygon(front)
    p.red.polygon(side)
    p.ink.polygon(roof)
    for step in range(12):
        t = (step + 0.5) / 12
        taper_line(
            p.ink,
            (x + 20 + 340 * t, y - 424 - 8 * t),
            (x + 200 + 315 * t, y - 262 - 16 * t),
            10,
            p.random,
            cut=True,
        )
    for shape in (front, side):
        p.ink.line([*shape, shape[0]], 12)
    for step in range(8):
        a = x + 222 + step * 38
        taper_line(p.ink, (a, y - 240), (a, y - 14), 7, p.random)
    door = [(x - 85, y), (x - 85, y - 165), (x + 85, y - 165), (x + 85, y)]
    p.red.polygon(door, cut=True)
    p.ink.line([*door, door[0]], 12)
    p.ink.line([door[0], door[2]], 10)
    p.ink.line([door[1], door[3]], 10)
    p.red.polygon(
        [(x - 34, y - 260), (x - 34, y - 330), (x + 34, y - 330), (x + 34, y - 260)], cut=True
    )
    p.ink.line(
        [
            (x - 34, y - 260),
            (x - 34, y - 330),
            (x + 34, y - 330),
            (x + 34, y - 260),
            (x - 34, y - 260),
        ],
        9,
    )
