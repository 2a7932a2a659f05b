"""Reads starter content from its folder. See ``cms/starter/README.md``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

type Table = Mapping[str, Any]

SOURCE_LANGUAGE = "en"
PICTURES = "pictures"
HOME = "home.toml"
IDENTITY = "identity.toml"
PEOPLE = "people.toml"
RECORDS = (IDENTITY, PEOPLE)
CONTACTS = "contacts.toml"
MOVED_ON = "moved-on.toml"
MOTION = "motion.toml"


class StarterContentError(Exception):
    """Starter content that cannot be used. The message names the file and the place in it."""


@dataclass(frozen=True)
class StarterPlace:
    """A place in a starter file, for messages."""

    file: str
    trail: tuple[str, ...] = ()

    def __str__(self) -> str:
        return ", ".join((self.file, *self.trail))

    def inside(self, part: str) -> "StarterPlace":
        return StarterPlace(self.file, (*self.trail, part))

    def error(self, problem: str) -> StarterContentError:
        return StarterContentError(f"{self}: {problem}")


@dataclass(frozen=True)
class StarterFile:
    """One file's table and where it came from."""

    table: Table
    place: StarterPlace


@dataclass(frozen=True)
class StarterLanguage:
    """Everything that one language's folder says. Pages by address: "" or "chapters/boston/"."""

    code: str
    pages: Mapping[str, StarterFile]
    records: Mapping[str, StarterFile]


def read_starter(folder: Path) -> list[StarterLanguage]:
    """Return every language of ``folder``, the source language first.

    Raises StarterContentError where a file is not TOML, where a page has no parent, and where a
    language lacks a file that English has or has one that English lacks.
    """
    folders = (path.name for path in folder.iterdir() if path.is_dir())
    codes = sorted(name for name in folders if name != PICTURES)
    if SOURCE_LANGUAGE not in codes:
        raise StarterContentError(f"There is no folder “{SOURCE_LANGUAGE}” in the starter content.")
    codes.remove(SOURCE_LANGUAGE)
    languages = [_read_language(folder, code) for code in (SOURCE_LANGUAGE, *codes)]
    for language in languages[1:]:
        _require_same_files(languages[0], language)
    _require_parents(languages[0])
    return languages


def read_beside(folder: Path, name: str) -> StarterFile | None:
    """Return a file that stands beside the languages; ``None`` where there is none."""
    path = folder / name
    return StarterFile(_read_table(path, name), StarterPlace(name)) if path.exists() else None


def _read_language(folder: Path, code: str) -> StarterLanguage:
    pages: dict[str, StarterFile] = {}
    records: dict[str, StarterFile] = {}
    root = folder / code
    for path in sorted(root.rglob("*.toml")):
        name = path.relative_to(root).as_posix()
        file = StarterFile(_read_table(path, f"{code}/{name}"), StarterPlace(f"{code}/{name}"))
        if name in RECORDS:
            records[name] = file
        else:
            pages["" if name == HOME else name.removesuffix(".toml") + "/"] = file
    return StarterLanguage(code, pages, records)


def _read_table(path: Path, name: str) -> Table:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StarterContentError(f"{name}: this is not TOML: {error}") from error


def _require_same_files(source: StarterLanguage, language: StarterLanguage) -> None:
    ours = {file.place.file for file in (*language.pages.values(), *language.records.values())}
    expected = {
        file.place.file.replace(f"{source.code}/", f"{language.code}/", 1)
        for file in (*source.pages.values(), *source.records.values())
    }
    for name in sorted(expected - ours):
        raise StarterContentError(f"{name} is missing: the English folder has it.")
    for name in sorted(ours - expected):
        raise StarterContentError(f"{name} has no English file that it translates.")


def _require_parents(language: StarterLanguage) -> None:
    if "" not in language.pages:
        raise StarterContentError(f"{language.code}/{HOME} is missing: it is the home page.")
    for address, file in language.pages.items():
        parent = parent_address(address)
        if address and parent not in language.pages:
            raise file.place.error(f"there is no page at “{parent}” to put it under.")


def parent_address(address: str) -> str:
    """Return the address one step up: "chapters/" for "chapters/boston/", "" for "chapters/"."""
    return address.rstrip("/").rpartition("/")[0] + "/" if "/" in address[:-1] else ""
