"""People who march, listen and raise their hands."""

import math

from .cuts import frame, polar, ripples, sun, taper_line
from .figures import big_hand, megaphone, person
from .press import Point, Print

ARMS = (("open", "down"), ("down", "fist"), ("fist", "down"), ("down", "open"), ("fist", "open"))


def hero_crowd(p: Print) -> None:
    width, height = p.size
    center = (width * 0.53, height * 0.43)
    ripples(p.red, center, (455, 1150), 11, p.random, width=30, arc=(140, 400))
    sun(p.red, center, 400, p.random)
    crowd(p, [(0.60, 34, 15), (0.72, 47, 11), (0.86, 64, 8)])
    frame(p, 46)


def crowd(p: Print, rows: list[tuple[float, float, int]]) -> None:
    """Rows of people (height of heads, size, number), the farthest first."""
    width, height = p.size
    turn = 0
    for level, size, count in rows:
        for index in range(count):
            x = width * (index + 0.5 + p.random.uniform(-0.18, 0.18)) / count
            y = height * level + p.random.uniform(-0.5, 0.5) * size
            arms = ARMS[turn % len(ARMS)] if (turn * 7) % 5 < 3 else ("down", "down")
            person(p, (x, y), size, arms=arms, red=(turn * 5) % 7 < 2)
            turn += 1


def loudhailer(p: Print) -> None:
    width, height = p.size
    mouth, direction = (width * 0.56, height * 0.36), math.radians(-16)
    for index in range(6):
        radius = 420 + index * 118
        arc = [
            polar((mouth[0] - 190, mouth[1] + 60), radius, direction + math.radians(a))
            for a in range(-36, 37, 3)
        ]
        thickness = [
            (46 + index * 3) * math.sin(math.pi * (0.08 + 0.84 * i / 24)) for i in range(25)
        ]
        p.red.stroke(arc, thickness)
    megaphone(p.ink, p.red, mouth, 285, direction, p.random)
    crowd(p, [(0.80, 44, 12)])
    grip = polar(mouth, -285 * 2.2, direction)
    _speaker(p, (grip[0] + 60, grip[1] + 300))
    crowd(p, [(0.93, 62, 8)])
    frame(p, 46)


def _speaker(p: Print, fist: Point) -> None:
    """The arm that holds the megaphone up out of the crowd."""
    x, y = fist
    elbow, low = (x - 70, y + 300), (x - 40, p.size[1])
    for plate, grow, cut in ((p.red, 16, True), (p.ink, 16, True), (p.ink, 0, False)):
        plate.stroke([low, elbow, (x, y + 40)], [230 + grow, 190 + grow, 128 + grow], cut=cut)
        plate.circle((x + 4, y - 20), 86 + grow / 2, cut=cut)
    for step in range(4):
        level = y - 84 + step * 42
        for thickness, cut in ((58, True), (42, False)):
            p.ink.line([(x - 58, level + 8), (x + 78, level)], thickness, cut=cut)
    for step in range(6):
        taper_line(
            p.ink,
            (x - 120 + step * 30, y + 330),
            (x - 52 + step * 18, y + 110),
            12,
            p.random,
            cut=True,
        )


def cover_101(p: Print) -> None:
    width, height = p.size
    center = (width * 0.5, height * 0.66)
    ripples(p.red, center, (680, 1040), 5, p.random, width=40, arc=(180, 360))
    sun(p.red, center, 600, p.random)
    for x, y, size, lean in (
        (0.10, 0.66, 76, -0.10),
        (0.30, 0.60, 84, 0.06),
        (0.90, 0.68, 80, 0.12),
        (0.50, 0.72, 74, -0.05),
    ):
        big_hand(p, (width * x, height * y), size, lean)
    crowd(p, [(0.80, 64, 9)])
    direction = math.radians(-24)
    mouth = (width * 0.77, height * 0.535)
    megaphone(p.ink, p.red, mouth, 250, direction, p.random)
    grip = polar(mouth, -250 * 2.2, direction)
    _speaker(p, (grip[0] + 75, grip[1] + 262))
    crowd(p, [(0.885, 86, 7)])
    frame(p, 60)
