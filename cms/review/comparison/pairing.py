"""Which part of one version is which part of the other, and which of them have moved."""

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

from .parts import Part


@dataclass(frozen=True)
class Pair:
    """A part before and after, each with its place; ``None`` where it was or is not there."""

    before: Part | None
    after: Part | None
    place_before: int | None
    place_after: int | None
    has_moved: bool = False


def pairs(before: tuple[Part, ...], after: tuple[Part, ...]) -> list[Pair]:
    """Every part of both versions, in the order of the later one."""
    found = _matches(before, after)
    staying = _longest_rising(sorted(found, key=found.__getitem__))
    kept = [
        Pair(before[old], after[new], old + 1, new + 1, old not in staying)
        for old, new in found.items()
    ]
    taken = set(found.values())
    put_in = [Pair(None, part, None, new + 1) for new, part in enumerate(after) if new not in taken]
    rows = sorted([*kept, *put_in], key=lambda pair: pair.place_after or 0)
    for old, part in enumerate(before):
        if old not in found:
            rows.insert(_place_among(rows, old), Pair(part, None, old + 1, None))
    return rows


def _matches(before: tuple[Part, ...], after: tuple[Part, ...]) -> dict[int, int]:
    """The places of the same parts: by their numbers, then what is equal, then by their names."""
    found: dict[int, int] = {}

    def match(known_by: Callable[[Part], Hashable | None]) -> None:
        taken = set(found.values())
        waiting = _by_key(
            (new, known_by(part)) for new, part in enumerate(after) if new not in taken
        )
        for old, part in enumerate(before):
            same = waiting.get(known_by(part)) if old not in found else None
            if same:
                found[old] = same.pop(0)

    match(lambda part: (part.name, part.key) if part.key else None)
    match(lambda part: part)
    if not all(part.key for part in (*before, *after)):
        match(lambda part: part.name)
    return found


def _by_key(places: Iterable[tuple[int, Hashable | None]]) -> dict[Hashable | None, list[int]]:
    found: dict[Hashable | None, list[int]] = {}
    for place, key in places:
        if key is not None:
            found.setdefault(key, []).append(place)
    return found


def _longest_rising(numbers: list[int]) -> set[int]:
    """The most numbers that stand in their order already: what has not moved."""
    ends: list[int] = []
    chains: list[tuple[int, ...]] = []
    for number in numbers:
        place = bisect_left(ends, number)
        chain = (*(chains[place - 1] if place else ()), number)
        ends[place : place + 1], chains[place : place + 1] = [number], [chain]
    return set(chains[-1]) if chains else set()


def _place_among(rows: list[Pair], old: int) -> int:
    """Where something that is gone stood: behind what stood before it and has not moved."""
    earlier = [
        place
        for place, row in enumerate(rows, start=1)
        if row.place_before is not None and row.place_before <= old and not row.has_moved
    ]
    return max(earlier, default=0)
