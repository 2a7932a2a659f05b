"""What every worker does first: read its request, and give up what it does not need."""

import contextlib
import json
import os
import resource
import sys
from collections.abc import Sequence
from typing import Any


def confined_request() -> Any:
    """Return the request on standard input, with the limits that came with it in force."""
    message = json.load(sys.stdin)
    limits = message["limits"]
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory"],) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (limits["seconds"] * 2,) * 2)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))
    # Without a network of its own nothing can be reached. Not every kernel grants it; nothing
    # that runs here asks for the network in the first place.
    with contextlib.suppress(OSError, AttributeError):
        os.unshare(os.CLONE_NEWNET if os.geteuid() == 0 else os.CLONE_NEWUSER | os.CLONE_NEWNET)
    return message["request"]


def answer(facts: dict[str, Any], parts: Sequence[bytes] = ()) -> None:
    """Write the answer: a line of JSON, then the parts' bytes one after the other."""
    header = {**facts, "parts": [len(part) for part in parts]}
    sys.stdout.buffer.write(json.dumps(header).encode() + b"\n")
    for part in parts:
        sys.stdout.buffer.write(part)


def refuse(message: str, detail: str = "") -> None:
    """Answer that the content is at fault; ``detail`` is for developers."""
    sys.stdout.buffer.write(json.dumps({"error": message, "detail": detail}).encode() + b"\n")
