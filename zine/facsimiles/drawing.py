"""Draws a PDF's pages and takes down their words, a few at a time, in a process of its own."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cms.sandbox import runner

from . import limits
from .reading_order import Frame

# What pdfium gives for a hyphen at a line's end: the word goes on.
HYPHEN = re.compile("[\ufffe\x02\xad]\\s?")
# A line that is this full goes on in the next one, unless its sentence ends there.
FULL_LINE = 0.75
PROSE = 30
SENTENCE_ENDS = (".", "!", "?", ":", "؟", "。", "…", "”", "»")
# Letters in the shapes they are printed in; what readers write and look for are plain letters.
SHAPED = re.compile("[\ufb00-\ufdff\ufe70-\ufefc]+")


@dataclass(frozen=True)
class DrawnPage:
    """A page as readers get it: its words, its measures in pixels, its pictures by width."""

    text: str
    width: int
    height: int
    is_blank: bool
    pictures: dict[int, bytes]


def draw(content: bytes, frames: Sequence[Frame]) -> list[DrawnPage]:
    """Return the pages that ``frames`` cut out of a PDF. Raises ``WorkerError``."""
    wanted = [
        {"page": frame.sheet, "box": frame.box, "upside_down": frame.upside_down}
        for frame in frames
    ]
    request = {"frames": wanted, "widths": limits.WIDTHS}
    answer = runner.run(limits.READER, request, {"source.pdf": content}, limits.DRAWING)
    pictures = iter(answer.parts)
    return [
        DrawnPage(
            tidied(fact["words"]),
            fact["width"],
            fact["height"],
            fact["blank"],
            {width: next(pictures) for width in limits.WIDTHS},
        )
        for fact in answer.facts["facsimile_pages"]
    ]


def tidied(words: str) -> str:
    """Return a page's words as text: plain letters, whole words, a line for each paragraph."""
    text = HYPHEN.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))
    text = SHAPED.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text)
    lines = [line for line in map(_line, text.split("\n")) if line]
    return "\n".join(_paragraphs(lines))


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """Join the lines of running text; headings and lists keep theirs."""
    full = max(map(len, lines), default=0) * FULL_LINE
    paragraph = ""
    goes_on = False
    for line in lines:
        if paragraph and not goes_on:
            yield paragraph
            paragraph = ""
        paragraph = f"{paragraph} {line}" if paragraph else line
        goes_on = len(line) >= max(full, PROSE) and not line.endswith(SENTENCE_ENDS)
    if paragraph:
        yield paragraph


def _line(line: str) -> str:
    """Return a line without what is no sign; nothing of one that has neither letter nor digit."""
    kept = "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in line)
    return " ".join(kept.split()) if any(map(str.isalnum, kept)) else ""
