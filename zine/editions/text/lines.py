"""Lines of plain text: titles, paragraphs, lists, none longer than ``WIDTH``."""

import textwrap
from collections.abc import Iterable, Iterator

from ..document import model as d

WIDTH = 78


def flow_lines(flow: Iterable[d.Flow], indent: str = "") -> Iterator[str]:
    for index, part in enumerate(flow):
        if isinstance(part, d.Text):
            yield from [indent.rstrip()] if index else []
            yield from wrapped(words(part.runs), indent, indent)
        else:
            yield from _list(part, indent)


def _list(part: d.ItemList, indent: str) -> Iterator[str]:
    for number, item in enumerate(part.items, 1):
        mark = f"{number}. " if part.ordered else "* "
        yield from wrapped(words(item.runs), indent + mark, indent + " " * len(mark))
        for child in item.children:
            yield from _list(child, indent + "  ")


def words(runs: d.Runs) -> str:
    """Return runs as text; a link is followed by its address, a note by its number."""
    parts: list[str] = []
    for run in runs:
        parts.append(f"[{run.note}]" if run.note else run.text)
        if run.href and run.href != run.text:
            parts.append(f" <{run.href}>")
    return "".join(parts)


def title(text: str, underline: str) -> Iterator[str]:
    yield text
    if underline:
        yield underline * min(len(text), WIDTH)


def paragraphs(texts: Iterable[str]) -> Iterator[str]:
    for text in filter(None, texts):
        yield from wrapped(text, "", "")
        yield ""


def hanging(mark: str, text: str) -> Iterator[str]:
    return wrapped(text, mark, " " * len(mark))


def wrapped(text: str, first: str, rest: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield from textwrap.wrap(
            line,
            WIDTH,
            initial_indent=first,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )
        first = rest
