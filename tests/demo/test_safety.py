"""Nobody gets in by the demo's buttons but whoever has the demo's page before them."""

from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.core.checks import run_checks
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from cms.demo.conditions import is_on
from cms.starter.accounts import demo_password
from tests.access.movement import Movement, make_user

from .visitor import DASHBOARD, LOGIN, SIGN_IN, Visitor

pytestmark = pytest.mark.django_db


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_address_is_where_these_tests_knock() -> None:
    assert reverse("demo:sign_in") == SIGN_IN


# How it is asked.


@pytest.mark.parametrize("method", ["get", "head", "put", "delete", "options", "patch"])
def test_only_a_form_signs_in(demo: Movement, method: str) -> None:
    client = Client()
    answer = getattr(client, method)(f"{SIGN_IN}?account=admin")
    assert answer.status_code == 405
    assert not signed_in(client)


def test_a_form_of_another_page_on_the_web_does_not(demo: Movement) -> None:
    """Neither without a token, nor with the visitor's own sent from elsewhere."""
    data = {"account": "admin"}
    client = Client(enforce_csrf_checks=True)
    assert client.post(SIGN_IN, data).status_code == 403
    visitor = Visitor(client).go(LOGIN)
    token = visitor.page.select("[name=csrfmiddlewaretoken]")[0]
    data |= {"csrfmiddlewaretoken": str(token["value"])}
    from_elsewhere = {"origin": "https://evil.example"}
    assert client.post(SIGN_IN, data, headers=from_elsewhere).status_code == 403
    assert not signed_in(client)
    assert client.post(SIGN_IN, data).status_code == 302
    assert signed_in(client)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "[::2]"])
def test_a_name_that_the_site_does_not_go_by_does_not(demo: Movement, host: str) -> None:
    """A page on the web may give its name this machine's address (DNS rebinding)."""
    client = Client()
    assert client.post(SIGN_IN, {"account": "admin"}, headers={"host": host}).status_code == 400
    assert client.get(LOGIN, headers={"host": host}).status_code == 400
    assert not signed_in(client)


ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/admin/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    " //evil.example",
    "\t//evil.example",
    "/\t/evil.example",
    "//testserver@evil.example/",
    "http://testserver/admin/",
    "wagtailadmin_logout",
    "admin/pages/",
    "",
]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_it_leads_nowhere_but_to_this_site(demo: Movement, address: str) -> None:
    client = Client()
    answer = client.post(SIGN_IN, {"account": "staff", "next": address})
    assert answer.status_code == 302
    assert answer.headers["Location"] == DASHBOARD
    answer = client.post(SIGN_IN, {"account": "nobody-known", "next": address})
    assert answer.headers["Location"] == DASHBOARD


# Whom it opens.


def refused(account: str) -> None:
    visitor = Visitor().go(LOGIN)
    assert account not in visitor.offered
    visitor.press(account)
    assert visitor.account == ""
    assert visitor.at == LOGIN
    assert "The demo's password does not open this account." in visitor.words


def test_an_account_with_a_password_of_its_own_stays_closed(demo: Movement) -> None:
    staff = User.objects.get(username="staff")
    staff.set_password("a password that somebody chose")
    staff.save()
    refused("staff")
    staff.set_unusable_password()
    staff.save()
    refused("staff")


def test_an_account_that_is_not_the_demos_stays_closed(demo: Movement) -> None:
    """Whatever its password is: a real person may have been invited to try the site."""
    make_user("somebody", is_superuser=True, is_staff=True)
    User.objects.filter(username="somebody").update(password=make_password(demo_password()))
    refused("somebody")


@pytest.mark.parametrize("name", ["", "STAFF", "staff ", "0", "staff\x00", "' OR 1=1 --"])
def test_no_other_writing_of_a_name_opens_one(demo: Movement, name: str) -> None:
    refused(name)


def test_a_closed_account_stays_closed(demo: Movement) -> None:
    User.objects.filter(username="staff").update(is_active=False)
    refused("staff")


def test_who_is_signed_in_stays_so_where_the_other_account_is_closed(demo: Movement) -> None:
    User.objects.filter(username="staff").update(password="!")
    visitor = Visitor().go(LOGIN).press("boston-editor")
    before = visitor.account
    visitor.press("staff")
    assert visitor.account == before != ""
    assert "The demo's password does not open this account." in visitor.words


def test_nothing_of_the_first_accounts_session_is_the_seconds(demo: Movement) -> None:
    visitor = Visitor().go(LOGIN).press("admin")
    session = visitor.client.session
    session["draft"] = "the admin's own"
    session.save()
    visitor.press("boston-editor")
    assert "draft" not in visitor.client.session


# Where it is.


def without_traces(client: Client) -> None:
    answer = client.get(LOGIN)
    assert answer.status_code == 200
    assert b"demo-accounts" not in answer.content
    assert client.post(SIGN_IN, {"account": "admin"}).status_code == 404
    assert not signed_in(client)
    client.force_login(User.objects.get(username="staff"))
    answer = client.get(DASHBOARD)
    assert answer.status_code == 200
    assert b"demo-bar" not in answer.content


FORBIDDEN: dict[str, dict[str, Any]] = {
    "demo.E001": {"DEMO": False},
    "demo.E002": {"SESSION_COOKIE_SECURE": True},
    "demo.E003": {"ALLOWED_HOSTS": ["*"]},
}


@pytest.mark.parametrize("fault", FORBIDDEN)
def test_settings_that_are_no_demos_open_nothing_and_are_told(
    demo: Movement, settings: Settings, fault: str
) -> None:
    for name, value in FORBIDDEN[fault].items():
        setattr(settings, name, value)
    assert not is_on()
    assert [each.id for each in run_checks(tags=["security"]) if "demo." in str(each.id)] == [fault]
    without_traces(Client())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEMO", "true"),
        ("DEMO", 1),
        ("DEMO", None),
        ("SECURE_SSL_REDIRECT", True),
        ("SECURE_HSTS_SECONDS", 60),
        ("ALLOWED_HOSTS", ["testserver", ".example.org"]),
    ],
)
def test_each_sign_of_something_else_is_enough(
    demo: Movement, settings: Settings, name: str, value: Any
) -> None:
    assert is_on()
    setattr(settings, name, value)
    assert not is_on()


def test_settings_without_the_word_open_nothing(demo: Movement, settings: Settings) -> None:
    del settings.DEMO
    without_traces(Client())
