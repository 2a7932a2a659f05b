"""Copies of the project in which `make run` itself is driven."""

import contextlib
import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from .lived_in import ODD_NAME, Crashed, LivedIn, crash_in, live_in
from .places import Place, temporary_folder

type Seen = dict[str, Any]


@contextlib.contextmanager
def once_for_all(
    tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Seen]
) -> Iterator[tuple[Path, Seen]]:
    """A folder of this name, and what was seen when the first process of a run filled it."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    folder = folder / name
    folder.mkdir(exist_ok=True)
    seen = folder / "seen.json"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not seen.exists():
            seen.write_text(json.dumps(make(folder)))
    yield folder, json.loads(seen.read_text())


@pytest.fixture(scope="session")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivedIn]:
    """The oddest place of all; made once for all processes of a run, for it takes a while."""

    def make(folder: Path) -> Seen:
        with temporary_folder() as elsewhere:
            found = live_in(elsewhere)
            shutil.copytree(
                elsewhere / ODD_NAME, folder / ODD_NAME, ignore=shutil.ignore_patterns(".venv")
            )
        return found

    with once_for_all(tmp_path_factory, "oddest place", make) as (folder, seen):
        yield LivedIn(Place(folder / ODD_NAME), **seen)


@pytest.fixture(scope="session")
def crashed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crashed]:
    """A place whose site was killed while it served; made once for all processes of a run."""

    def make(folder: Path) -> Seen:
        place = Place.unpack(folder / "place")
        place.install()
        return crash_in(place)

    with once_for_all(tmp_path_factory, "crashed place", make) as (folder, seen):
        yield Crashed(Place(folder / "place"), **seen)


@pytest.fixture
def place(crashed: Crashed, tmp_path: Path) -> Place:
    """A copy of the place that crashed with its ``var/``: that is in nobody's way."""
    return crashed.place.copy(tmp_path / "copy")


@pytest.fixture
def empty_place(tmp_path: Path) -> Place:
    """A place in which nothing has run yet."""
    place = Place.unpack(tmp_path / "empty place")
    place.install()
    return place
