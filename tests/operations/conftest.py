"""Copies of the project in which `make run` itself is driven."""

import fcntl
import json
import os
import shutil
from pathlib import Path

import pytest

from .lived_in import ODD_NAME, LivedIn, live_in
from .places import Place, temporary_folder


@pytest.fixture(scope="session")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> LivedIn:
    """The oddest place of all; made once for all processes of a run, for it takes a while."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    folder = folder / "places"
    folder.mkdir(exist_ok=True)
    seen = folder / "seen.json"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not seen.exists():
            with temporary_folder() as elsewhere:
                found = live_in(elsewhere)
                shutil.copytree(
                    elsewhere / ODD_NAME, folder / ODD_NAME, ignore=shutil.ignore_patterns(".venv")
                )
            seen.write_text(json.dumps(found))
    return LivedIn(Place(folder / ODD_NAME), **json.loads(seen.read_text()))


@pytest.fixture
def place(lived_in: LivedIn, tmp_path: Path) -> Place:
    """A copy of the place with its ``var/``, under an ordinary name."""
    return lived_in.place.copy(tmp_path / "copy")


@pytest.fixture
def empty_place(tmp_path: Path) -> Place:
    """A place in which nothing has run yet."""
    place = Place.unpack(tmp_path / "empty place")
    place.install()
    return place
