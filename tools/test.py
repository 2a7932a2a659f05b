"""`make test`: the suite on SQLite, then on PostgreSQL and in a browser where there are any.

Arguments go to pytest. What cannot be run is said before anything runs, so that the last lines
are pytest's own; with ``CI=true`` it is a failure.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from tools.postgres import ClusterError, find_programs, throwaway_cluster
from tools.processes import die_with_parent

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NO_TESTS_COLLECTED = 5
PYTEST = (sys.executable, "-m", "pytest", "-n", "2")


@dataclass
class Stages:
    """What ran and how it ended."""

    arguments: list[str]
    failed: list[str] = field(default_factory=list)

    def run(self, name: str, *options: str, **environment: str) -> None:
        print(f"\n=== {name} ===")
        done = subprocess.run(
            [*PYTEST, *options, *self.arguments],
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            preexec_fn=die_with_parent,
            check=False,
        )
        # A selection (-k, a path) may leave a stage without tests; the whole suite may not.
        nothing_selected = done.returncode == NO_TESTS_COLLECTED and self.arguments
        if done.returncode and not nothing_selected:
            self.failed.append(name)


def missing(programs: Path | None, browser: str | None) -> list[str]:
    """Return one line for each part of the suite that cannot be run here."""
    lines = []
    if programs is None:
        lines.append("Not run on PostgreSQL: no server programs found (Debian: postgresql).")
    if browser is None:
        lines.append("Not run in a browser: no Chromium found (Debian: chromium).")
    return lines


@contextlib.contextmanager
def ended_by_a_signal() -> Iterator[None]:
    """Turn a request to stop into an exit, so that what was started is cleared up."""

    def stopped(number: int, _frame: FrameType | None) -> None:
        sys.exit(128 + number)

    for each in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, stopped)
    yield


def prepare() -> int:
    """Build what the tests look at; return what that process ended with."""
    command = [sys.executable, "-m", "tools.prepare", "--for-tests"]
    return subprocess.run(command, check=False).returncode


def run_everything(stages: Stages, programs: Path | None, browser: str | None) -> None:
    stages.run("SQLite", DATABASE_URL="sqlite://:memory:")
    if programs:
        with throwaway_cluster(programs) as url:
            stages.run("PostgreSQL", DATABASE_URL=url)
    if browser:
        stages.run("Browser", "-m", "browser", DATABASE_URL="sqlite://:memory:", CHROMIUM=browser)


def main() -> int:
    programs = find_programs()
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    lines = missing(programs, browser)
    for line in lines:
        print(line)
    if lines and os.environ.get("CI") == "true":
        print("With CI=true this is a failure.")
        return 1
    if prepare():
        return 1
    stages = Stages(sys.argv[1:])
    with ended_by_a_signal():
        try:
            run_everything(stages, programs, browser)
        except ClusterError as error:
            stages.failed.append(f"PostgreSQL: {error}")
    if stages.failed:
        print(f"\nFailed: {'; '.join(stages.failed)}.")
    return bool(stages.failed)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("Stopped.")
