from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.trees import SmallSite

from .readers import Readers


@pytest.fixture
def readers(tmp_path: Path, db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Readers]:
    # Here the loop runs in the thread that has the test's transaction, and nothing else does.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    readers = Readers(tmp_path / "pages")
    readers.watch.begin()
    yield readers
    readers.watch.end()


@pytest.fixture
def small(site: SmallSite, readers: Readers) -> SmallSite:
    """The small site of the tests around, and readers of it."""
    return site
