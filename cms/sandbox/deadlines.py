"""An end to waiting for another machine: a whole conversation has its time.

A time-out of a socket is one for each part that arrives: a machine that says a letter at a time
keeps whoever listens for hours.
"""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress


class Deadline:
    """Cuts a connection off after so many seconds; whoever waits at it gets an OSError.

    ``connection`` says which, or None as long as there is none: to get one has a time-out.
    """

    def __init__(self, seconds: float, connection: Callable[[], socket.socket | None]) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        self._is_over = False
        self._clock = self._started(seconds)

    def cancel(self) -> None:
        with self._lock:
            self._is_over = True
            self._clock.cancel()

    def __enter__(self) -> "Deadline":
        return self

    def __exit__(self, *_exception: object) -> None:
        self.cancel()

    def _started(self, seconds: float) -> threading.Timer:
        clock = threading.Timer(seconds, self._cut_off)
        clock.daemon = True
        clock.start()
        return clock

    def _cut_off(self) -> None:
        with self._lock:
            if self._is_over:
                return
            sock = self._connection()
            if sock is None:
                self._clock = self._started(1)
                return
        # Of what lies below TLS, which would want to say goodbye first.
        with suppress(OSError):
            socket.socket.shutdown(sock, socket.SHUT_RDWR)
