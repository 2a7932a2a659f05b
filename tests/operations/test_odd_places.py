"""`make run` in odd places: folders, accounts, languages, a second run, an old ``var/``.

These drive the command itself, at a terminal, in copies of the project without ``.git``. They run
once, on SQLite: ``make test`` leaves them out of its other stages. Each run that serves ends in a
way that no other does (``test_signals`` says why).
"""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
from pathlib import Path

import pytest

from .lived_in import ODD_NAME, Crashed, LivedIn, status
from .places import (
    SERVING,
    STOPPING,
    Place,
    a_port,
    as_nobody,
    assert_ends,
    interpreter,
    temporary_folder,
)

pytestmark = pytest.mark.places

# Path, account, network, locale, no .git


def test_the_site_runs_in_the_oddest_place(lived_in: LivedIn) -> None:
    interrupted, shown = lived_in.shown
    assert set(lived_in.statuses.values()) == {200}
    assert "12 demo accounts" in shown
    assert interrupted.endswith(f"^C{STOPPING}\n")
    assert "Traceback" not in interrupted + shown
    assert lived_in.left == []


def test_a_folder_of_another_account_is_told_in_a_sentence(empty_place: Place) -> None:
    account, why_not = as_nobody()
    if why_not:
        pytest.skip(f"There is no other account to try: {why_not}.")
    with temporary_folder() as elsewhere:
        place = empty_place.copy(elsewhere / "of root")
        place.prefix = account
        with place.running() as terminal:
            assert terminal.finish() != 0
    assert "belongs to another account" in terminal.shown
    assert len(sentences(terminal.shown)) == 1


def sentences(shown: str) -> list[str]:
    """The lines that were shown but for what make says of a command that failed."""
    return [line for line in shown.splitlines() if line and not line.startswith("make: ***")]


# Other Pythons


def pythons() -> list[str]:
    """The supported Pythons of this machine, each version once."""
    candidates = [interpreter()]
    for minor in range(12, 16):
        homes = Path("~/.pyenv/versions").expanduser().glob(f"3.{minor}.*/bin/python3")
        on_path = shutil.which(f"python3.{minor}")
        candidates += [*map(str, homes), *([on_path] if on_path else [])]
    by_version = {version_of(python): python for python in reversed(candidates)}
    return [python for version, python in sorted(by_version.items()) if version]


def version_of(python: str) -> str:
    """What a Python says of itself; empty where it does not run or lacks what venv needs."""
    command = [python, "-c", "import ensurepip, ssl, sqlite3, sys, venv; print(sys.version)"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout
    except OSError:
        return ""


@pytest.mark.parametrize("python", pythons())
def test_each_python_reads_all_code_and_gets_to_the_packages(python: str, tmp_path: Path) -> None:
    """Its packages themselves are not installed: that takes minutes, and a network."""
    place = Place.unpack(tmp_path / "Ein Ort")
    command = [python, "-m", "compileall", "-q", "-f", "."]
    done = subprocess.run(command, cwd=place.folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_CONFIG_FILE": os.devnull}
    with place.running(PYTHON=python, PIP_RETRIES="0", **nowhere) as terminal:
        assert terminal.finish() != 0
    assert sentences(terminal.shown) == [
        "Making the environment in .venv ...",
        "Installing what requirements.txt names (once; a minute or two) ...",
        (
            "The packages could not be installed: the package index cannot be reached; check the "
            "network and try again."
        ),
    ]
    assert version_of(str(place.folder / ".venv/bin/python")) == version_of(python)


# A port, a language


def taken(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen()
    return listener


def test_a_taken_port_is_told_with_one_that_is_free(empty_place: Place) -> None:
    port = int(a_port())
    with taken(port), taken(port + 1), empty_place.running(PORT=str(port)) as terminal:
        assert terminal.finish() != 0
    [line] = sentences(terminal.shown)
    assert line.startswith(f"Port {port} is in use: stop what uses it or choose another, such as ")
    suggested = int(line.partition("PORT=")[2].partition(" ")[0])
    assert suggested > port + 1


def test_a_language_that_the_site_does_not_know_is_told_in_a_sentence(empty_place: Place) -> None:
    with empty_place.running(PORT=a_port(), SITE_LANGUAGES="en, nl") as terminal:
        assert terminal.finish() != 0
    [line] = sentences(terminal.shown)
    assert line == (
        "SITE_LANGUAGES names 'nl' (Dutch), which the site does not know enough of yet: to add it, "
        "put how it is written and set into cms/pages/languages.py and the words of its editions "
        "into zine/editions/labels.toml."
    )


# A second run, a crash


def test_a_second_run_is_told_so_and_a_crash_leaves_no_process(crashed: Crashed) -> None:
    """What else starts from there shows that the crash is in nobody's way."""
    [line] = sentences(crashed.second)
    assert line == (
        f"The site runs from var/ already, or is about to, at {crashed.address} "
        f"(process {crashed.supervisor}): use that one, or stop it first."
    )
    assert crashed.status == 200
    assert crashed.left == []


# Languages


def test_languages_that_are_taken_away_are_gone_and_nothing_else_is(place: Place) -> None:
    port = a_port()
    with place.running(PORT=port, SITE_LANGUAGES="en") as terminal:
        terminal.wait_for_text(SERVING)
        for path in ("/en/", "/en/zine/101/", "/en/search/?q=boston", "/admin/login/"):
            assert status(port, path) == 200, path
        assert status(port, "/es/") == 404
        assert_ends(place, terminal, signal.SIGTERM)


# What is written, an old var/


def test_everything_is_written_inside_of_it_by_its_account(lived_in: LivedIn) -> None:
    assert lived_in.beside == [ODD_NAME]
    media = lived_in.place.folder / "var" / "media"
    assert len(list(media.glob("*/original_images/*"))) >= 15
    assert (lived_in.place.folder / "var" / "site.sqlite3").stat().st_size > 1_000_000
    assert lived_in.owners == [65534 if as_nobody()[0] else os.geteuid()]


def test_a_database_of_other_migrations_is_told_in_a_sentence(place: Place) -> None:
    database = place.folder / "var" / "site.sqlite3"
    with sqlite3.connect(database) as connection:
        connection.execute("ALTER TABLE zine_zineissuepage RENAME COLUMN tagline TO motto")
    connection.close()
    with place.running(PORT=a_port()) as terminal:
        assert terminal.finish() != 0
    assert sentences(terminal.shown)[-1] == (
        f"The database {database} was made by another version of the code (the table "
        "zine_zineissuepage lacks the column tagline), and the migrations of this one cannot bring "
        "it up to date: to keep it, `mv var var-before`, and `make run` starts anew; the version "
        "that made it opens it again under the name var, to copy texts from."
    )
    assert "Traceback" not in terminal.shown
