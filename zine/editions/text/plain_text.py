"""An issue as plain text: for e-mail, small devices, and whoever wants the words alone."""

import re
from collections.abc import Iterator

from ..document import model as d
from ..words import LICENCES, grouped, labels_of
from .lines import hanging, paragraphs, title, words


def plain_text(document: d.Document) -> str:
    """Return the issue as text: notes are numbered in brackets and stand at the end."""
    text = "\n".join(_lines(document)).strip() + "\n"
    return re.sub(r"\n{3,}", "\n\n", text)


def _lines(document: d.Document) -> Iterator[str]:
    imprint = document.imprint
    labels = labels_of(document)
    yield from title(imprint.title, "=")
    yield f"{imprint.publisher}. {labels['number']}"
    yield from paragraphs([imprint.tagline, imprint.summary])
    for block in document.blocks:
        yield ""
        yield from block.lines()
    if document.notes:
        yield ""
        yield from title(labels["notes"], "-")
        for note in document.notes:
            yield from hanging(f"[{note.number}] ", words(note.runs))
    yield ""
    yield from title(labels["licence"], "-")
    licence = LICENCES[imprint.licence]
    yield from paragraphs([*imprint.credits, f"{licence.name}. {labels[licence.label]}"])
    yield from paragraphs([licence.address, labels["check"], grouped(document.digest)])
