"""People, hands and what they hold."""

import math
import random
from collections.abc import Sequence

from .cuts import curve, polar, taper_line
from .press import Plate, Point, Print


def person(
    p: Print,
    head: Point,
    size: float,
    *,
    arms: Sequence[str] = ("down", "down"),
    red: bool = False,
) -> None:
    """A figure from the head down, ``size`` being the head's radius; an edge cut around it.

    Each arm (left, right) is "down", "fist" or "open". With ``red``, it wears the second ink.
    """
    halo = size * 0.17
    limbs = [
        _arm(head, size, side, pose, p.random)
        for side, pose in zip((-1, 1), arms, strict=True)
        if pose != "down"
    ]

    hair = p.random.choice(("short", "bun", "scarf", "kippah", "long"))

    def shape(plate: Plate, grow: float, cut: bool, *, dressed: bool = False) -> None:
        if not dressed:
            _hair(plate, head, size, hair, grow=grow, cut=cut)
        for points, pose in limbs:
            plate.line(points, size * 0.78 + 2 * grow, cut=cut)
            if not dressed:
                hand(plate, points[-1], size * 0.62, _direction(points), pose, grow=grow, cut=cut)
        _body(plate, head, size, grow=grow, cut=cut, dressed=dressed)

    shape(p.red, halo, cut=True)
    shape(p.ink, halo, cut=True)
    shape(p.ink, 0.0, cut=False)
    if red:
        shape(p.ink, -size * 0.15, cut=True, dressed=True)
        shape(p.red, -size * 0.08, cut=False, dressed=True)
    _light(p, head, size, hair, red=red)


def _hair(plate: Plate, head: Point, size: float, hair: str, *, grow: float, cut: bool) -> None:
    """What shows of hair or a scarf around the head's outline."""
    x, y = head
    match hair:
        case "bun":
            plate.circle((x, y - size * 1.12), size * 0.42 + grow, cut=cut)
        case "scarf":
            plate.ellipse((x, y), size * 0.98 + grow, size * 1.08 + grow, cut=cut)
            plate.polygon(
                [
                    (x - size * 0.96 - grow, y),
                    (x + size * 0.96 + grow, y),
                    (x + size * 1.25 + grow, y + size * 1.9),
                    (x - size * 1.25 - grow, y + size * 1.9),
                ],
                cut=cut,
            )
        case "long":
            plate.line(
                [(x - size * 0.5, y), (x - size * 0.62, y + size * 1.35)],
                size * 0.75 + 2 * grow,
                cut=cut,
            )
            plate.line(
                [(x + size * 0.5, y), (x + size * 0.62, y + size * 1.35)],
                size * 0.75 + 2 * grow,
                cut=cut,
            )


def _arm(
    head: Point, size: float, side: int, pose: str, rng: random.Random
) -> tuple[list[Point], str]:
    x, y = head
    shoulder = (x + side * size * 1.45, y + size * 2.15)
    out = rng.uniform(0.2, 0.9)
    elbow = (x + side * size * (2.0 + out), y + size * rng.uniform(0.3, 0.9))
    wrist = (x + side * size * (1.9 + out * 1.6), y - size * rng.uniform(1.5, 3.0))
    return [shoulder, elbow, wrist], pose


def _direction(points: Sequence[Point]) -> float:
    (x0, y0), (x1, y1) = points[-2], points[-1]
    return math.atan2(y1 - y0, x1 - x0)


def _body(plate: Plate, head: Point, size: float, *, grow: float, cut: bool, dressed: bool) -> None:
    x, y = head
    if not dressed:
        plate.ellipse((x, y), size * 0.84 + grow, size + grow, cut=cut)
        plate.line([(x, y + size * 0.6), (x, y + size * 1.4)], size * 0.72 + 2 * grow, cut=cut)
    for side in (-1, 1):
        plate.circle((x + side * size * 1.2, y + size * 2.1), size * 0.76 + grow, cut=cut)
    plate.polygon(
        [
            (x - size * 0.5 - grow, y + size * 1.05),
            (x + size * 0.5 + grow, y + size * 1.05),
            (x + size * 1.35 + grow, y + size * 1.5 - grow),
            (x + size * 1.9 + grow, y + size * 2.2),
            (x + size * 2.0 + grow, y + size * 14),
            (x - size * 2.0 - grow, y + size * 14),
            (x - size * 1.9 - grow, y + size * 2.2),
            (x - size * 1.35 - grow, y + size * 1.5 - grow),
        ],
        cut=cut,
    )


def _light(p: Print, head: Point, size: float, hair: str, *, red: bool) -> None:
    """Light on the figure: hair, a collar, and folds."""
    x, y = head
    _head_light(p, head, size, hair)
    collar = curve(
        (x - size * 0.7, y + size * 1.65), (x, y + size * 2.5), (x + size * 0.7, y + size * 1.65)
    )
    p.ink.stroke(collar, [size * 0.13 + 1] * 15, cut=not red)
    for _fold in range(4):
        start = x + p.random.uniform(-1.4, 1.4) * size
        top = y + size * p.random.uniform(2.7, 4.2)
        end = (start + p.random.uniform(-0.4, 0.4) * size, top + size * p.random.uniform(1.5, 3.2))
        taper_line(p.ink, (start, top), end, size * 0.2, p.random, cut=not red)


def _head_light(p: Print, head: Point, size: float, hair: str) -> None:
    x, y = head
    match hair:
        case "kippah":
            cap = curve(
                (x - size * 0.62, y - size * 0.42),
                (x, y - size * 0.08),
                (x + size * 0.62, y - size * 0.42),
            )
            p.ink.stroke(cap, [size * 0.13 + 1] * 15, cut=True)
        case "scarf":
            for bend, low in ((0.0, 1.5), (0.5, 1.2), (0.95, 0.8)):
                fold = curve(
                    (x - size * 0.75, y - size * 0.5 + bend * size * 0.5),
                    (x + size * 0.5, y + bend * size * 0.4),
                    (x + size * (0.75 + 0.2 * bend), y + size * low),
                )
                p.ink.stroke(fold, [size * 0.1 + 1] * 15, cut=True)
        case _:
            for shift in (-0.42, 0.0, 0.42):
                start = (x + size * shift, y - size * 0.72 + abs(shift) * size * 0.4)
                end = (x + size * shift * 1.3, y - size * 0.02)
                taper_line(p.ink, start, end, size * 0.15, p.random, cut=True)


def hand(
    plate: Plate,
    wrist: Point,
    size: float,
    direction: float,
    pose: str,
    *,
    grow: float = 0.0,
    cut: bool = False,
) -> None:
    """An open hand, or a fist where ``pose`` is "fist"; ``direction`` is the forearm's."""
    palm = polar(wrist, size * 0.8, direction)
    plate.circle(palm, size * 0.86 + grow, cut=cut)
    if pose == "fist":
        plate.circle(polar(wrist, size * 1.25, direction), size * 0.82 + grow, cut=cut)
        return
    for spread, length in ((-0.55, 1.5), (-0.18, 1.85), (0.18, 1.8), (0.52, 1.45)):
        tip = polar(palm, size * length, direction + spread)
        knuckle = polar(palm, size * 0.5, direction + spread * 1.3)
        plate.line([knuckle, tip], size * 0.42 + 2 * grow, cut=cut)
    thumb = polar(palm, size * 1.3, direction + 1.25)
    plate.line([palm, thumb], size * 0.44 + 2 * grow, cut=cut)


def big_hand(p: Print, wrist: Point, size: float, lean: float) -> None:
    """A raised open hand with its forearm, large enough for knuckles and lines."""
    up = -math.pi / 2 + lean
    elbow = polar(wrist, -size * 7, up)
    for plate, grow, cut in (
        (p.red, size * 0.16, True),
        (p.ink, size * 0.16, True),
        (p.ink, 0.0, False),
    ):
        widths = [size * 2.2 + 2 * grow, size * 1.9 + 2 * grow, size * 1.35 + 2 * grow]
        middle = polar(wrist, -size * 3, up)
        plate.stroke([elbow, middle, wrist], widths, cut=cut)
        hand(plate, wrist, size, up, "open", grow=grow, cut=cut)
    palm = polar(wrist, size * 0.8, up)
    for spread in (-0.36, 0.0, 0.36):
        taper_line(
            p.ink,
            polar(palm, size * 0.45, up + spread),
            polar(palm, size * 0.95, up + spread),
            size * 0.13,
            p.random,
            cut=True,
        )
    for index in range(5):
        along = polar(wrist, -size * (0.6 + index * 0.75), up)
        taper_line(
            p.ink,
            polar(along, size * 0.15, up + math.pi / 2),
            polar(along, size * 0.6, up + math.pi / 2 + 0.25),
            size * 0.14,
            p.random,
            cut=True,
        )


def megaphone(
    ink: Plate, red: Plate, mouth: Point, size: float, direction: float, rng: random.Random
) -> None:
    """A megaphone whose bell opens at ``mouth``; ``size`` is the bell's radius."""
    across = direction + math.pi / 2
    throat = polar(mouth, -size * 2.3, direction)
    tail = polar(mouth, -size * 3.0, direction)

    def ring(center: Point, radius: float) -> tuple[Point, Point]:
        return polar(center, radius, across), polar(center, -radius, across)

    (a, b), (c, d), (e, f) = ring(mouth, size), ring(throat, size * 0.3), ring(tail, size * 0.26)
    _handle(ink, polar(throat, size * 0.1, direction), size, direction)
    for plate, cut in ((red, True), (ink, True)):
        plate.line([a, c, d, b, a], size * 0.14, cut=cut)
    ink.polygon([a, c, e, f, d, b])
    ink.line([a, b], size * 0.2)
    _bell(ink, red, mouth, size, direction)
    for t in (-0.62, -0.3, 0.05, 0.36, 0.66):
        start = polar(polar(mouth, -size * 0.42, direction), size * t * 0.86, across)
        end = polar(polar(throat, size * 0.25, direction), size * 0.3 * t, across)
        taper_line(ink, start, end, size * 0.075, rng, cut=True)
    for place in (0.08, 0.45):
        band = polar(throat, -size * place, direction)
        taper_line(ink, *ring(band, size * 0.33), size * 0.07, rng, cut=True)


def _bell(ink: Plate, red: Plate, mouth: Point, size: float, direction: float) -> None:
    """The opening, seen a little from the side."""
    for plate, factor, cut in (
        (ink, 1.08, False),
        (ink, 0.9, True),
        (red, 0.98, True),
        (red, 0.84, False),
        (ink, 0.34, False),
    ):
        points = [
            polar(
                polar(mouth, math.cos(t) * size * 0.34 * factor, direction),
                math.sin(t) * size * factor,
                direction + math.pi / 2,
            )
            for t in (2 * math.pi * step / 48 for step in range(48))
        ]
        plate.polygon(points, cut=cut)


def _handle(ink: Plate, place: Point, size: float, direction: float) -> None:
    down = direction + math.pi / 2
    low = polar(place, size * 1.1, down)
    ink.line([place, low], size * 0.24)
    ink.line([low, polar(low, size * 0.3, direction + math.pi)], size * 0.24)
