"""Keeps the translation catalogues in step with the site's own words.

    python -m tools.catalogues update    collect the words anew (`make messages`)
    python -m tools.catalogues check     tell whether that would change anything, and what is
                                         untranslated or fuzzy in the languages that we ship

Both need gettext's programs; where they are missing the check says so in one line and passes,
unless ``CI=true``.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import polib

from cms.operations.catalogues import SHIPPED, Key, current_entries, gaps_in, keys

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("cms", "home", "chapters", "zine", "templates", "locale", "manage.py")
NOT_THE_SITE = ("bench", "tests", "tools", "var")
OPTIONS = ("--no-location", "--no-wrap", "--no-obsolete", "--verbosity=0")


def catalogue(folder: Path, language: str) -> Path:
    return folder / "locale" / language / "LC_MESSAGES" / "django.po"


def collect_words(folder: Path, languages: Iterable[str]) -> None:
    """Collect the words of the sources in ``folder`` into the catalogues that lie there too."""
    locales = [f"--locale={language}" for language in languages]
    ignored = [f"--ignore={name}" for name in NOT_THE_SITE]
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", *locales, *ignored, *OPTIONS],
        cwd=folder,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "cms.settings.development"},
        stdin=subprocess.DEVNULL,
        check=True,
    )


def copy_sources(folder: Path) -> None:
    ignored = shutil.ignore_patterns("__pycache__", "*.mo", "*.pyc")
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=ignored)
        elif source.exists():
            shutil.copy2(source, folder / name)


def problems(committed: Path, collected: Path) -> list[str]:
    """Return what stands between a committed catalogue and one that is complete and current."""
    if not committed.exists():
        return ["there is no catalogue; run `make messages`"]
    ours = polib.pofile(str(committed))
    current, held = keys(current_entries(collected)), keys(current_entries(committed))
    gaps = gaps_in(committed, held)
    return [
        *(
            f"not collected yet: {key[1]!r}; run `make messages`"
            for key in sorted_keys(current - held)
        ),
        *(f"used no more: {key[1]!r}; run `make messages`" for key in sorted_keys(held - current)),
        *(f"obsolete: {entry.msgid!r}; delete it" for entry in ours.obsolete_entries()),
        *(f"untranslated: {word!r}" for word in gaps.missing),
        *(f"fuzzy: {word!r}" for word in gaps.fuzzy),
        *(f"a machine's draft: {word!r}; read it" for word in gaps.unreviewed),
    ]


def sorted_keys(some: set[Key]) -> list[Key]:
    return sorted(some, key=lambda key: (key[1], key[0] or ""))


def check() -> int:
    """Compare, in a copy of the sources, what is committed with what would be collected."""
    if not shutil.which("xgettext"):
        print("Not checked: gettext's programs are missing (Debian: gettext).")
        return int(os.environ.get("CI") == "true")
    found = False
    with tempfile.TemporaryDirectory(prefix="cms-words-") as name:
        copy = Path(name)
        copy_sources(copy)
        collect_words(copy, SHIPPED)
        for language in SHIPPED:
            for problem in problems(catalogue(ROOT, language), catalogue(copy, language)):
                print(f"{language}: {problem}")
                found = True
    return int(found)


def update() -> int:
    if not shutil.which("xgettext"):
        print("Collecting words needs gettext's programs (Debian: gettext).")
        return 1
    collect_words(ROOT, sorted(path.parts[-3] for path in ROOT.glob("locale/*/*/django.po")))
    return 0


if __name__ == "__main__":
    commands = {"check": check, "update": update}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        sys.exit("Say check or update.")
    sys.exit(commands[sys.argv[1]]())
