from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage

from tests.access.movement import Movement

from .flow import Commit, Flow

type Committing = Callable[..., AbstractContextManager[list[Any]]]


@pytest.fixture
def flow(built_movement: Movement, db: None) -> Flow:
    """Boston's page “plan” and the people around it, for one test to change."""
    cache.clear()
    return Flow(built_movement)


@pytest.fixture
def commit(flow: Flow, django_capture_on_commit_callbacks: Committing) -> Iterator[Commit]:
    """What happens within is committed. What it shows in public storage goes with the test."""
    yield lambda: django_capture_on_commit_callbacks(execute=True)
    for path in Path(default_storage.path("images")).rglob("*"):
        if path.is_file():
            path.unlink()
