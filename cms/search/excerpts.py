"""The part of a text that shows best why it was found, with what was found marked."""

from dataclasses import dataclass

from .folding import Word, words
from .query import Query

EXCERPT_LENGTH = 240
LEAD = 60
ELLIPSIS = "…"


@dataclass(frozen=True)
class Part:
    """A piece of text; the template marks those that were found, and escapes them all."""

    text: str
    is_found: bool = False


def highlight(text: str, query: Query) -> list[Part]:
    """Return the whole text in parts."""
    return _parts(text, 0, len(text), _found(text, query))


def excerpt(text: str, query: Query) -> list[Part]:
    """Return at most about ``EXCERPT_LENGTH`` signs of the text, where it has most of the query."""
    found = _found(text, query)
    first, last = _window(text, found)
    parts = _parts(text, first, last, found)
    before = [Part(f"{ELLIPSIS} ")] if first > 0 else []
    after = [Part(f" {ELLIPSIS}")] if last < len(text) else []
    return [*before, *parts, *after]


def _found(text: str, query: Query) -> list[Word]:
    return [word for word in words(text) if query.matches(word.folded)]


def _window(text: str, found: list[Word]) -> tuple[int, int]:
    """Return where the excerpt begins and ends, at the edges of words."""

    def variety(index: int) -> int:
        end = found[index].start + EXCERPT_LENGTH - LEAD
        return len({word.folded for word in found[index : index + 50] if word.end <= end})

    best = max(range(len(found)), key=variety, default=None)
    start = 0 if best is None else max(0, found[best].start - LEAD)
    if start > 0:
        space = text.find(" ", start, start + LEAD)
        start = space + 1 if space >= 0 else start
    end = min(len(text), start + EXCERPT_LENGTH)
    if end < len(text):
        space = text.rfind(" ", start + EXCERPT_LENGTH // 2, end)
        end = space if space >= 0 else end
    return start, end


def _parts(text: str, first: int, last: int, found: list[Word]) -> list[Part]:
    parts: list[Part] = []
    place = first
    for word in found:
        if word.start < place or word.end > last:
            continue
        if word.start > place:
            parts.append(Part(text[place : word.start]))
        parts.append(Part(text[word.start : word.end], is_found=True))
        place = word.end
    if place < last:
        parts.append(Part(text[place:last]))
    return parts
