"""What a text is made of, for comparisons: values and what holds them, as people know them.

Two parts are equal where their values are; numbers of blocks, labels and words for people are no
part of a value.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What sort of value it is: how it is shown, and as what it is counted."""

    WORDS = "words"
    DESCRIPTION = "description"
    NUMBER = "number"
    LINK = "link"
    PICTURE = "picture"
    DOCUMENT = "document"
    DATE = "date"
    SETTING = "setting"


# What is written in the language of the text, and compared word by word.
WRITTEN = frozenset({Kind.WORDS, Kind.DESCRIPTION})


@dataclass(frozen=True)
class Mark:
    """What a word of rich text is: bold, a link, in another language."""

    tag: str
    attributes: tuple[tuple[str, str], ...] = ()

    @property
    def is_link(self) -> bool:
        return self.tag == "a"


@dataclass(frozen=True)
class Run:
    """Words with the same marks; with ``begins``, the name of what begins here, and no words."""

    text: str
    marks: tuple[Mark, ...] = ()
    begins: str = ""


@dataclass(frozen=True)
class Value:
    """One value of a text. ``exact`` tells it from every other, ``runs`` say it in words."""

    name: str
    exact: str
    label: str = field(compare=False)
    kind: Kind = field(compare=False)
    runs: tuple[Run, ...] = field(compare=False)
    picture: Any = field(default=None, compare=False)
    key: str = field(default="", compare=False)

    @property
    def is_empty(self) -> bool:
        return not self.runs


@dataclass(frozen=True)
class Holder:
    """What holds values: a block, an entry of a list, a list, the text as a whole.

    ``key`` is the number by which the same block is known in another version; in a sequence the
    order of the parts matters.
    """

    name: str
    parts: tuple["Part", ...]
    # What tells it from another of the same parts: it refers to something that is gone.
    rest: str = field(default="", kw_only=True)
    label: str = field(compare=False)
    key: str = field(default="", compare=False)
    is_sequence: bool = field(default=False, compare=False)

    @property
    def is_empty(self) -> bool:
        """Whether it is a list without entries: a block says something by being there."""
        return self.is_sequence and not self.parts


type Part = Value | Holder
