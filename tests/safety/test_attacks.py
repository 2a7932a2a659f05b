"""An attack script: what somebody might want of the site, tried over HTTP, and never gained.

The site runs as docs/operating.md has it run (`tests/production`). Each attempt comes with the same
act by whoever may, or the same look at where it has happened, so that none fails by itself.
"""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.production.site import NEEDS_ALL_OF_IT, production_site

from .attacks import at_the_door, contents, floods, members, stolen, strangers
from .attacks.site import AttackedSite, Attempt, Gain

pytestmark = NEEDS_ALL_OF_IT
ATTEMPTS: list[Attempt] = [
    *strangers.ATTEMPTS,
    *floods.ATTEMPTS,
    *contents.ATTEMPTS,
    *at_the_door.ATTEMPTS,
    *stolen.ATTEMPTS,
    *members.ATTEMPTS,
]


@pytest.fixture(scope="module")
def attacked(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[AttackedSite]:
    folder = tmp_path_factory.mktemp("attacked").resolve()
    with (
        django_db_blocker.unblock(),
        production_site(AttackedSite, folder, "attacked", "tests.safety.attacks.prepare") as site,
    ):
        yield site


@pytest.fixture(scope="module")
def gained(attacked: AttackedSite) -> dict[str, Gain]:
    """What each attempt has gained: all are made before anybody does what they may."""
    return {each.wants: each.tries(attacked) for each in ATTEMPTS}


def test_no_attempt_succeeds(gained: dict[str, Gain]) -> None:
    assert {wants: gain for wants, gain in gained.items() if gain} == {}


@pytest.mark.usefixtures("gained")
def test_each_attempt_could_succeed(attacked: AttackedSite) -> None:
    assert [each.wants for each in ATTEMPTS if not each.could(attacked)] == []


def test_each_is_named_once() -> None:
    names = [each.wants for each in ATTEMPTS]
    assert len(names) == len(set(names)) >= 50
