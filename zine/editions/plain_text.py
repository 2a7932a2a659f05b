"""An issue as plain text: for e-mail, small devices, and whoever wants the words alone."""

import re
import textwrap
from collections.abc import Iterable, Iterator

from . import document as d
from .languages import LICENCES, language
from .pdf import grouped, labels_of

WIDTH = 78


def plain_text(document: d.Document) -> str:
    """Return the issue as text: notes are numbered in brackets and stand at the end."""
    text = "\n".join(_lines(document)).strip() + "\n"
    return re.sub(r"\n{3,}", "\n\n", text)


def _lines(document: d.Document) -> Iterator[str]:
    imprint = document.imprint
    labels = labels_of(document, language(document.language))
    yield from _title(imprint.title, "=")
    yield f"{imprint.publisher}. {labels['number']}"
    yield from _paragraphs([imprint.tagline, imprint.summary])
    for block in document.blocks:
        yield ""
        yield from _block(block)
    if document.notes:
        yield ""
        yield from _title(labels["notes"], "-")
        for note in document.notes:
            yield from _hanging(f"[{note.number}] ", words(note.runs))
    yield ""
    yield from _title(labels["licence"], "-")
    licence = LICENCES[imprint.licence]
    yield from _paragraphs([*imprint.credits, f"{licence.name}. {labels[licence.label]}"])
    yield from _paragraphs([licence.address, labels["check"], grouped(document.digest)])


def _block(block: d.Block) -> Iterator[str]:  # noqa: C901, PLR0912 - one case a block
    match block:
        case d.Heading():
            yield from _title(block.text, "-" if block.level == 1 else "")
        case d.Paragraph():
            yield from _flow(block.flow)
        case d.Image():
            yield from _paragraphs([block.picture.alt and f"[{block.picture.alt}]"])
            yield from _paragraphs([block.caption, block.credit])
        case d.PullQuote():
            yield from _wrapped(block.quotation, "    ", "    ")
            yield from _wrapped(block.attribution and f"— {block.attribution}", "    ", "    ")
        case d.NumberedPoints():
            for number, point in enumerate(block.points, 1):
                yield from _hanging(f"{number}. ", point.statement)
                yield from _flow(point.flow, "   ")
        case d.Checklist():
            yield from _paragraphs([block.title])
            for item in block.items:
                yield from _hanging("[ ] ", item)
        case d.Callout():
            yield from _paragraphs([block.title])
            yield from _flow(block.flow, "  | ")
        case d.Article():
            yield from _title(block.title, "-")
            yield from _paragraphs([block.byline, block.summary])
        case d.Contacts():
            yield from _paragraphs([block.title])
            for contact in block.contacts:
                line = f"{contact.name}: {contact.shown}"
                yield from _hanging("* ", f"{line} ({contact.note})" if contact.note else line)
        case d.PageBreak():
            pass  # Plain text has no pages.
        case d.Facts():
            for fact in block.facts:
                yield from _hanging("* ", f"{fact.figure}: {fact.text} {fact.source}".strip())
        case d.CallToAction():
            yield from _paragraphs([f"{block.text}: {block.href}"])
        case d.Principle():
            yield from _paragraphs([f"{block.label}. {block.statement}"])
            yield from _flow(block.flow, "  | ")


def _flow(flow: Iterable[d.Flow], indent: str = "") -> Iterator[str]:
    for index, part in enumerate(flow):
        if isinstance(part, d.Text):
            yield from [indent.rstrip()] if index else []
            yield from _wrapped(words(part.runs), indent, indent)
        else:
            yield from _list(part, indent)


def _list(part: d.ItemList, indent: str) -> Iterator[str]:
    for number, item in enumerate(part.items, 1):
        mark = f"{number}. " if part.ordered else "* "
        yield from _wrapped(words(item.runs), indent + mark, indent + " " * len(mark))
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


def _title(text: str, underline: str) -> Iterator[str]:
    yield text
    if underline:
        yield underline * min(len(text), WIDTH)


def _paragraphs(texts: Iterable[str]) -> Iterator[str]:
    for text in filter(None, texts):
        yield from _wrapped(text, "", "")
        yield ""


def _hanging(mark: str, text: str) -> Iterator[str]:
    return _wrapped(text, mark, " " * len(mark))


def _wrapped(text: str, first: str, rest: str) -> Iterator[str]:
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
