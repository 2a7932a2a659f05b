from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from tests.trees import SmallSite

from .readers import Readers


@pytest.fixture
def readers(tmp_path: Path, db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Readers]:
    # Here the loop runs in the thread that has the test's transaction, and nothing else does.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    readers = Readers(tmp_path / "pages")
    readers.watch.begin()
    # As Django's own client does: a request ends with the connection that has the transaction.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield readers
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    readers.watch.end()


@pytest.fixture
def small(site: SmallSite, readers: Readers) -> SmallSite:
    """The small site of the tests around, and readers of it."""
    return site
