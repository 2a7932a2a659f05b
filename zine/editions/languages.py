"""How each language is set: direction, script, hyphenation, and the words that editions add."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

type Script = Literal["latin", "arabic", "hebrew", "chinese"]

LABELS = Path(__file__).with_name("labels.toml")


@dataclass(frozen=True)
class Language:
    """A language's tag (BCP 47), Typst's names for it, and how it is set."""

    tag: str
    lang: str
    region: str | None = None
    script: Script = "latin"
    hyphenated: bool = False

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        return "rtl" if self.script in ("arabic", "hebrew") else "ltr"

    @property
    def labels(self) -> Mapping[str, str]:
        return _labels()[self.tag.lower()]


LANGUAGES = {
    language.tag.lower(): language
    for language in (
        Language("en", "en", "US", hyphenated=True),
        Language("es", "es", hyphenated=True),
        Language("pt-BR", "pt", "BR", hyphenated=True),
        Language("ht", "ht"),
        Language("fr", "fr", hyphenated=True),
        Language("ar", "ar", script="arabic"),
        Language("yi", "yi", script="hebrew"),
        Language("he", "he", script="hebrew"),
        Language("vi", "vi"),
        Language("zh-Hans", "zh", "CN", script="chinese"),
    )
}


def language(code: str) -> Language:
    """Return the language of a locale's code, such as ``pt-br``. Raises KeyError for others."""
    return LANGUAGES[code.lower()]


@cache
def _labels() -> Mapping[str, Mapping[str, str]]:
    with LABELS.open("rb") as file:
        return tomllib.load(file)


@dataclass(frozen=True)
class Licence:
    """A licence's short name, its address if it has one, and the label that explains it."""

    name: str
    address: str
    label: str


LICENCES = {
    "CC-BY-SA-4.0": Licence(
        "CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/", "by-sa"
    ),
    "CC-BY-NC-SA-4.0": Licence(
        "CC BY-NC-SA 4.0", "https://creativecommons.org/licenses/by-nc-sa/4.0/", "by-nc-sa"
    ),
    "CC0-1.0": Licence("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/", "cc0"),
    "all-rights-reserved": Licence("©", "", "all-rights-reserved"),
}
