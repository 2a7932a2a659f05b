"""Headers of every response, and the policies of readers and of the admin."""

import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from wagtail.models import Page

from home.models import HomePage

READERS = ["/healthz", "/en/", "/documents/1/nothing.pdf", "/nowhere/"]


def directives(policy: str) -> dict[str, set[str]]:
    parts = (part.split() for part in policy.split(";"))
    return {name: set(values) for name, *values in parts}


@pytest.mark.parametrize("address", READERS)
def test_readers_get_a_strict_policy(client: Client, db: None, address: str) -> None:
    policy = directives(client.get(address)["Content-Security-Policy"])
    assert policy["default-src"] == {"'none'"}
    assert policy["frame-ancestors"] == policy["base-uri"] == {"'none'"}
    assert policy["script-src"] == policy["style-src"] == policy["img-src"] == {"'self'"}
    assert set().union(*policy.values()) == {"'self'", "'none'"}


@pytest.mark.parametrize("address", ["/admin/login/", "/admin/"])
def test_the_admin_has_nothing_inline_and_asks_no_other_host(
    client: Client, db: None, address: str
) -> None:
    if address == "/admin/":
        client.force_login(User.objects.create_superuser("editor"))
    response = client.get(address)
    policy = directives(response["Content-Security-Policy"])
    assert policy["default-src"] == {"'none'"}
    assert policy["script-src"] == {"'self'"}
    [nonce] = policy["style-src"] - {"'self'"}
    assert re.fullmatch(r"'nonce-[\w-]{20,}'", nonce)
    assert policy["frame-src"] == policy["frame-ancestors"] == {"'self'"}
    values = {value for values in policy.values() for value in values}
    assert not {value for value in values if "." in value or "unsafe" in value}


def test_a_nonce_is_of_one_answer_and_on_one_script(client: Client, db: None) -> None:
    """It makes styles of a program valid; what holds it is not to be found in any other element."""
    client.force_login(User.objects.create_superuser("editor"))
    seen = set()
    for _time in range(2):
        response = client.get("/admin/")
        [element] = BeautifulSoup(response.content, "lxml").select("[nonce]")
        assert "delivery/styles" in str(element["src"])
        assert f"'nonce-{element['nonce']}'" in response["Content-Security-Policy"]
        seen.add(element["nonce"])
    assert len(seen) == 2


def test_readers_get_no_nonce(client: Client, db: None) -> None:
    """Their pages are the same for everybody, and may be kept."""
    response = client.get("/en/nowhere/")
    assert b"nonce" not in response.content
    assert "nonce" not in response["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/healthz", "/en/", "/admin/login/"])
def test_other_headers(client: Client, db: None, address: str) -> None:
    headers = client.get(address).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]


def test_a_page_shown_in_the_admin_keeps_the_readers_policy_but_may_be_framed(
    client: Client, db: None
) -> None:
    client.force_login(User.objects.create_superuser("editor"))
    root = Page.get_first_root_node()
    page = root.add_child(
        instance=HomePage(title="Home", slug="previewed", headline="One", introduction="Two")
    )
    page.save_revision()
    response = client.get(f"/admin/pages/{page.pk}/view_draft/")
    assert response.status_code == 200
    policy = directives(response["Content-Security-Policy"])
    assert policy["script-src"] == policy["style-src"] == {"'self'"}
    assert policy["frame-ancestors"] == {"'self'"}
