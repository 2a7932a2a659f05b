"""The key that second factors are encrypted with is changed, and nobody notices."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from cms.accounts.adapters import MFAAdapter

from .test_second_factor import FACTOR, HOME, PASSWORD, code_of, set_up, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_guesses_before")]


@pytest.fixture
def secured() -> tuple[str, list[str]]:
    User.objects.create_superuser("ana", "ana@example.org", PASSWORD)
    client = Client()
    sign_in(client)
    return set_up(client)


def test_the_key_is_changed_and_everybody_goes_on(
    secured: tuple[str, list[str]], settings: Settings
) -> None:
    [old], new = settings.SECOND_FACTOR_KEYS, "a new key"
    settings.SECOND_FACTOR_KEYS = [new]
    with pytest.raises(CommandError, match="secrets of: ana"):
        call_command("rotate_second_factor_key", stdout=StringIO())
    settings.SECOND_FACTOR_KEYS = [new, old]
    said = StringIO()
    call_command("rotate_second_factor_key", stdout=said)
    assert "The others can go." in said.getvalue()
    settings.SECOND_FACTOR_KEYS = [new]
    for code in (code_of(secured[0], ahead=1), secured[1][0]):
        client = Client()
        sign_in(client)
        assert client.post(FACTOR, {"code": code})["Location"] == HOME
    settings.SECOND_FACTOR_KEYS = [old]
    with pytest.raises(InvalidToken):
        MFAAdapter().decrypt(Authenticator.objects.get(type="totp").data["secret"])
