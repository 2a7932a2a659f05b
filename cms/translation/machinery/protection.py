"""Terms of the glossary, kept out of a machine's hands.

A term is sent as a sign that no language has for a word; its wording is put in its place again in
what comes back. Where a sign is lost or doubled, the machine's text is of no use.
"""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

TAGS = re.compile(r"(<[^>]*>)")
SIGN = re.compile(r"QX(\d+)XQ", re.IGNORECASE)


class Term(Protocol):
    """What is asked of a term: what it may be called; nothing where anything will do."""

    @property
    def wanted(self) -> tuple[str, ...]: ...


class Terms(Protocol):
    """What cuts a text into pieces, each with the term that it is: ``desk.glossary.Glossary``."""

    def pieces(self, text: str) -> Iterable[tuple[str, Term | None]]: ...


@dataclass(frozen=True)
class Protected:
    """A text with signs in it, and what each sign stands for, by its number."""

    text: str
    wordings: tuple[str, ...] = ()

    def restored(self, translated: str) -> str | None:
        """The translation with its terms; None where a sign is lost, doubled or made up."""
        found = sorted(int(number) for number in SIGN.findall(translated))
        if found != list(range(len(self.wordings))):
            return None
        return SIGN.sub(lambda match: self.wordings[int(match[1])], translated)


def protect(data: str, terms: Terms) -> Protected:
    """Put a sign in the place of each term between the tags of a text.

    A text that holds such a sign itself keeps its terms as they are.
    """
    if SIGN.search(data):
        return Protected(data)
    wordings: list[str] = []
    parts = []
    for part in TAGS.split(data):
        if part.startswith("<"):
            parts.append(part)
            continue
        for piece, term in terms.pieces(part):
            if term is not None and term.wanted:
                parts.append(f"QX{len(wordings)}XQ")
                wordings.append(html.escape(term.wanted[0], quote=False))
            else:
                parts.append(piece)
    return Protected("".join(parts), tuple(wordings))
