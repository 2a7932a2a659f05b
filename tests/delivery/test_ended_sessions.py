"""A session that ended says so, keeps what was typed, and goes on after signing in again.

Django's test client skips the check of tokens; here it is on, as it is for everybody.
"""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from tests.access.movement import Movement
from tests.review.flow import editor_form, fresh

pytestmark = pytest.mark.django_db

TYPED = "Hours of <b>work</b> & care."
HERE = {"Origin": "http://testserver"}
ELSEWHERE = {"Origin": "https://elsewhere.example"}
URLENCODED = "application/x-www-form-urlencoded"


class Browser:
    """One account's browser: its tabs share their cookies."""

    def __init__(self, movement: Movement, name: str = "boston-editor") -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.page = movement.places["boston", "en"].plan
        self.user = User.objects.get(username=name)
        self.address = reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    @property
    def token(self) -> str:
        return self.client.cookies[settings.CSRF_COOKIE_NAME].value

    def sign_in(self) -> None:
        self.client.force_login(self.user)

    def open(self) -> dict[str, Any]:
        """Open the editor, type, and return what its form would send."""
        soup = BeautifulSoup(self.client.get(self.address).content, "html.parser")
        kept = soup.select("form[data-edit-form] > input[type=hidden]")
        hidden = {str(field["name"]): str(field["value"]) for field in kept if field.get("name")}
        return hidden | editor_form(fresh(self.page), summary=TYPED)

    def send(self, form: dict[str, Any], **headers: str) -> Any:
        return self.client.post(self.address, form, headers=headers or HERE)

    def send_again(self, answer: Any, **headers: str) -> Any:
        """Press the button of the page that keeps what was typed."""
        form = form_of(answer)
        assert form is not None, answer.text
        fields = QueryDict(mutable=True)
        for field in form.select("input"):
            fields.appendlist(str(field["name"]), str(field["value"]))
        body, address = fields.urlencode(), str(form["action"])
        return self.client.post(address, body, URLENCODED, headers=headers or HERE)

    def summary(self) -> str:
        return str(fresh(self.page).get_latest_revision_as_object().summary)


def form_of(answer: Any) -> Any:
    return BeautifulSoup(answer.content, "html.parser").select_one("form")


@pytest.fixture
def browser(built_movement: Movement) -> Browser:
    browser = Browser(built_movement)
    browser.sign_in()
    # A browser has a token as soon as it has seen a form.
    browser.client.get(browser.address)
    return browser


def test_it_says_so_keeps_what_was_typed_and_goes_on(browser: Browser) -> None:
    form = browser.open()
    Session.objects.all().delete()
    answer = browser.send(form)
    assert answer.status_code == 403
    assert "your session has ended" in answer.text
    assert BeautifulSoup(answer.text, "html.parser").select(
        f"a[target=_blank][href='{reverse('wagtailadmin_login')}']"
    )
    assert "no-store" in answer["Cache-Control"]
    assert browser.send_again(answer).status_code == 403
    assert not Session.objects.exists()
    browser.sign_in()
    assert browser.send_again(answer).status_code == 302
    assert browser.summary() == TYPED


def test_an_older_pages_token_keeps_what_was_typed(browser: Browser) -> None:
    form = browser.open() | {"csrfmiddlewaretoken": "a" * 64}
    answer = browser.send(form)
    assert answer.status_code == 403
    assert "signed in anew" in answer.text
    assert "boston-editor" in answer.text
    assert browser.send_again(answer).status_code == 302
    assert browser.summary() == TYPED


@pytest.mark.parametrize(
    "headers",
    [
        ELSEWHERE,
        {"Origin": "null"},
        {"Origin": "https://testserver"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Referer": "https://elsewhere.example/testserver/"},
    ],
)
@pytest.mark.parametrize("signed_in", [True, False])
def test_another_sites_form_gets_no_page_to_send_it_from(
    browser: Browser, headers: dict[str, str], signed_in: bool
) -> None:
    form = browser.open() | {"csrfmiddlewaretoken": "a" * 64}
    if not signed_in:
        browser.client.cookies.clear()
    answer = browser.send(form, **headers)
    assert answer.status_code == 403
    assert form_of(answer) is None
    assert "Hours of" not in answer.text
    assert "csrfmiddlewaretoken" not in answer.text


def test_a_form_that_does_not_say_where_it_comes_from_is_for_copying(browser: Browser) -> None:
    form = browser.open() | {"csrfmiddlewaretoken": "a" * 64}
    answer = browser.send(form, **{"X-Nothing": "said"})
    assert answer.status_code == 403
    assert TYPED in BeautifulSoup(answer.text, "html.parser").get_text()
    assert form_of(answer) is None
    assert "csrfmiddlewaretoken" not in answer.text


def test_the_browsers_word_is_enough_in_each_of_its_ways(browser: Browser) -> None:
    form = browser.open() | {"csrfmiddlewaretoken": "a" * 64}
    for headers in ({"Sec-Fetch-Site": "same-origin"}, {"Referer": "http://testserver/admin/"}):
        assert form_of(browser.send(form, **headers)) is not None


@pytest.mark.parametrize("has_token", [True, False])
def test_saving_by_itself_gets_a_sentence_that_its_script_shows(
    browser: Browser, has_token: bool
) -> None:
    form = browser.open()
    Session.objects.all().delete()
    if not has_token:
        form["csrfmiddlewaretoken"] = "a" * 64
    answer = browser.send(form, Accept="application/json", **HERE)
    assert answer.status_code == 403
    assert answer.json()["error_code"] == "locked"
    for key in ("error_message", "error"):
        assert "sign in in another tab" in answer.json()[key]
    assert TYPED not in answer.text


def test_no_password_is_said_again(browser: Browser) -> None:
    Session.objects.all().delete()
    form = {
        "csrfmiddlewaretoken": browser.token,
        "username": "somebody",
        "password1": "a-secret-word",
        "password-new_password2": "a-secret-word",
    }
    address = reverse("wagtailadmin_account")
    answer = browser.client.post(address, form, headers=HERE)
    assert answer.status_code == 403
    assert "somebody" in answer.text
    assert "a-secret-word" not in answer.text
    assert "Passwords and files are not kept" in answer.text
    sign_in = {"username": "somebody", "password": "a-secret-word"}
    login = browser.client.post(reverse("wagtailadmin_login"), sign_in, headers=HERE)
    assert login.status_code == 403
    assert "somebody" not in login.text


def test_where_nothing_was_typed_wagtail_asks_to_sign_in(browser: Browser) -> None:
    Session.objects.all().delete()
    address = reverse("wagtailadmin_pages:lock", args=[browser.page.pk])
    form = {"csrfmiddlewaretoken": browser.token, "next": "/admin/"}
    answer = browser.client.post(address, form)
    assert answer.status_code == 302
    assert "/login/" in answer["Location"]
    readers = browser.client.post("/en/", {"q": TYPED}, headers=HERE)
    assert TYPED not in readers.text
