import pytest
from django.core.cache import cache

from tests.access.movement import Movement

from .flow import Flow


@pytest.fixture
def flow(built_movement: Movement, db: None) -> Flow:
    """Boston's page “plan” and the people around it, for one test to change."""
    cache.clear()
    return Flow(built_movement)
