"""Where weaknesses are told is named as RFC 9116 wants it, or not at all."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.checks import CheckMessage, Tags, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cms.settings.environment import security_contact
from tests.operations.test_settings import DEVELOPMENT, load
from tests.trees import SmallSite

ADDRESS = "/.well-known/security.txt"
ONION = f"http://{'a2b3c4d5' * 7}.onion"


@pytest.fixture
def contact(settings: Settings) -> None:
    settings.SECURITY_CONTACT = ["mailto:security@example.org", "https://example.org/report"]
    settings.WAGTAILADMIN_BASE_URL = "https://example.org"


def fields(client: Client) -> list[tuple[str, str]]:
    response = client.get(ADDRESS)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    return [(name, value) for name, _colon, value in (line.partition(": ") for line in lines)]


def test_it_names_what_the_standard_asks_for(
    site: SmallSite, client: Client, contact: None
) -> None:
    found = fields(client)
    assert [value for name, value in found if name == "Contact"] == [
        "mailto:security@example.org",
        "https://example.org/report",
    ]
    once = dict(found)
    assert once["Canonical"] == f"https://example.org{ADDRESS}"
    assert once["Policy"] == "https://example.org/security-policy.txt"
    assert once["Preferred-Languages"].split(", ")[0] == "en"
    assert [name for name, _value in found].count("Expires") == 1


def test_it_holds_for_months_and_for_less_than_a_year(
    site: SmallSite, client: Client, contact: None
) -> None:
    end = datetime.fromisoformat(dict(fields(client))["Expires"])
    assert end.tzinfo == UTC
    assert timedelta(days=90) < end - timezone.now() < timedelta(days=365)


def test_its_policy_is_the_projects_own(client: Client, db: None) -> None:
    response = client.get("/security-policy.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "If you have found a weakness" in response.content.decode()


def test_the_onion_service_is_a_second_place_of_it(
    site: SmallSite, client: Client, contact: None, settings: Settings
) -> None:
    settings.ONION_LOCATION = ONION
    canonical = [value for name, value in fields(client) if name == "Canonical"]
    assert canonical == [f"https://example.org{ADDRESS}", f"{ONION}{ADDRESS}"]


def test_without_a_contact_there_is_none(
    site: SmallSite, client: Client, settings: Settings
) -> None:
    settings.SECURITY_CONTACT = []
    assert client.get(ADDRESS).status_code == 404


def told(*, deploy: bool) -> list[CheckMessage]:
    found = run_checks(tags=[Tags.security], include_deployment_checks=deploy)
    return [message for message in found if message.id == "delivery.W001"]


def test_a_deployment_without_a_contact_is_told(settings: Settings) -> None:
    settings.SECURITY_CONTACT = []
    assert len(told(deploy=True)) == 1
    assert told(deploy=False) == []
    settings.SECURITY_CONTACT = ["mailto:security@example.org"]
    assert told(deploy=True) == []


@pytest.mark.parametrize("wrong", ["security@example.org", "http://example.org", "mailto:a\tb"])
def test_what_is_no_contact_is_refused(wrong: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="SECURITY_CONTACT must look like mailto:"):
        security_contact(["mailto:security@example.org", wrong])


def test_it_is_read() -> None:
    given = "mailto:security@example.org, https://example.org/report"
    done = load(DEVELOPMENT | {"SECURITY_CONTACT": given}, "s.SECURITY_CONTACT")
    assert done.stdout.strip() == str(given.split(", "))
