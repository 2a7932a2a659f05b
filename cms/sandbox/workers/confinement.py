"""What every worker does first: read its request, and give up what it does not need."""

import contextlib
import json
import os
import resource
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

# Readers come first: what runs here may wait for them.
NICE = 5
# CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH: capabilities(7).
READING = 1 << 1 | 1 << 2


def confined_request() -> Any:
    """Return the request on standard input, with the limits that came with it in force."""
    message = json.load(sys.stdin)
    limits = message["limits"]
    os.nice(NICE)
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory"],) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (limits["processor"],) * 2)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))
    _leave_the_network()
    return message["request"]


def _leave_the_network() -> None:
    """Be in a network of one's own, where nothing can be reached.

    Not every kernel grants it; nothing that runs here asks for the network in the first place.
    """
    with contextlib.suppress(OSError, AttributeError):
        if os.geteuid() == 0:
            os.unshare(os.CLONE_NEWNET)
        elif not _reads_by_capability():
            os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNET)


def _reads_by_capability() -> bool:
    """Whether the account reads files, Python's own perhaps, by what a namespace takes away."""
    lines = Path("/proc/self/status").read_text().splitlines()
    held = next(line.split()[1] for line in lines if line.startswith("CapEff"))
    return bool(int(held, 16) & READING)


def answer(facts: dict[str, Any], parts: Sequence[bytes] = ()) -> None:
    """Write the answer: a line of JSON, then the parts' bytes one after the other."""
    header = {**facts, "parts": [len(part) for part in parts]}
    sys.stdout.buffer.write(json.dumps(header).encode() + b"\n")
    for part in parts:
        sys.stdout.buffer.write(part)


def refuse(message: str, detail: str = "") -> None:
    """Answer that the content is at fault; ``detail`` is for developers."""
    sys.stdout.buffer.write(json.dumps({"error": message, "detail": detail}).encode() + b"\n")
