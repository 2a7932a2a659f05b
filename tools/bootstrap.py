"""Makes ``.venv`` with what the command needs, then becomes that command inside it.

    python3 -m tools.bootstrap run|test|check|bench [arguments]

Standard library only, and in a syntax that old Pythons can read, so that an unsupported one gets
a sentence instead of a traceback.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from tools.processes import (
    Family,
    Stopped,
    hold_signals_back,
    let_signals_through,
    write_out,
)

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
# There while packages are installed: one that was cut short cannot be mended.
UNFINISHED = VENV / "unfinished"
OLDEST = (3, 12)
# From what a command needs to the files that hold it; each holds all of the one before it.
RUN_TIME = ("requirements.txt",)
DEVELOPMENT = ("requirements.txt", "requirements-dev.txt")
BENCHMARKS = (*DEVELOPMENT, "requirements-bench.txt")
COMMANDS = {
    "run": RUN_TIME,
    "test": DEVELOPMENT,
    "check": DEVELOPMENT,
    "drill": DEVELOPMENT,
    "bench": BENCHMARKS,
    "pictures": DEVELOPMENT,
    "catalogues": RUN_TIME,
}
NETWORK_SIGNS = (
    "name resolution",
    "dns error",
    "newconnectionerror",
    "failed to establish a new connection",
    "connection refused",
    "network is unreachable",
    "error sending request",
    "timed out",
    "could not connect",
    "maxretryerror",
)


class SetupError(Exception):
    """What stands in the way, as one sentence for the person at the keyboard."""


def say(sentence: str) -> None:
    print(sentence, flush=True)


def version_of(python: str) -> tuple[int, ...]:
    """Return the version that an interpreter gives for itself; nothing where it does not run."""
    code = "import sys; print(*sys.version_info[:2])"
    try:
        answer = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ()
    return tuple(int(part) for part in answer.stdout.split())


def find_python() -> str | None:
    """Return an interpreter that is new enough: the one running this, or another on PATH."""
    if sys.version_info >= OLDEST:
        return sys.executable
    for name in ("python3.13", "python3.14", "python3.12"):
        found = shutil.which(name)
        if found and version_of(found) >= OLDEST:
            return found
    return None


def make_environment(uv: str | None) -> None:
    """Create ``.venv``, or leave it alone where it works already: what uv made has no pip."""
    can_install = uv is not None or (VENV / "bin" / "pip").exists()
    if can_install and not UNFINISHED.exists() and version_of(str(VENV_PYTHON)) >= OLDEST:
        return
    python = find_python()
    if python is None and uv is None:
        here = ".".join(str(part) for part in sys.version_info[:2])
        raise SetupError(
            f"This needs Python {OLDEST[0]}.{OLDEST[1]} or later, but python3 is {here}: "
            "install a newer one, or uv, and try again."
        )
    say("Making the environment in .venv ...")
    shutil.rmtree(VENV, ignore_errors=True)
    if uv:
        wanted = python or (ROOT / ".python-version").read_text().strip()
        made = attempt([uv, "venv", "--quiet", "--python", wanted, str(VENV)])
    else:
        made = attempt([str(python), "-m", "venv", str(VENV)])
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        raise SetupError(explain(made.stdout, f"The environment could not be made with {python}"))


def attempt(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Carry out a command that may be stopped; return how it ended and all that it said."""
    with Family() as family, tempfile.TemporaryFile() as said:
        status = family.run(command, cwd=ROOT, stdout=said, stderr=subprocess.STDOUT)
        said.seek(0)
        return subprocess.CompletedProcess(command, status, said.read().decode(errors="replace"))


def explain(output: str, what: str) -> str:
    """Return one sentence for a failed installation: the network, a missing module, or its end."""
    lowered = output.lower()
    if any(sign in lowered for sign in NETWORK_SIGNS):
        return f"{what}: the package index cannot be reached; check the network and try again."
    if "ensurepip" in lowered or "no module named venv" in lowered:
        return f"{what}: its venv module is missing; on Debian, install python3-venv."
    last_lines = "\n".join(output.strip().splitlines()[-12:])
    return f"{what}:\n{last_lines}"


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Have one command at a time see to ``.venv``: the kernel's lock ends with its process."""
    with (ROOT / "Makefile").open() as file, Family() as family:
        if not locked(file):
            say("Waiting for another command that makes the environment ...")
            while not locked(file):
                family.wait(0.2)
        yield


def locked(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def stamp(requirements: str) -> Path:
    return VENV / f"installed-{requirements}"


def digest(requirements: str) -> str:
    return hashlib.sha256((ROOT / requirements).read_bytes()).hexdigest()


def installed(requirements: str) -> bool:
    path = stamp(requirements)
    return path.is_file() and path.read_text() == digest(requirements)


def install(requirements: tuple[str, ...], uv: str | None) -> None:
    """Install the last of the requirement files, which holds the others, if any has changed."""
    if all(installed(name) for name in requirements):
        return
    say(f"Installing what {requirements[-1]} names (once; a minute or two) ...")
    file = str(ROOT / requirements[-1])
    if uv:
        target = [uv, "pip", "install", "--quiet", "--python", str(VENV_PYTHON)]
    else:
        target = [str(VENV_PYTHON), "-m", "pip", "install", "--quiet", "--no-input"]
        target += ["--disable-pip-version-check", "--retries", "2"]
    UNFINISHED.touch()
    done = attempt([*target, "--require-hashes", "-r", file])
    UNFINISHED.unlink()
    if done.returncode:
        raise SetupError(explain(done.stdout, "The packages could not be installed"))
    for name in requirements:
        stamp(name).write_text(digest(name))


def main() -> None:
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if command not in COMMANDS:
        raise SetupError(f"Say one of: {', '.join(COMMANDS)}.")
    uv = shutil.which("uv")
    with alone():
        make_environment(uv)
        install(COMMANDS[command], uv)
    os.chdir(ROOT)
    if command != "run":
        let_signals_through()
    os.execv(str(VENV_PYTHON), [str(VENV_PYTHON), "-m", f"tools.{command}", *sys.argv[2:]])


if __name__ == "__main__":
    hold_signals_back()
    try:
        main()
    except SetupError as error:
        sys.exit(str(error))
    except PermissionError as error:
        sys.exit(f"This account may not write {error.filename}: use a copy of its own.")
    except Stopped:
        write_out("Stopped.\n")
        # To be stopped is what `make run` is there for; the others have not done their work.
        sys.exit(0 if sys.argv[1:] == ["run"] else 130)
