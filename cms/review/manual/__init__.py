"""The manual of whoever writes: what one does most often, step by step, each with a picture.

It is written in a file for each language beside this one. The screen under Help and the documents
(`docs/editing.md` and those in other languages) are made of the same steps.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

FOLDER = Path(__file__).parent
DOCS = Path(settings.BASE_DIR) / "docs"
PICTURES = "../cms/review/static"
SOURCE = "en"
BEGIN, END = "<!-- The manual begins. -->", "<!-- The manual ends. -->"


@dataclass(frozen=True)
class Step:
    """Something to do; ``seen`` says what its picture shows."""

    key: str
    title: str
    text: str
    seen: str

    @property
    def picture(self) -> str:
        """The picture's name among the static files."""
        return f"review/manual/{self.key}.webp"


@dataclass(frozen=True)
class Manual:
    """The manual in a language."""

    code: str
    title: str
    introduction: str
    steps: tuple[Step, ...]


def languages() -> list[str]:
    """The codes of the languages that the manual is written in."""
    return sorted(file.stem for file in FOLDER.glob("*.toml"))


@cache
def manual(language_code: str) -> Manual:
    """The manual in a language; in the source language where nobody has translated it."""
    code = language_code if language_code in languages() else SOURCE
    said = tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    steps = tuple(Step(**step) for step in said["steps"])
    return Manual(code, said["title"], said["introduction"], steps)


def document_of(language_code: str) -> Path:
    """The document in a language, such as ``docs/editing.es.md``."""
    return DOCS / ("editing.md" if language_code == SOURCE else f"editing.{language_code}.md")


def with_manual(document: str, language_code: str) -> str:
    """A document with the manual in its place, or at its end where it has none yet."""
    before, _begin, rest = document.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{_written(manual(language_code))}\n{END}{after or '\n'}"


def write_documents() -> None:
    """Write the manual into the document of each language."""
    for code in languages():
        file = document_of(code)
        file.write_text(with_manual(file.read_text(encoding="utf-8"), code), encoding="utf-8")


def _written(said: Manual) -> str:
    parts = [f"## {said.title}\n\n{said.introduction}\n"]
    parts += [
        f"### {number}. {step.title}\n\n{step.text}\n\n![{step.seen}]({PICTURES}/{step.picture})\n"
        for number, step in enumerate(said.steps, start=1)
    ]
    return "\n".join(parts)
