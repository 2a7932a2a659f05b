"""The interface's words in each language: catalogues (.po), and what of them is not done yet.

They are compiled into what Django reads (.mo) without gettext's programs. A text that a machine
drafted says so in a translator's comment, which whoever corrects it takes away.
"""

import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import polib

# The languages that the site ships with: none of their words is missing, unsure or a draft.
SHIPPED = ("es", "ar")
MACHINE_DRAFT = "machine draft"

type Key = tuple[str | None, str, str]


@dataclass
class Gaps:
    """The words of a catalogue that nobody has translated, is sure of, or has read."""

    missing: list[str] = field(default_factory=list)
    fuzzy: list[str] = field(default_factory=list)
    unreviewed: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.missing or self.fuzzy or self.unreviewed)


def keys(entries: Iterable[polib.POEntry]) -> set[Key]:
    """What the words of entries are found by."""
    return {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in entries}


def current_entries(catalogue: Path) -> list[polib.POEntry]:
    """The entries that the site uses; none where there is no such file."""
    if not catalogue.exists():
        return []
    return [entry for entry in polib.pofile(str(catalogue)) if not entry.obsolete]


def words_of(catalogues: Iterable[Path]) -> set[Key]:
    """Every word of the site: what any of these catalogues holds."""
    return {key for catalogue in catalogues for key in keys(current_entries(catalogue))}


def gaps_in(catalogue: Path, words: set[Key]) -> Gaps:
    """What is not done in a catalogue that should hold these words."""
    entries = current_entries(catalogue)
    empty = {entry.msgid for entry in entries if not entry.translated() and not entry.fuzzy}
    return Gaps(
        missing=sorted({msgid for _context, msgid, _plural in words - keys(entries)} | empty),
        fuzzy=sorted(entry.msgid for entry in entries if entry.fuzzy),
        unreviewed=sorted(entry.msgid for entry in entries if is_machine_draft(entry)),
    )


def is_machine_draft(entry: polib.POEntry) -> bool:
    """Whether the entry's comment says that no person has read it."""
    return MACHINE_DRAFT in (entry.tcomment or "").casefold()


def compile_catalogues(folder: Path) -> list[Path]:
    """Compile every catalogue below ``folder`` that changed since it was; return those files.

    Each file appears at once and whole, so that processes may do this side by side.
    """
    return [
        compile_catalogue(source)
        for source in sorted(folder.glob("*/LC_MESSAGES/*.po"))
        if is_stale(source)
    ]


def is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


def compile_catalogue(source: Path) -> Path:
    """Compile one catalogue and return the file that Django reads."""
    compiled = source.with_suffix(".mo")
    handle, unfinished = tempfile.mkstemp(dir=source.parent, suffix=".part")
    os.close(handle)
    polib.pofile(str(source)).save_as_mofile(unfinished)
    Path(unfinished).chmod(0o644)
    Path(unfinished).replace(compiled)
    return compiled
