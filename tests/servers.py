"""Servers that tests start."""

import contextlib
import subprocess

from tools.run import answers


def wait_until_it_answers(port: int, server: subprocess.Popen[bytes]) -> None:
    """Return when the port takes connections; fail where the server has ended instead."""
    while not answers(port):
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(0.1)
        assert server.poll() is None, "the server ended by itself"
