"""Compiles the translation catalogues (.po) that Django reads (.mo), without gettext's programs."""

import os
import tempfile
from pathlib import Path

import polib


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
