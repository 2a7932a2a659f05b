"""A port of this machine, held from before the work begins until the site is served on it."""

import contextlib
import errno
import socket
import sys

HOST = "127.0.0.1"
DEFAULT = 8000
HIGHEST = 65535
SUGGESTIONS = 100


class PortError(Exception):
    """Why a port cannot be had, as one sentence for the person at the keyboard."""


def chosen_port(text: str) -> int:
    """Return the port that a text names, 8000 where it is empty. Raises PortError."""
    if not text:
        return DEFAULT
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= HIGHEST):
        raise PortError(f"PORT must be a number from 1 to {HIGHEST}, not {text!r}.")
    return int(text)


class HeldPort:
    """A port that nobody else can take, and that nobody can connect to yet.

    Where Linux runs, it is held on while the web server joins it: there is no moment in which it
    is free. Elsewhere it is let go of when the server starts.
    """

    def __init__(self, number: int) -> None:
        """Take the port. Raises OSError where another program has it."""
        self.number = number
        self.socket = socket.socket()
        try:
            # Connections of a run that has just ended do not count …
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self.socket.bind((HOST, number))
            # … but whoever else has taken it that way does: only one can listen.
            self.socket.listen()
            if sys.platform == "linux":
                self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
                # Listens no more, so that nobody waits for an answer, and stays bound.
                self.socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            self.socket.close()
            raise

    def hand_over(self) -> None:
        """Let a process of this account, the web server, listen on the port as well."""
        if sys.platform == "linux":
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        else:
            self.close()

    def close(self) -> None:
        self.socket.close()


def hold(number: int) -> HeldPort:
    """Return the port, held. Raises PortError, with a port that is free, where it cannot be had."""
    try:
        return HeldPort(number)
    except PermissionError:
        problem = f"Port {number} may not be used by this account: choose one from 1024 up"
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise PortError(f"Port {number} of {HOST} cannot be had: {error.strerror}.") from None
        problem = f"Port {number} is in use: stop what uses it or choose another"
    free = free_port(number)
    raise PortError(f"{problem}, such as PORT={free} make run." if free else f"{problem}.")


def free_port(above: int) -> int | None:
    """Return a port above another, or above 8000, that could be had right now."""
    start = above + 1 if 1024 <= above <= HIGHEST - SUGGESTIONS else DEFAULT
    for number in range(start, start + SUGGESTIONS):
        with contextlib.suppress(OSError):
            HeldPort(number).close()
            return number
    return None
