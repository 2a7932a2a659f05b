"""Which words of two versions of a value differ, their marks included."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby

from cms.pages.bidi import NUMBER_OR_ADDRESS

from .marks import begins_in_words, in_words
from .parts import WRITTEN, Kind, Mark, Run, Value

SIGNS = re.compile(
    rf"(?P<whole>{NUMBER_OR_ADDRESS})|\n|[\w\u0300-\u036f\u0591-\u05c7\u064b-\u0652]+|\s|."
)
STAYS, GONE, NEW = "stays", "gone", "new"


@dataclass(frozen=True)
class Piece:
    """Neighbouring words that all stayed, were taken out or were put in, with the same marks."""

    how: str
    text: str
    marks: tuple[Mark, ...] = ()
    begins: str = ""
    is_whole: bool = False
    # Space that came or went with no word: it has to be named to be seen.
    is_bare_space: bool = False

    @property
    def is_blank(self) -> bool:
        """Space beside a word that came or went: struck through, it would read as a dash."""
        return not self.begins and not self.is_bare_space and self.text.isspace()

    @property
    def is_number(self) -> bool:
        """Whether it is a number to dial, which is not broken into two lines."""
        return self.is_whole and not any(sign.isalpha() for sign in self.text)

    @property
    def notes(self) -> list[str]:
        """What words are that came or went: bold, a link and where it leads."""
        return (
            []
            if self.how == STAYS or not self.text.strip()
            else [in_words(mark) for mark in self.marks]
        )

    @property
    def begins_in_words(self) -> str:
        return begins_in_words(self.begins)


@dataclass(frozen=True)
class Line:
    """The pieces of a paragraph; ``begins`` where its beginning itself came or went."""

    begins: Piece | None
    pieces: list[Piece]


@dataclass(frozen=True)
class Token:
    """A word, a sign, a whole number or address, or the beginning of a paragraph.

    The space behind it is compared for itself: else the commonest sign of all would decide what
    is found to be the same.
    """

    text: str
    marks: tuple[Mark, ...]
    begins: str
    is_whole: bool
    space: str = ""

    @property
    def known_by(self) -> tuple[object, ...]:
        return self.text, self.marks, self.begins


def pieces(before: Value | None, after: Value | None) -> list[Piece]:
    """Both versions in one, word by word where it is written in the language of the text."""
    if before and after and before.kind in WRITTEN:
        return _joined(_compared(tokens_of(before), tokens_of(after)))
    sides = ((GONE, before), (NEW, after))
    return _joined(
        piece
        for how, value in sides
        if value is not None
        for token in tokens_of(value)
        for piece in _told(how, token)
    )


def tokens_of(value: Value) -> list[Token]:
    """The words of a value; what reads as one, such as a telephone number, is one."""
    tokens: list[Token] = []
    for run in value.runs:
        if run.begins:
            tokens.append(Token("", run.marks, run.begins, is_whole=False))
        elif value.kind in (Kind.NUMBER, Kind.LINK):
            tokens.append(Token(run.text, run.marks, "", is_whole=True))
        else:
            _split(run, tokens)
    return tokens


def _split(run: Run, tokens: list[Token]) -> None:
    """Add the words of a run; space goes to the word before it, if that has the same marks."""
    for found in SIGNS.finditer(run.text):
        text = found.group()
        if text == "\n":
            tokens.append(Token("", run.marks, "line", is_whole=False))
        elif text.isspace() and tokens and tokens[-1].marks == run.marks:
            tokens[-1] = replace(tokens[-1], space=tokens[-1].space + text)
        else:
            tokens.append(Token(text, run.marks, "", is_whole=bool(found["whole"])))


def _compared(before: list[Token], after: list[Token]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, [t.known_by for t in before], [t.known_by for t in after])
    operations = matcher.get_opcodes()
    equal = (before[a:b] for operation, a, b, _c, _d in operations if operation == "equal")
    if before != after and not any(_stays(token) for tokens in equal for token in tokens):
        operations = [("replace", 0, len(before), 0, len(after))]
    for operation, a, b, c, d in operations:
        if operation == "equal":
            for old, new in zip(before[a:b], after[c:d], strict=True):
                yield from _same(old, new)
            continue
        for token in before[a:b]:
            yield from _told(GONE, token)
        for token in after[c:d]:
            yield from _told(NEW, token)


def _stays(token: Token) -> bool:
    """Whether it says something by having stayed, as a full stop between other words does not."""
    return bool(token.begins) or any(sign.isalnum() for sign in token.text)


def _same(old: Token, new: Token) -> Iterator[Piece]:
    if old.space == new.space:
        yield from _told(STAYS, new)
        return
    yield _piece(STAYS, new)
    for how, space in ((GONE, old.space), (NEW, new.space)):
        if space:
            yield Piece(how, space, new.marks, is_bare_space=True)


def _told(how: str, token: Token) -> Iterator[Piece]:
    yield _piece(how, token)
    if token.space:
        yield Piece(how, token.space, token.marks)


def _piece(how: str, token: Token) -> Piece:
    is_bare_space = how != STAYS and token.text.isspace()
    return Piece(how, token.text, token.marks, token.begins, token.is_whole, is_bare_space)


def _joined(found: Iterable[Piece]) -> list[Piece]:
    """The same with neighbours in one where nothing tells them apart."""
    joined: list[Piece] = []
    for _key, group in groupby(found, key=_is_apart):
        first, *others = group
        if first.begins or first.is_whole:
            joined += [first, *others]
        else:
            joined.append(replace(first, text="".join(p.text for p in (first, *others))))
    return joined


def _is_apart(piece: Piece) -> tuple[object, ...]:
    return piece.how, piece.marks, piece.begins, piece.is_whole, piece.is_bare_space


def lines(found: Iterable[Piece]) -> list[Line]:
    """Pieces by the paragraphs that they stand in: words of two are never glued."""
    by_line = [Line(None, [])]
    for piece in found:
        if not piece.begins:
            by_line[-1].pieces.append(piece)
        elif piece.how == STAYS:
            by_line.append(Line(None, []))
        else:
            by_line.append(Line(piece, []))
    return [line for line in by_line if line.begins or line.pieces]
