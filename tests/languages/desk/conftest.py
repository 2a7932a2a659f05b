from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache

from .world import World, built_once


@pytest.fixture(scope="module")
def built_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with built_once(django_db_blocker) as world:
        yield world


@pytest.fixture
def world(built_world: World, db: None) -> World:
    """The site with its desk, for one test to change."""
    cache.clear()
    return built_world
