"""A part of a text that is not as it was."""

from dataclasses import dataclass
from functools import cached_property
from typing import cast

from .pairing import Pair
from .parts import WRITTEN, Kind, Part, Value
from .wording import STAYS, Line, lines, pieces


@dataclass(frozen=True)
class Difference:
    """A part that is not as it was: put in, taken out, moved, or with differences in it."""

    pair: Pair
    parts: tuple["Difference", ...] = ()
    is_in_sequence: bool = False

    @property
    def part(self) -> Part:
        """The part as it is now, or as it was before it was taken out."""
        # One of the two is there: a pair of nothing is none.
        return cast("Part", self.pair.after or self.pair.before)

    @property
    def label(self) -> str:
        return self.part.label

    @property
    def place(self) -> int | None:
        """Which of its sequence it is, or was."""
        return (self.pair.place_after or self.pair.place_before) if self.is_in_sequence else None

    @property
    def is_value(self) -> bool:
        return isinstance(self.part, Value)

    @property
    def is_new(self) -> bool:
        return self.pair.before is None

    @property
    def is_gone(self) -> bool:
        return self.pair.after is None

    @property
    def is_one_sided(self) -> bool:
        """Whether all of it came or went, so that no word has to say so again."""
        return self.is_new or self.is_gone

    @property
    def has_changed(self) -> bool:
        return self.pair.before != self.pair.after

    @property
    def is_picture(self) -> bool:
        return isinstance(self.part, Value) and self.part.kind is Kind.PICTURE

    @cached_property
    def lines(self) -> list[Line]:
        """A value's words by paragraphs, old and new in one."""
        return lines(pieces(_value(self.pair.before), _value(self.pair.after)))

    @property
    def shows_nothing(self) -> bool:
        """Whether it differs in what no reader sees, such as how its markup is written."""
        if not self.is_value:
            return not self.parts and not (self.is_one_sided or self.pair.has_moved)
        told = (piece for line in self.lines for piece in (line.begins, *line.pieces))
        return all(piece is None or piece.how == STAYS for piece in told)

    @property
    def is_written(self) -> bool:
        """Whether it is in the language of the text, and not of whoever reads the comparison."""
        return isinstance(self.part, Value) and self.part.kind in WRITTEN

    @property
    def gist(self) -> str:
        """The first words of a block or an entry, by which people know it, unless they follow."""
        if not self.is_in_sequence or self.is_one_sided or _has_written(self):
            return ""
        return _first_words(self.part)


def _first_words(part: Part) -> str:
    if isinstance(part, Value):
        return "".join(run.text for run in part.runs) if part.kind in WRITTEN else ""
    return next((words for each in part.parts if (words := _first_words(each))), "")


def _value(part: Part | None) -> Value | None:
    return part if isinstance(part, Value) else None


def _has_written(difference: Difference) -> bool:
    own = difference.is_value and difference.is_written and difference.has_changed
    return own or any(_has_written(each) for each in difference.parts)
