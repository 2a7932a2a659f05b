"""Copies of the project in odd places, as somebody gets them who unpacks an archive of it.

A copy has no ``.git``. Its environment is a real one, whose packages are those of the environment
that the tests run in: only their installation is spared.
"""

import contextlib
import fcntl
import os
import pty
import select
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import termios
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tools import bootstrap
from tools.ports import free_port
from tools.processes import STOP_SIGNALS

ROOT = Path(__file__).parents[2]
SOURCES = (
    *("cms", "home", "chapters", "zine", "templates", "locale", "tools"),
    *("Makefile", "manage.py", "requirements.txt", ".python-version"),
)
SECONDS = 300
SERVING = "Ctrl-C stops it."
STOPPING = "Stopping ... stopped."
NOBODY = 65534
# Has the loopback interface of a new network come up, then becomes the command.
LOOPBACK = """
import fcntl, os, socket, struct, sys
with socket.socket() as any_socket:
    fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh", b"lo", 1))
os.execvp(sys.argv[1], sys.argv[1:])
"""


def interpreter() -> str:
    """The Python that the running environment was made with."""
    return str(Path(sys.base_prefix, "bin", f"python{sys.version_info[0]}.{sys.version_info[1]}"))


@contextlib.contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder that every account may enter; pytest's own are closed to all but one."""
    with tempfile.TemporaryDirectory(prefix="cms-places-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@dataclass
class Place:
    """A copy of the project in a folder, with what its processes are known by."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    prefix: tuple[str, ...] = ()
    mark: str = field(default_factory=lambda: uuid.uuid4().hex)

    @classmethod
    def unpack(cls, folder: Path) -> "Place":
        """Copy the sources into a folder, and what Python has made of them, to save time."""
        unwanted = shutil.ignore_patterns("*.mo")
        for name in SOURCES:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, folder / name, ignore=unwanted)
            else:
                folder.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, folder / name)
        return cls(folder)

    def install(self) -> None:
        """Make ``.venv`` as the bootstrap would, with the packages of this environment."""
        venv = self.folder / ".venv"
        command = [interpreter(), "-m", "venv", "--without-pip", str(venv)]
        subprocess.run(command, check=True)
        packages = next(venv.glob("lib/python*/site-packages"))
        (packages / "running.pth").write_text(sysconfig.get_path("purelib"))
        (venv / "bin" / "pip").touch()
        (venv / "installed-requirements.txt").write_text(bootstrap.digest("requirements.txt"))

    def copy(self, folder: Path) -> "Place":
        """Copy the place with its ``var/``, and make an environment there."""
        unwanted = shutil.ignore_patterns(".venv", "run.lock")
        shutil.copytree(self.folder, folder, ignore=unwanted)
        place = Place(folder)
        place.install()
        return place

    def variables(self, **more: str) -> dict[str, str]:
        """An environment that says nothing but what it must: no tools but the system's own."""
        plain = {"PATH": "/usr/bin:/bin", "HOME": str(self.folder), "PYTHON": interpreter()}
        return plain | {"PLACE": self.mark, "LANG": "C", "LC_ALL": "C"} | self.environment | more

    @contextlib.contextmanager
    def running(self, *command: str, **variables: str) -> Iterator["Terminal"]:
        """Carry out a command, ``make run`` if none is given, at a terminal of its own."""
        terminal = Terminal(
            [*self.prefix, *(command or ("make", "run"))], self.folder, self.variables(**variables)
        )
        try:
            yield terminal
        finally:
            terminal.close()
            for pid in self.processes():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)

    def processes(self) -> dict[int, str]:
        """The processes that were started here and are left, with their command lines."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if self.mark.encode() in (folder / "environ").read_bytes():
                    words = (folder / "cmdline").read_bytes().split(b"\0")
                    found[int(folder.name)] = b" ".join(words).decode(errors="replace").strip()
        return found

    def states(self, *, but: int) -> set[str]:
        """The states of all processes but one: T for those that are stopped."""
        states = set()
        for pid in self.processes().keys() - {but}:
            with contextlib.suppress(OSError):
                stat = Path(f"/proc/{pid}/stat").read_text(errors="replace")
                states.add(stat.rpartition(")")[2].split()[0])
        return states


class Terminal:
    """A terminal with a command in front, and what it has shown so far."""

    def __init__(self, command: list[str], folder: Path, variables: dict[str, str]) -> None:
        self.shown = ""
        self.master, slave = pty.openpty()

        def take_terminal() -> None:
            # As a shell starts a command in front, however the tests themselves were started.
            for each in (*STOP_SIGNALS, signal.SIGTSTP):
                signal.signal(each, signal.SIG_DFL)
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)

        self.process = subprocess.Popen(
            command,
            cwd=folder,
            env=variables,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            preexec_fn=take_terminal,  # noqa: PLW1509  (no thread runs that it could harm)
        )
        os.close(slave)

    def read(self) -> bool:
        """Take in what is shown within a moment; whether anything still can be."""
        if self.master < 0 or not select.select([self.master], [], [], 0.05)[0]:
            return self.master >= 0
        try:
            self.shown += os.read(self.master, 65536).decode(errors="replace").replace("\r", "")
        except OSError:
            return False
        return True

    def wait_for(self, reached: Callable[[], bool]) -> None:
        """Read on until something holds. Raises AssertionError with all that was shown."""
        deadline = time.monotonic() + SECONDS
        while not reached():
            assert time.monotonic() < deadline, f"too slow: {self.shown}"
            assert self.read() or reached(), f"ended: {self.shown}"

    def wait_for_text(self, text: str) -> None:
        self.wait_for(lambda: text in self.shown)

    def type(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def hang_up(self) -> None:
        os.close(self.master)
        self.master = -1

    def finish(self) -> int:
        """Wait for the end of the command; return its status."""
        deadline = time.monotonic() + SECONDS
        while self.process.poll() is None:
            assert time.monotonic() < deadline, f"does not end: {self.shown}"
            if not self.read():
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.process.wait(0.05)
        while self.master >= 0 and select.select([self.master], [], [], 0)[0] and self.read():
            pass
        return self.process.returncode

    def lines_of_stopping(self, before: int) -> list[str]:
        """What was said of stopping after so many characters had been shown."""
        lines = self.shown[before:].replace("^C", "").splitlines()
        return [line for line in lines if "top" in line]

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self.master >= 0:
            self.hang_up()


def assert_ends(
    place: Place, terminal: Terminal, number: signal.Signals, line: str = STOPPING
) -> None:
    """A signal, as the kernel or another terminal sends it, ends all, and one line says so."""
    before = len(terminal.shown)
    if number == signal.SIGINT:
        terminal.type("\x03")
    elif number == signal.SIGTERM:
        os.kill(terminal.process.pid, number)
    else:
        # What the kernel does when a terminal closes, with the terminal still there to be read.
        os.killpg(terminal.process.pid, number)
    terminal.finish()
    left = place.processes()
    assert terminal.lines_of_stopping(before) == [line], terminal.shown
    assert "Traceback" not in terminal.shown
    assert left == {}


def a_port() -> str:
    """A port that is free now, of a range that nothing else of this machine's tests uses."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    return str(free_port(20_000 + 500 * worker + os.getpid() % 400))


def without_network() -> tuple[tuple[str, ...], str]:
    """What a command is put behind to have no network but its own, or why there is none."""
    prefix = ("unshare", "-n", interpreter(), "-c", LOOPBACK)
    if not shutil.which("unshare") or subprocess.run([*prefix, "true"], check=False).returncode:
        return (), "this machine lets nobody take the network away (unshare -n)"
    return prefix, ""


def as_nobody() -> tuple[tuple[str, ...], str]:
    """What a command is put behind to run as another account, or why it is not."""
    if os.geteuid():
        return (), "the tests run as another account than root already"
    switch = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
    # Where Python itself lies in root's own folder, the account may read it, and write nothing.
    reading = ("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search")
    for prefix in (switch, (*switch, *reading)):
        command = [*prefix, sys.executable, "-c", "import django"]
        if (
            shutil.which("setpriv")
            and not subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode
        ):
            return prefix, ""
    return (), "no other account can run this Python (setpriv)"
