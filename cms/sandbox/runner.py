"""Runs the workers: the programs that decode, wash, compile and draw, each in a process of its own.

A worker gets a fresh directory with the files it is about and nothing else, an empty environment,
limits on memory, processor time and open files, no network where the kernel lets it be cut, and
a time after which it is ended. What it answers is data; whatever befalls it is a ``WorkerError``.
"""

import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, Any

MIB = 1024**2
CHUNK = 64 * 1024
# What is kept of a worker's complaints, and how much of an answer is kept in memory.
LAST_WORDS = 4 * 1024
IN_MEMORY = 1 * MIB


class WorkerError(Exception):
    """A worker gave no result. ``detail`` is for developers; ``content`` blames what it was given.

    Where ``content`` is false the machine may be at fault (too little memory, too slow, a worker
    that died), and trying again can help.
    """

    def __init__(self, message: str, detail: str = "", *, content: bool = False) -> None:
        super().__init__(message)
        self.detail = detail
        self.content = content


@dataclass(frozen=True)
class Limits:
    """Bounds of one run of a worker: seconds by the clock and on the processor, bytes.

    A busy machine may take long by the clock for what takes the processor a moment; unless it is
    said, the processor may take twice what the clock may.
    """

    seconds: int = 30
    memory: int = 2 * 1024**3
    answer: int = 200 * MIB
    processor: int | None = None

    @property
    def processor_seconds(self) -> int:
        return self.seconds * 2 if self.processor is None else self.processor


@dataclass(frozen=True)
class Answer:
    """What a worker gave: facts as JSON data, and files, which lie on disk until they are read."""

    facts: Mapping[str, Any]
    body: IO[bytes]
    lengths: tuple[int, ...] = ()

    @cached_property
    def parts(self) -> tuple[bytes, ...]:
        """The files, in memory."""
        self.body.seek(self._start)
        return tuple(self.body.read(length) for length in self.lengths)

    def copy_part(self, number: int, target: IO[bytes]) -> None:
        """Write one of the files into another, piece by piece."""
        self.body.seek(self._start + sum(self.lengths[:number]))
        left = self.lengths[number]
        while left and (piece := self.body.read(min(left, CHUNK))):
            target.write(piece)
            left -= len(piece)

    @cached_property
    def _start(self) -> int:
        self.body.seek(0)
        return len(self.body.readline())


def run(
    program: Path,
    request: Mapping[str, Any],
    files: Mapping[str, bytes | IO[bytes]] | None = None,
    limits: Limits | None = None,
) -> Answer:
    """Run a worker on a request, with ``files`` (name -> content) in its directory.

    Raises WorkerError when it fails, is too slow, or answers too much.
    """
    limits = limits or Limits()
    with tempfile.TemporaryDirectory(prefix="sandbox-") as directory:
        for name, content in (files or {}).items():
            _write(Path(directory), name, content)
        message = {
            "limits": {"processor": limits.processor_seconds, "memory": limits.memory},
            "request": dict(request),
        }
        return _unpacked(_output_of(program, directory, json.dumps(message).encode(), limits))


def _write(directory: Path, name: str, content: bytes | IO[bytes]) -> None:
    if Path(name).name != name or name.startswith("."):
        raise ValueError(f"{name!r} is no plain file name.")
    with (directory / name).open("wb") as file:
        if isinstance(content, bytes):
            file.write(content)
        else:
            content.seek(0)
            shutil.copyfileobj(content, file, CHUNK)


def _output_of(program: Path, directory: str, message: bytes, limits: Limits) -> IO[bytes]:
    with tempfile.TemporaryFile() as request:
        request.write(message)
        request.seek(0)
        process = subprocess.Popen(  # noqa: S603 - our own program, no shell, fixed arguments
            [sys.executable, "-I", str(program)],
            stdin=request,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=directory,
            env={"HOME": directory, "TMPDIR": directory, "LANG": "C.UTF-8"},
            start_new_session=True,
        )
    deadline = time.monotonic() + limits.seconds
    output: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
    try:
        errors = _heard(process, output, deadline, limits)
        process.wait(max(0, deadline - time.monotonic()))
    except (TimeoutError, subprocess.TimeoutExpired):
        raise WorkerError(
            f"The {program.stem} took longer than {limits.seconds} seconds."
        ) from None
    finally:
        _end(process)
    if process.returncode:
        last = errors.decode(errors="replace").strip().splitlines()[-1:]
        raise WorkerError(f"The {program.stem} ended with {process.returncode}. {' '.join(last)}")
    return output


def _heard(
    process: subprocess.Popen[bytes], output: IO[bytes], deadline: float, limits: Limits
) -> bytes:
    """Take down what a worker answers until it has nothing more to say; return its complaints.

    Raises TimeoutError at the deadline, and WorkerError where the answer is too large.
    """
    assert process.stdout is not None  # noqa: S101 - both are pipes
    assert process.stderr is not None  # noqa: S101
    errors = b""
    with selectors.DefaultSelector() as speaking:
        speaking.register(process.stdout, selectors.EVENT_READ)
        speaking.register(process.stderr, selectors.EVENT_READ)
        while speaking.get_map():
            ready = speaking.select(max(0, deadline - time.monotonic()))
            if not ready:
                raise TimeoutError
            for key, _events in ready:
                piece = os.read(key.fd, CHUNK)
                if not piece:
                    speaking.unregister(key.fileobj)
                elif key.fileobj is process.stderr:
                    errors = (errors + piece)[-LAST_WORDS:]
                else:
                    output.write(piece)
                    if output.tell() > limits.answer:
                        raise WorkerError("The worker's answer is too large.")
    return errors


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    for pipe in (process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()


def _unpacked(output: IO[bytes]) -> Answer:
    output.seek(0)
    try:
        facts = json.loads(output.readline())
    except ValueError as error:
        raise WorkerError("The worker's answer cannot be read.") from error
    if "error" in facts:
        raise WorkerError(facts["error"], facts["detail"], content=True)
    return Answer(facts, output, tuple(facts.pop("parts")))
