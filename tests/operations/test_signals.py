"""Signals and terminals: however `make run` is ended, no process is left and one line says so.

As in ``test_odd_places``, the command itself is driven, on SQLite, once. To bring the site up takes
twenty seconds of the processor, so the runs that serve, there and here, end each in another way.
"""

import contextlib
import os
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from .lived_in import status
from .places import SERVING, STOPPING, Place, Terminal, a_port, assert_ends

pytestmark = pytest.mark.places


# What `make` itself may say to a Ctrl-C: that it was interrupted or, where that comes between the
# fork of its first child and its note of it, that it finds none, once or, where it then waits for
# the others, twice (GNU make 4.3, once in 60 runs). None of it is ours to change.
OF_MAKE = re.compile(
    r"make: .* Interrupt"
    r"|make: \*\*\* wait: No child processes\.  Stop\."
    r"|make: \*\*\* Waiting for unfinished jobs\.\.\.\."
)


@dataclass(frozen=True)
class Moment:
    """When a signal comes: after what was shown, or once a process like this runs."""

    text: str
    process: str = ""
    line: str = STOPPING


MOMENTS = {
    "installing": Moment("Installing what", "-m pip install", "Stopped."),
    "building": Moment("Building the fonts"),
    "migrating": Moment("Bringing the database up to date"),
}
NUMBERS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@pytest.fixture
def silent_index() -> Iterator[str]:
    """A package index that takes every connection and never answers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/simple"


@pytest.mark.parametrize("name", MOMENTS)
@pytest.mark.parametrize("number", NUMBERS)
def test_a_signal_leaves_no_process_and_one_line(
    empty_place: Place, silent_index: str, name: str, number: signal.Signals
) -> None:
    if name == "installing":
        (empty_place.folder / ".venv" / "installed-requirements.txt").unlink()
    index = {"PIP_INDEX_URL": silent_index, "PIP_CONFIG_FILE": os.devnull}
    with reached(empty_place, MOMENTS[name], **index) as terminal:
        assert_ends(empty_place, terminal, number, MOMENTS[name].line)


@contextlib.contextmanager
def reached(place: Place, moment: Moment, **variables: str) -> Iterator[Terminal]:
    """Have a place come to a moment before it serves."""
    with place.running(PORT=a_port(), **variables) as terminal:
        terminal.wait_for_text(moment.text)
        terminal.wait_for(
            lambda: any(moment.process in command for command in place.processes().values())
        )
        yield terminal


def test_no_moment_of_the_start_is_a_bad_one(empty_place: Place, silent_index: str) -> None:
    """While make, the shell and Python themselves begin, when nothing of ours listens yet."""
    (empty_place.folder / ".venv" / "installed-requirements.txt").unlink()
    index = {"PIP_INDEX_URL": silent_index, "PIP_CONFIG_FILE": os.devnull}
    for hundredths in range(0, 50, 4):
        with empty_place.running(PORT=a_port(), **index) as terminal:
            with contextlib.suppress(subprocess.TimeoutExpired):
                terminal.process.wait(hundredths / 100)
            terminal.type("\x03")
            terminal.finish()
            assert empty_place.processes() == {}
        lines = terminal.shown.replace("^C", "").splitlines()
        ours = [line for line in lines if line and not OF_MAKE.fullmatch(line)]
        assert [line for line in ours if not line.endswith(" ...")] in ([], ["Stopped."]), (
            terminal.shown
        )


def test_all_pause_and_go_on_together_and_end_by_a_key(place: Place) -> None:
    """At a shell, which is what pauses and resumes; with a language more than before."""
    port = a_port()
    languages = {"SITE_LANGUAGES": "en, es, de"}
    with place.running("bash", "--norc", "--noprofile", "-i", PORT=port, **languages) as terminal:
        terminal.type("make run\n")
        terminal.wait_for_text(SERVING)
        shell = terminal.process.pid
        terminal.type("\x1a")
        terminal.wait_for_text("Stopped")
        assert len(place.processes()) >= 6
        terminal.wait_for(lambda: place.states(but=shell) == {"T"})
        terminal.type("fg\n")
        terminal.wait_for(lambda: "T" not in place.states(but=shell))
        assert (status(port, "/es/"), status(port, "/de/")) == (200, 404)
        before = len(terminal.shown)
        terminal.type("\x03")
        terminal.wait_for_text(STOPPING)
        terminal.wait_for(lambda: set(place.processes()) == {shell})
        assert terminal.lines_of_stopping(before) == [STOPPING], terminal.shown
        terminal.type("exit\n")
        terminal.finish()
    assert "The interface is in English on German pages until there is locale/de" in terminal.shown
