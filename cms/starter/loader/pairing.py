"""Pairs an English table with its translation: the same shape, and only words differ.

In these functions ``words`` is ``None`` while the English content itself is written, else the
value that the translation gives; ``UNGIVEN`` where it gives none.
"""

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any, Final

from .files import StarterPlace, Table


class Ungiven(Enum):
    """Stands for a value that a translation leaves to the English file."""

    UNGIVEN = "ungiven"


UNGIVEN: Final = Ungiven.UNGIVEN


def given(words: Any, name: str) -> Any:
    """Return what a translation's table gives under ``name``."""
    return None if words is None else words.get(name, UNGIVEN)


def translated(english: Any, words: Any, name: str, place: StarterPlace) -> str:
    """Return the words of this language for an English text."""
    if not isinstance(english, str):
        raise place.error(f"“{name}” must be text.")
    if words is None:
        return english
    if words is UNGIVEN:
        if english:
            raise place.error(f"“{name}” is not translated.")
        return ""
    if not isinstance(words, str):
        raise place.error(f"“{name}” must be text.")
    if bool(words.strip()) != bool(english.strip()):
        raise place.error(f"“{name}” is empty in one language and not in the other.")
    return words


def same(english: Any, words: Any, name: str, place: StarterPlace) -> Any:
    """Return a value that is the same in every language."""
    if words is not None and words is not UNGIVEN and words != english:
        raise place.error(
            f"“{name}” is {words!r} here and {english!r} in the English file; it is the same in "
            "every language, so leave it out here."
        )
    return english


def tables(value: Any, name: str, place: StarterPlace) -> list[Table]:
    """Return ``value`` if it is a list of tables."""
    if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
        raise place.error(f"“{name}” must be a list of tables ([[{name}]]).")
    return value


def lists(english: Any, words: Any, name: str, place: StarterPlace) -> tuple[list[Any], list[Any]]:
    """Return both languages' items, of the same number; without translation, ``None`` for each."""
    if not isinstance(english, list):
        raise place.error(f"“{name}” must be a list.")
    if words is None:
        return english, [None] * len(english)
    if words is UNGIVEN:
        words = []
    if not isinstance(words, list):
        raise place.error(f"“{name}” must be a list.")
    if len(words) != len(english):
        raise place.error(f"“{name}” has {len(words)} items here and {len(english)} in English.")
    return english, words


def check_names(
    english: Table, words: Table | None, known: Iterable[str], place: StarterPlace
) -> None:
    """Raise StarterContentError for names that do not belong in a table."""
    known = sorted(known)
    for name in english:
        if name not in known:
            raise place.error(
                f"“{name}” is not known here. Known: {', '.join(known) or 'nothing'}."
            )
    for name in words or ():
        if name not in english:
            raise place.error(f"“{name}” has nothing in the English file that it translates.")
