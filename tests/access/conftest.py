from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace

import pytest
from django.core.cache import cache
from django.test import Client

from cms.access.models import AccessEvent

from .audit_log import Log
from .movement import Movement


@pytest.fixture
def movement(built_movement: Movement, db: None) -> Movement:
    """The movement, for one test to change."""
    cache.clear()
    return replace(
        built_movement,
        homes=deepcopy(built_movement.homes),
        indexes=deepcopy(built_movement.indexes),
        chapters=deepcopy(built_movement.chapters),
        places=deepcopy(built_movement.places),
        files=deepcopy(built_movement.files),
        users=deepcopy(built_movement.users),
        clients={name: same_session(client) for name, client in built_movement.clients.items()},
    )


def same_session(client: Client) -> Client:
    """A client with the cookies of another: what it signs out of, the other does not."""
    copy = Client()
    copy.cookies = deepcopy(client.cookies)
    return copy


@pytest.fixture
def no_guesses_before() -> Iterator[None]:
    """Whatever the cache counts of signing in begins anew, and is forgotten afterwards."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def log(db: None) -> Log:
    last = AccessEvent.objects.order_by("pk").last()
    return Log(last.pk if last else 0)
