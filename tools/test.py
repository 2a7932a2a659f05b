"""`make test`: the suite on PostgreSQL, what depends on the database on SQLite too, and browsers.

Without PostgreSQL's programs the whole suite runs on SQLite. Arguments go to pytest. What cannot be
run is said before anything runs, so that the last lines are pytest's own; with ``CI=true`` it is a
failure. SQLite and the browsers run at the same time, for both leave the processor waiting: what
one of them has to say is held back until the other has ended.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

from tools.postgres import ClusterError, find_programs, throwaway_cluster
from tools.processes import die_with_parent
from tools.webkit import WebKit, find_webkit

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NO_TESTS_COLLECTED = 5
SQLITE = "sqlite://:memory:"
# `tests.balance` deals the modules out, in their order: those that empty the database come last.
WORKERS = ("-n", str(os.cpu_count() or 1), "--dist=loadscope", "--no-loadscope-reorder")
PYTEST = (sys.executable, "-m", "pytest", *WORKERS)
SLOWEST = ("--durations=20", "--durations-min=1")


class PreparationError(Exception):
    """Why no test can begin."""


@dataclass(frozen=True)
class Stage:
    """A part of the suite: the marks that it asks for, and what its processes are told."""

    name: str
    marks: str
    environment: dict[str, str]


@dataclass
class Stages:
    """What ran and how it ended."""

    arguments: list[str]
    failed: list[str] = field(default_factory=list)

    def run(self, *stages: Stage) -> None:
        """Run stages at the same time; show the first as it goes, the others when they end."""
        first, *others = stages
        with contextlib.ExitStack() as stack:
            shown = [stack.enter_context(tempfile.TemporaryFile()) for _other in others]
            started = [self.start(each, file) for each, file in zip(others, shown, strict=True)]
            print(f"\n=== {first.name} ===", flush=True)
            self.end(first, self.start(first, None))
            for stage, process, file in zip(others, started, shown, strict=True):
                process.wait()
                print(f"\n=== {stage.name} ===", flush=True)
                file.seek(0)
                shutil.copyfileobj(file, sys.stdout.buffer)
                sys.stdout.flush()
                self.end(stage, process)

    def start(self, stage: Stage, output: IO[bytes] | None) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [*PYTEST, *SLOWEST, "-m", stage.marks, *self.arguments],
            env=os.environ | stage.environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            preexec_fn=die_with_parent,  # noqa: PLW1509  (no thread runs that it could harm)
        )

    def end(self, stage: Stage, process: subprocess.Popen[bytes]) -> None:
        code = process.wait()
        # A selection (-k, a path) may leave a stage without tests; the whole suite may not.
        nothing_selected = code == NO_TESTS_COLLECTED and self.arguments
        if code and not nothing_selected:
            self.failed.append(stage.name)


def missing(programs: Path | None, browser: str | None, webkit: WebKit | None) -> list[str]:
    """Return one line for each part of the suite that cannot be run here."""
    lines = []
    if programs is None:
        lines.append("Not run on PostgreSQL: no server programs found (Debian: postgresql).")
    if browser is None:
        lines.append("Not run in a browser: no Chromium found (Debian: chromium).")
    if webkit is None:
        lines.append("Not run in WebKit: no driver found (Debian: webkit2gtk-driver, xvfb).")
    if find_nginx() is None:
        lines.append("Not run behind a web server: no nginx found (Debian: nginx-light).")
    if shutil.which("age-keygen") is None:
        lines.append("Not run on encrypted backups: no age found (Debian: age).")
    return lines


def find_nginx() -> str | None:
    """Return the web server's program; Debian keeps it where ordinary accounts do not look."""
    return shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")


@contextlib.contextmanager
def ended_by_a_signal() -> Iterator[None]:
    """Turn a request to stop into an exit, so that what was started is cleared up."""

    def stopped(number: int, _frame: FrameType | None) -> None:
        sys.exit(128 + number)

    for each in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, stopped)
    yield


def prepare(*databases: str) -> int:
    """Build what the tests look at, and databases for them to begin with, all at the same time.

    Return zero, or what a process that failed ended with.
    """
    build = [sys.executable, "-m", "tools.prepare", "--for-tests"]
    migrate = [sys.executable, "-m", "tests.prepare"]
    commands = [(build, {}), *((migrate, {"DATABASE_URL": url}) for url in databases)]
    started = [
        subprocess.Popen(
            command,
            env=os.environ | more,
            preexec_fn=die_with_parent,  # noqa: PLW1509  (no thread runs that it could harm)
        )
        for command, more in commands
    ]
    return max((process.wait() for process in started), key=abs)


def run_everything(
    stages: Stages, programs: Path | None, browser: str | None, webkit: WebKit | None
) -> None:
    """Run every stage that can be; raise PreparationError where what they need fails."""
    with contextlib.ExitStack() as stack:
        server = [stack.enter_context(throwaway_cluster(programs))] if programs else []
        if prepare(SQLITE, *server):
            raise PreparationError("what the tests look at could not be built")
        for url in server:
            stages.run(Stage("PostgreSQL", "not browser and not places", {"DATABASE_URL": url}))
    marks = "sqlite or places" if programs else "not browser"
    together = [Stage("SQLite", marks, {"DATABASE_URL": SQLITE})]
    if browser or webkit:
        environment = {"DATABASE_URL": SQLITE, "CHROMIUM": browser or ""}
        together.append(Stage("Browser", "browser", environment))
    stages.run(*together)


def main() -> int:
    programs = find_programs()
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    webkit = find_webkit()
    lines = missing(programs, browser, webkit)
    for line in lines:
        print(line)
    if lines and os.environ.get("CI") == "true":
        print("With CI=true this is a failure.")
        return 1
    stages = Stages(sys.argv[1:])
    with ended_by_a_signal():
        try:
            run_everything(stages, programs, browser, webkit)
        except ClusterError as error:
            stages.failed.append(f"PostgreSQL: {error}")
        except PreparationError as error:
            stages.failed.append(f"{error}")
    if stages.failed:
        print(f"\nFailed: {'; '.join(stages.failed)}.")
    return bool(stages.failed)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("Stopped.")
