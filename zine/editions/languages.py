"""The languages of editions, each with the words that editions add to an issue's own."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import django.conf.locale

from cms.pages import languages

LABELS = Path(__file__).with_name("labels.toml")


@dataclass(frozen=True)
class Language(languages.Language):
    """A language, with the words that editions add to an issue's own."""

    @property
    def labels(self) -> Mapping[str, str]:
        return _labels()[self.tag.lower()]

    @property
    def own_name(self) -> str:
        """What the language is called by those who speak it."""
        return str(django.conf.locale.LANG_INFO[self.tag.lower()]["name_local"])


LANGUAGES = {code: Language(**vars(known)) for code, known in languages.LANGUAGES.items()}


def language(code: str) -> Language:
    """Return the language of a locale's code, such as ``pt-br``. Raises KeyError for others."""
    return LANGUAGES[code.lower()]


@cache
def _labels() -> Mapping[str, Mapping[str, str]]:
    with LABELS.open("rb") as file:
        return tomllib.load(file)
