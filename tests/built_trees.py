"""The trees that whole folders of tests work on: each is built once in a process.

A module's tests find it standing; what one of them changes is undone after it. Each folder's own
``conftest.py`` hands it to a test.
"""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from .access import movement
from .access.movement import Movement
from .snapshots import BuiltOnce, Snapshot
from .translation import world
from .translation.world import World
from .trees import SmallSite, small_site


@pytest.fixture(scope="session")
def empty_rows(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Snapshot:
    """What every tree and the starter content are built on, whatever else stands at the time."""
    with django_db_blocker.unblock():
        return Snapshot()


@pytest.fixture(scope="session")
def movement_once(empty_rows: Snapshot, django_db_blocker: DjangoDbBlocker) -> BuiltOnce[Movement]:
    return BuiltOnce(movement.build, empty_rows, django_db_blocker)


@pytest.fixture(scope="module")
def built_movement(movement_once: BuiltOnce[Movement]) -> Iterator[Movement]:
    with movement_once.standing() as built:
        yield built


@pytest.fixture(scope="session")
def world_once(empty_rows: Snapshot, django_db_blocker: DjangoDbBlocker) -> BuiltOnce[World]:
    return BuiltOnce(world.build, empty_rows, django_db_blocker)


@pytest.fixture(scope="module")
def built_world(world_once: BuiltOnce[World]) -> Iterator[World]:
    with world_once.standing() as built:
        yield built


@pytest.fixture(scope="session")
def small_site_once(
    empty_rows: Snapshot, django_db_blocker: DjangoDbBlocker
) -> BuiltOnce[SmallSite]:
    return BuiltOnce(small_site, empty_rows, django_db_blocker)


@pytest.fixture(scope="module")
def built_site(small_site_once: BuiltOnce[SmallSite]) -> Iterator[SmallSite]:
    with small_site_once.standing() as built:
        yield built
