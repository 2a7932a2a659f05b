from typing import Any

import pytest
from django.core.cache import cache

from tests.access.movement import Movement
from tests.review.flow import Flow

from .texts import Texts


@pytest.fixture
def flow(built_movement: Movement, db: None) -> Flow:
    """The movement and its accounts, for one test to change."""
    cache.clear()
    return Flow(built_movement)


@pytest.fixture
def texts(flow: Flow, django_capture_on_commit_callbacks: Any) -> Texts:
    """Pages and issues in three languages that refer to the movement's helpline."""
    with django_capture_on_commit_callbacks(execute=True):
        return Texts(flow)
