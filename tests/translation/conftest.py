import pytest
from django.core.cache import cache

from .world import World


@pytest.fixture
def world(built_world: World, db: None) -> World:
    """The site with its desk, for one test to change."""
    cache.clear()
    return built_world
