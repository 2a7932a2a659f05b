"""The page store of the settings, and what keeps it: in each process, and by the scheduler."""

import logging
import time
from pathlib import Path
from threading import Event

from django.conf import settings
from django.db import DatabaseError

from .changes import Watch, carry_out_waiting
from .files import PageStore

logger = logging.getLogger(__name__)

_away = Event()


def page_store() -> PageStore | None:
    """The store of the settings; None where there is none."""
    return PageStore(Path(settings.PAGE_STORE_DIR)) if settings.PAGE_STORE_DIR else None


def connect() -> None:
    """Watch what this process writes."""
    store = page_store()
    if store is not None:
        Watch(store).begin()


def keep_pages() -> int:
    """Let go what is to go, and delete what has gone; return how many changes had been left.

    For the scheduler, a few times a second.
    """
    store = page_store()
    if store is None:
        return 0
    left = 0
    try:
        left = carry_out_waiting(store)
        _away.clear()
    except DatabaseError:
        # Said once, and not each time.
        if not _away.is_set():
            logger.warning("The changes to stored pages cannot be asked for.", exc_info=True)
        _away.set()
    _end_by_the_clock(store)
    if store.is_to_be_pruned():
        store.prune()
    return left


def _end_by_the_clock(store: PageStore) -> None:
    """Where a web server serves the files itself, nobody else looks at the clock."""
    generation = store.generation()
    until = store.until(generation.name) if generation else None
    if generation and until is not None and until <= time.time():
        store.begin(instead_of=generation.name, at=until)
