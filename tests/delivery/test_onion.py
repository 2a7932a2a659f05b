"""Tor's browser is told where the onion service is: on pages of readers, and nowhere else."""

from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from pytest_django import Settings

from cms.settings.environment import onion_location
from tests.operations.test_settings import DEVELOPMENT, load
from tests.trees import SmallSite

HOST = f"{'a2b3c4d5' * 7}.onion"
ONION = f"http://{HOST}"
HEADER = "Onion-Location"


@pytest.fixture(autouse=True)
def onion(settings: Settings) -> None:
    settings.ONION_LOCATION = ONION


@pytest.mark.parametrize("code", ["en", "ar"])
def test_a_page_names_itself_there_in_its_language(
    site: SmallSite, client: Client, code: str
) -> None:
    assert client.get(f"/{code}/")[HEADER] == f"{ONION}/{code}/"


def test_what_was_asked_for_is_kept(site: SmallSite, client: Client) -> None:
    word = quote("ñandú")
    assert client.get(f"/en/search/?q={word}")[HEADER] == f"{ONION}/en/search/?q={word}"


@pytest.mark.parametrize("path", ["/healthz", "/robots.txt", "/en/nowhere/", "/admin/login/"])
def test_nothing_else_names_it(site: SmallSite, client: Client, path: str) -> None:
    assert HEADER not in client.get(path).headers


def test_no_screen_of_the_admin_names_it(site: SmallSite, client: Client) -> None:
    client.force_login(User.objects.create_superuser("admin"))
    assert HEADER not in client.get("/admin/").headers
    draft = client.get(f"/admin/pages/{site['en', 'home'].pk}/view_draft/")
    assert HEADER not in draft.headers


def test_whoever_is_there_is_told_nothing(
    site: SmallSite, client: Client, settings: Settings
) -> None:
    settings.ALLOWED_HOSTS = [HOST]
    assert HEADER not in client.get("/en/", headers={"host": HOST}).headers


def test_without_a_service_nobody_is_told(
    site: SmallSite, client: Client, settings: Settings
) -> None:
    settings.ONION_LOCATION = ""
    assert HEADER not in client.get("/en/").headers


@pytest.mark.parametrize(
    "wrong", ["http://short.onion", HOST, f"{ONION}/path", "http://example.org", f"ftp://{HOST}"]
)
def test_what_is_no_onion_service_is_refused(wrong: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="ONION_LOCATION must look like http://<56"):
        onion_location(wrong)


def test_a_slash_at_its_end_is_nothing() -> None:
    done = load(DEVELOPMENT | {"ONION_LOCATION": f"{ONION}/"}, "s.ONION_LOCATION")
    assert done.stdout.strip() == ONION
