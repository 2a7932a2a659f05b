"""Runs a job in a process of its own, and measures its time and the memory of all its processes."""

import contextlib
import json
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

READY = "ready"
EVERY = 0.02
MB = 1024 * 1024


@dataclass(frozen=True)
class Measured:
    """What a job told, and the most memory in bytes that was in use at a time.

    ``memory`` is that of the job's process and all that it started, memory that they share counted
    once; ``helpers`` leaves the job's own process out.
    """

    facts: dict[str, Any]
    memory: int
    helpers: int


def measured(job: str, *arguments: str) -> Measured:
    """Run a job of ``bench.jobs``; its memory counts from when it has prepared itself."""
    command = [sys.executable, "-m", "bench.jobs", job, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None  # noqa: S101 - asked for above
        for line in process.stdout:
            if line.strip() == READY:
                break
        most = helpers = 0
        while process.poll() is None:
            sizes = _tree(process.pid)
            most = max(most, sum(sizes.values()))
            helpers = max(helpers, sum(sizes.values()) - sizes.get(process.pid, 0))
            time.sleep(EVERY)
        output = process.stdout.read()
    if process.returncode:
        raise RuntimeError(f"{job} ended with {process.returncode}.")
    return Measured(json.loads(output.strip().splitlines()[-1]), most, helpers)


def _tree(root: int) -> dict[int, int]:
    """Return the proportional memory of a process and its descendants, by process."""
    sizes: dict[int, int] = {}
    waiting = [root]
    program = Path(f"/proc/{root}/cmdline").read_bytes() if Path(f"/proc/{root}").exists() else b""
    while waiting:
        process = waiting.pop()
        with contextlib.suppress(OSError, ValueError):
            # A child that is only about to become another program still has its parent's memory.
            if process != root and Path(f"/proc/{process}/cmdline").read_bytes() == program:
                continue
            rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
            found = re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)
            sizes[process] = int(found.group(1)) * 1024 if found else 0
            for task in Path(f"/proc/{process}/task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
    return sizes
