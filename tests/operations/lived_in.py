"""Places in which the site has run, and what was seen of it: the oddest one, and one that crashed.

They are made at the same time, each by one process for all that run tests.
"""

import os
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from tests import prepared_database

from .places import ROOT, SERVING, Place, Terminal, a_port, as_nobody, without_network

ODD_NAME = "Projekt Zürich – naïve, 100%41 #1? a+b '$HOME'"
PAGES = ("/en/", "/es/chapters/boston/", "/ar/zine/101/", "/admin/login/", "/sitemap.xml")
PORT = "8123"  # In a network of its own, where nothing else listens.
FETCH = """
import os, sys, urllib.request
process, port, *paths = sys.argv[1:]
os.setns(os.pidfd_open(int(process)), os.CLONE_NEWNET)
for path in paths:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as response:
        print(response.status)
"""


@dataclass(frozen=True)
class LivedIn:
    """A place in which the site has run, and what was seen of that."""

    place: Place
    shown: list[str]
    statuses: dict[str, int]
    left: list[str]
    owners: list[int]
    beside: list[str]


@dataclass(frozen=True)
class Crashed:
    """A place whose site was told to run twice, and was then killed while it served."""

    place: Place
    address: str
    supervisor: int
    second: str
    status: int
    left: list[str]


def crash_in(place: Place) -> dict[str, object]:
    """Run the site, try to run it again beside, and kill what started it.

    To save time it finds the typefaces and the tables that the tests have; in the oddest place
    both are made from nothing.
    """
    shutil.copytree(ROOT / "var" / "assets", place.folder / "var" / "assets")
    if prepared_database.prepared_file().exists():
        shutil.copy(prepared_database.prepared_file(), place.folder / "var" / "site.sqlite3")
    port = a_port()
    with place.running(PORT=port) as first:
        first.wait_for_text(SERVING)
        with Place(place.folder).running(PORT=a_port()) as second:
            assert second.finish() != 0
        answered = status(port, "/en/")
        supervisor = next(
            pid for pid, words in place.processes().items() if words.endswith("-m tools.run")
        )
        os.kill(supervisor, signal.SIGKILL)
        first.wait_for(lambda: not place.processes())
        return {
            "address": f"http://127.0.0.1:{port}/",
            "supervisor": supervisor,
            "second": second.shown,
            "status": answered,
            "left": list(place.processes().values()),
        }


def live_in(elsewhere: Path) -> dict[str, object]:
    """Run the site as another account, without a network, under a name with all that is odd."""
    place = Place.unpack(elsewhere / ODD_NAME)
    place.install()
    account, no_account = as_nobody()
    network, no_network = without_network()
    for why in filter(None, (no_account, no_network)):
        print(f"Not tried: {why}.")
    place.prefix = (*network, *account)
    if account:
        for path in (place.folder, *place.folder.rglob("*")):
            os.chown(path, 65534, 65534, follow_symlinks=False)
    port = PORT if network else a_port()
    with place.running(PORT=port, DEMO_PASSWORD="a password for these tests") as terminal:
        # Once cut short while it writes: nothing half-done is in the way of the second time.
        terminal.wait_for_text("Loading the starter content")
        terminal.type("\x03")
        terminal.finish()
        interrupted = terminal.shown
    with place.running(PORT=port, DEMO_PASSWORD="a password for these tests") as terminal:
        terminal.wait_for_text(SERVING)
        statuses = fetched(terminal, port, PAGES)
        terminal.hang_up()
        terminal.finish()
        shown = [interrupted, terminal.shown]
    written = [path for path in (place.folder / "var").rglob("*") if path.is_file()]
    return {
        "shown": shown,
        "statuses": statuses,
        "left": list(place.processes().values()),
        "owners": sorted({path.stat().st_uid for path in written}),
        "beside": sorted(path.name for path in elsewhere.iterdir()),
    }


def fetched(terminal: Terminal, port: str, paths: tuple[str, ...]) -> dict[str, int]:
    """What pages answer, asked from within the network that the site is in."""
    command = [sys.executable, "-c", FETCH, str(terminal.process.pid), port, *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return dict(zip(paths, map(int, done.stdout.split()), strict=True))


def status(port: str, path: str) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code
