"""Chapters by the water."""

import math

from .cuts import curve, frame, hatch, polar, rays, ridge, sun, taper_line, waves
from .press import Point, Print


def boston(p: Print) -> None:
    width, height = p.size
    sun(p.red, (width * 0.3, height * 0.36), 250, p.random, cuts=6)
    rays(p.red, (width * 0.3, height * 0.36), (300, 900), 40, p.random, width=11)
    sea = height * 0.7
    _roofs(p, sea)
    p.ink.polygon([(0, sea), (width, sea), (width, height), (0, height)])
    waves(p.ink, (0, sea + 16, width, height * 0.97), p.random, rows=10, thickness=13)
    for x, y, size in ((1270, 800, 0.62), (470, 905, 0.8), (890, 960, 1.15)):
        _sailboat(p, (x, y), size)
    for x, y in ((1150, 190), (1290, 250), (1400, 170), (760, 150)):
        for side in (-1, 1):
            wing = curve((x, y), (x + side * 28, y - 34), (x + side * 66, y - 8))
            p.ink.stroke(wing, [max(2, 12 - i * 0.8) for i in range(15)])
    frame(p, 46)


def _roofs(p: Print, sea: float) -> None:
    """A low town behind the harbour."""
    x = 0.0
    while x < p.size[0]:
        wide, tall = p.random.uniform(60, 120), p.random.uniform(60, 150)
        p.ink.polygon(
            [
                (x, sea),
                (x, sea - tall),
                (x + wide / 2, sea - tall - 46),
                (x + wide, sea - tall),
                (x + wide, sea),
            ]
        )
        for step in range(3):
            a = x + wide * (0.25 + 0.22 * step)
            taper_line(p.ink, (a, sea - tall + 14), (a, sea - tall + 44), 10, p.random, cut=True)
        x += wide + p.random.uniform(4, 14)
    for x, tall in ((1010, 330), (640, 270)):
        p.ink.polygon(
            [
                (x - 26, sea),
                (x - 22, sea - tall),
                (x, sea - tall - 120),
                (x + 22, sea - tall),
                (x + 26, sea),
            ]
        )
        p.ink.circle((x, sea - tall + 26), 11, cut=True)


def _sailboat(p: Print, base: Point, size: float) -> None:
    x, y = base

    def at(dx: float, dy: float) -> Point:
        return x + dx * size, y + dy * size

    main = [at(10, -470), *curve(at(10, -470), at(250, -230), at(235, -70)), at(10, -70)]
    jib = [at(-12, -430), at(-12, -80), *curve(at(-200, -70), at(-150, -220), at(-12, -430))]
    hull = [at(-235, -48), at(270, -48), at(190, 62), at(-150, 62)]
    for shape in (main, jib, hull):
        for plate in (p.red, p.ink):
            plate.polygon(shape, cut=True)
            plate.line([*shape, shape[0]], 30 * size, cut=True)
    p.red.polygon(main)
    p.ink.line([*main, main[0]], 9 * size)
    p.ink.line([*jib, jib[0]], 9 * size)
    p.ink.polygon(hull)
    p.ink.line([at(0, -490), at(0, -40)], 14 * size)
    for step in range(6):
        dy = -120 - step * 56
        taper_line(p.red, at(24, dy), at(200 - step * 28, dy + 18), 9 * size, p.random, cut=True)
        taper_line(p.ink, at(-26, dy), at(-120 + step * 16, dy + 14), 6 * size, p.random)
    taper_line(p.ink, at(-190, -14), at(230, -14), 14 * size, p.random, cut=True)


def chicago(p: Print) -> None:
    width, height = p.size
    center = (width * 0.68, height * 0.4)
    for step in range(34):
        y = height * (0.07 + 0.6 * step / 34)
        x = p.random.uniform(-100, width)
        end = (x + p.random.uniform(240, 620), y + p.random.uniform(-6, 6))
        taper_line(p.red, (x, y), end, 17, p.random)
    p.red.circle(center, 300, cut=True)
    sun(p.red, center, 265, p.random)
    shore = height * 0.72
    p.red.polygon([(0, shore), (width, shore), (width, height), (0, height)], cut=True)
    towers = [
        (60, 120, 300),
        (170, 100, 430),
        (265, 130, 360),
        (385, 96, 610),
        (470, 150, 470),
        (610, 90, 330),
        (690, 120, 540),
        (800, 70, 690),
        (865, 140, 420),
        (995, 110, 300),
        (1095, 130, 480),
        (1215, 90, 360),
        (1300, 120, 250),
        (1410, 130, 330),
    ]
    for x, wide, tall in towers:
        _tower(p, x, wide, shore, tall)
    p.ink.polygon([(0, shore - 4), (width, shore - 4), (width, height), (0, height)])
    waves(p.ink, (0, shore + 22, width, height * 0.97), p.random, rows=10, thickness=14)
    p.red.polygon(
        [
            (width * 0.5, shore + 20),
            (width * 0.86, shore + 20),
            (width * 0.98, height),
            (width * 0.38, height),
        ]
    )
    waves(p.red, (0, shore + 30, width, height * 0.97), p.random, rows=8, thickness=22)
    frame(p, 46)


def _tower(p: Print, x: float, wide: float, base: float, tall: float) -> None:
    top = base - tall
    for plate in (p.red, p.ink):
        plate.polygon(
            [(x - 9, base), (x - 9, top - 9), (x + wide + 9, top - 9), (x + wide + 9, base)],
            cut=True,
        )
    p.ink.polygon([(x, base), (x, top), (x + wide, top), (x + wide, base)])
    if tall > 450:
        step = wide * 0.22
        p.ink.polygon(
            [
                (x + step, top),
                (x + step, top - 50),
                (x + wide - step, top - 50),
                (x + wide - step, top),
            ]
        )
        p.ink.line([(x + wide * 0.4, top - 50), (x + wide * 0.4, top - 150)], 8)
        p.ink.line([(x + wide * 0.62, top - 50), (x + wide * 0.62, top - 120)], 7)
    columns = max(2, round(wide / 30))
    for column in range(columns):
        a = x + wide * (column + 0.5) / columns
        y = top + 26
        while y < base - 30:
            if p.random.random() < 0.78:
                taper_line(p.ink, (a, y), (a, y + 24), 11, p.random, cut=True)
            y += 40


def rhode_island(p: Print) -> None:
    width, height = p.size
    p.ink.polygon([(0, 0), (width, 0), (width, height * 0.74), (0, height * 0.74)])
    lamp = (width * 0.62, height * 0.235)
    for near, far in ((170, 196), (-16, 12)):
        beam = [
            polar(lamp, 60, math.radians(near + 10)),
            polar(lamp, 1500, math.radians(near)),
            polar(lamp, 1500, math.radians(far)),
            polar(lamp, 60, math.radians(far - 10)),
        ]
        p.ink.polygon(beam, cut=True)
        p.red.polygon(beam)
    for _mark in range(70):
        x, y = p.random.uniform(60, width - 60), p.random.uniform(60, height * 0.66)
        taper_line(
            p.ink,
            (x, y),
            (x + p.random.uniform(40, 110), y + p.random.uniform(-5, 5)),
            7,
            p.random,
            cut=True,
        )
    sea = height * 0.72
    p.red.polygon([(0, sea), (width, sea), (width, height), (0, height)])
    p.ink.polygon([(0, sea), (width, sea), (width, height), (0, height)], cut=True)
    waves(p.red, (0, sea + 20, width, height * 0.97), p.random, rows=8, thickness=20)
    _lighthouse(p, lamp, height * 0.8)
    rocks = ridge(
        width,
        [
            (0, height * 0.97),
            (width * 0.3, height * 0.95),
            (width * 0.46, height * 0.84),
            (width * 0.6, height * 0.77),
            (width * 0.76, height * 0.81),
            (width * 0.88, height * 0.92),
            (width, height * 0.96),
        ],
        height,
        p.random,
        13,
    )
    p.red.polygon(rocks, cut=True)
    p.ink.polygon(rocks)
    for _step in range(46):
        x = p.random.uniform(width * 0.4, width * 0.92)
        y = p.random.uniform(height * 0.84, height * 0.97)
        taper_line(
            p.ink,
            (x, y),
            (x + p.random.uniform(-30, 50), y + p.random.uniform(20, 54)),
            11,
            p.random,
            cut=True,
        )
    frame(p, 46)


def _lighthouse(p: Print, lamp: Point, base: float) -> None:
    x, y = lamp
    tower = [(x - 72, y + 80), (x + 72, y + 80), (x + 128, base), (x - 128, base)]
    for plate in (p.red, p.ink):
        plate.polygon(tower, cut=True)
        plate.line([*tower, tower[0]], 26, cut=True)
    p.ink.line([*tower, tower[0]], 14)
    for band in range(5):
        if band % 2:
            continue
        t0, t1 = band / 5, (band + 1) / 5
        stripe = []
        for t, side in ((t0, -1), (t0, 1), (t1, 1), (t1, -1)):
            stripe.append((x + side * (72 + 56 * t), y + 80 + (base - y - 80) * t + side * -14))
        p.red.polygon(stripe)
    hatch(
        p.ink,
        lambda t: (
            (x + 40 + 50 * t, y + 110 + (base - y - 130) * t),
            (x + 66 + 52 * t, y + 118 + (base - y - 130) * t),
        ),
        26,
        p.random,
        width=8,
        cut=False,
    )
    for plate in (p.red, p.ink):
        plate.polygon(
            [(x - 60, y - 62), (x + 60, y - 62), (x + 60, y + 70), (x - 60, y + 70)], cut=True
        )
    p.ink.line([(x - 104, y + 76), (x + 104, y + 76)], 24)
    p.ink.line([(x - 50, y - 54), (x - 50, y + 70)], 12)
    p.ink.line([(x + 50, y - 54), (x + 50, y + 70)], 12)
    p.red.circle((x, y + 8), 38)
    p.ink.polygon([(x - 84, y - 54), (x + 84, y - 54), (x + 18, y - 128), (x - 18, y - 128)])
    p.ink.line([(x, y - 120), (x, y - 168)], 10)
