"""Footnotes: numbered through a whole text, with links both ways.

A paragraph's text marks its notes by superscript numbers counted from 1 in that paragraph.
``Footnotes`` collects the notes of all paragraphs of a text in the order in which they are
rendered and gives each its number in the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wagtail.rich_text import RichText

MARKER = re.compile(r"<sup>\s*(\d+)\s*</sup>")


@dataclass(frozen=True)
class Footnote:
    """A note and its number in the whole text, counted from 1."""

    number: int
    text: RichText


def footnote_markers(source: str) -> list[int]:
    """Return the superscript numbers of a paragraph's rich text, in order."""
    return [int(number) for number in MARKER.findall(source)]


class Footnotes:
    """The notes of one rendering of one text, or of a part of it with ``before`` notes before.

    Where several texts stand on a page, each has a ``prefix`` for the anchors of its notes.
    """

    def __init__(self, before: int = 0, prefix: str = "") -> None:
        self.before = before
        self.prefix = prefix
        self.notes: list[Footnote] = []

    def __iter__(self) -> Iterator[Footnote]:
        return iter(self.notes)

    def number(self, text: RichText, notes: list[RichText]) -> RichText:
        """Take up a paragraph's notes; return its text with the markers linked to them."""
        first = self.before + len(self.notes) + 1
        self.notes += [Footnote(first + index, note) for index, note in enumerate(notes)]

        prefix = self.prefix

        def link(match: re.Match[str]) -> str:
            local = int(match.group(1))
            if not 1 <= local <= len(notes):
                return match.group(0)
            number = first + local - 1
            return (
                f'<sup><a href="#{prefix}note-{number}" id="{prefix}note-reference-{number}" '
                f'role="doc-noteref">{number}</a></sup>'
            )

        return RichText(MARKER.sub(link, text.source)) if notes else text
