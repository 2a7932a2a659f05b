"""How many files this process has taken apart at once: one, while a few wait for their turn.

Readers share the machine and the process's threads with those who upload. So of these only some
may wait, and the others are asked to come back, rather than keeping readers waiting for a thread.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Of the threads of a web process (docs/operating.md), half at most.
PLACES = threading.BoundedSemaphore(4)
TURN = threading.BoundedSemaphore(1)
PATIENCE_IN_SECONDS = 60.0


@contextmanager
def a_place() -> Iterator[None]:
    """Wait for one's turn; within, a file may be taken apart.

    Raises ValidationError where too many wait already.
    """
    busy = ValidationError(
        _("The site is reading other files just now. Please try again in a minute."), code="busy"
    )
    if not PLACES.acquire(blocking=False):
        raise busy
    try:
        if not TURN.acquire(timeout=PATIENCE_IN_SECONDS):
            raise busy
        try:
            yield
        finally:
            TURN.release()
    finally:
        PLACES.release()
