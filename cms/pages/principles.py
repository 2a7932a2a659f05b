"""The principles, for what refers to one by its key. An app above keeps them."""

from collections.abc import Callable, Mapping

from wagtail.models import Locale

type Choices = Callable[[], list[tuple[str, str]]]
type Words = Callable[[str, Locale], Mapping[str, str]]

_kept: list[tuple[Choices, Words]] = []


def register_principles(choices: Choices, words: Words) -> None:
    """Let the app that keeps the principles tell of them.

    ``choices`` gives each one's key and statement for editors; ``words`` the ``statement`` and
    ``explanation`` of the one with a key in a language, as readers may see it, or nothing.
    """
    _kept[:] = [(choices, words)]


def principle_choices() -> list[tuple[str, str]]:
    """The principles' keys, each with its statement in the source language."""
    return [choice for choices, _words in _kept for choice in choices()]


def principle_words(key: str, locale: Locale) -> dict[str, str]:
    """What a principle says in a language; empty where it is not there."""
    found: dict[str, str] = {}
    for _choices, words in _kept:
        found |= words(key, locale)
    return found
