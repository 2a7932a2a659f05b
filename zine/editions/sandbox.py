"""Runs the workers: the programs that compile and draw, each in a process of its own.

A worker gets a fresh directory with this issue's files and nothing else, an empty environment,
limits on memory, processor time and open files, no network where the kernel lets it be cut, and
a time after which it is ended. What it answers is data; whatever befalls it is a ``WorkerError``.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WORKERS = Path(__file__).with_name("workers")


class WorkerError(Exception):
    """A worker gave no result. ``detail`` is for developers; ``content`` blames the issue.

    Where ``content`` is false the machine may be at fault (too little memory, too slow, a worker
    that died), and trying again can help.
    """

    def __init__(self, message: str, detail: str = "", *, content: bool = False) -> None:
        super().__init__(message)
        self.detail = detail
        self.content = content


@dataclass(frozen=True)
class Limits:
    """Bounds of one run of a worker: seconds by the clock and on the processor, bytes."""

    seconds: int = 30
    memory: int = 2 * 1024**3
    answer: int = 200 * 1024**2


@dataclass(frozen=True)
class Answer:
    """What a worker gave: facts as JSON data, and files."""

    facts: Mapping[str, Any]
    parts: tuple[bytes, ...]


def run(
    worker: str | Path,
    request: Mapping[str, Any],
    files: Mapping[str, bytes] | None = None,
    limits: Limits | None = None,
) -> Answer:
    """Run a worker on a request, with ``files`` (name -> content) in its directory.

    ``worker`` is the name of one that makes editions, or the path of another's program.
    Raises WorkerError when it fails, is too slow, or answers too much.
    """
    limits = limits or Limits()
    with tempfile.TemporaryDirectory(prefix="edition-") as directory:
        for name, content in (files or {}).items():
            _write(Path(directory), name, content)
        message = {
            "limits": {"seconds": limits.seconds, "memory": limits.memory},
            "request": dict(request),
        }
        output = _communicate(worker, directory, json.dumps(message).encode(), limits)
    return _unpack(output, limits)


def _write(directory: Path, name: str, content: bytes) -> None:
    if Path(name).name != name or name.startswith("."):
        raise ValueError(f"{name!r} is no plain file name.")
    (directory / name).write_bytes(content)


def _communicate(worker: str | Path, directory: str, message: bytes, limits: Limits) -> bytes:
    program = worker if isinstance(worker, Path) else WORKERS / f"{worker}.py"
    process = subprocess.Popen(  # noqa: S603 - our own program, no shell, fixed arguments
        [sys.executable, "-I", str(program)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=directory,
        env={"HOME": directory, "TMPDIR": directory, "LANG": "C.UTF-8"},
        start_new_session=True,
    )
    try:
        output, errors = process.communicate(message, timeout=limits.seconds)
    except subprocess.TimeoutExpired:
        raise WorkerError(
            f"The {program.stem} took longer than {limits.seconds} seconds."
        ) from None
    finally:
        _end(process)
    if process.returncode:
        last = errors.decode(errors="replace").strip().splitlines()[-1:]
        raise WorkerError(f"The {program.stem} ended with {process.returncode}. {' '.join(last)}")
    return output


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def _unpack(output: bytes, limits: Limits) -> Answer:
    if len(output) > limits.answer:
        raise WorkerError("The worker's answer is too large.")
    header, _, rest = output.partition(b"\n")
    try:
        facts = json.loads(header)
    except ValueError as error:
        raise WorkerError("The worker's answer cannot be read.") from error
    if "error" in facts:
        raise WorkerError(facts["error"], facts["detail"], content=True)
    parts: list[bytes] = []
    for length in facts.pop("parts"):
        parts.append(rest[:length])
        rest = rest[length:]
    return Answer(facts, tuple(parts))
