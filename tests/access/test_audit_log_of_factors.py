"""The audit log of what opens an account, and of translations' files: through the real views."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from cms.access.models import AccessEvent

from .audit_log import Entry, Log
from .movement import Movement
from .test_second_factor import CODES, FACTOR, PASSWORD, set_up, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_guesses_before")]


@pytest.fixture
def ana() -> User:
    return User.objects.create_superuser("ana", "ana@example.org", PASSWORD)


def test_a_factor_and_its_codes_are_told_as_they_come_and_go(ana: User, log: Log) -> None:
    client = Client()
    sign_in(client)
    set_up(client)
    client.post(CODES)
    factor = Authenticator.objects.get(type="totp")
    client.post(reverse("second_factor:remove", args=[factor.pk]))
    assert log.told("account", account=ana) == [
        ("ana", "second factor added", [], ["app"]),
        ("ana", "recovery codes made", [], []),
        ("ana", "recovery codes made", [], []),
        ("ana", "second factor removed", ["app"], []),
    ]


def test_a_wrong_factor_after_the_right_password_is_one_row_an_hour(ana: User, log: Log) -> None:
    owner, thief = Client(), Client()
    sign_in(owner)
    set_up(owner)
    sign_in(thief)
    for _guess in range(2):
        thief.post(FACTOR, {"code": "000000"})
    entry: Entry = ("—", "right password, wrong second factor", [], [])
    assert log.told("sign-in-failed", account=ana) == [entry]
    assert "example.org" not in str(list(log.events.values()))


@pytest.mark.parametrize("kind", ["po", "xliff", "xliff12"])
def test_a_translation_that_is_taken_along_is_an_entry(movement: Movement, kind: str) -> None:
    translation = movement.translations["boston"].pk
    address = reverse("translation:download", args=[translation])
    assert movement.clients["es-translator"].get(address, {"format": kind}).status_code == 200
    event = AccessEvent.objects.get(kind="export", actor=movement.users["es-translator"])
    assert event.reference == f"translation:download translation_id={translation}"
    assert event.about
