"""Who changes what somebody may do shows once more that it is they, and loses nothing of it."""

import time
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from cms.access.models import Invitation
from cms.access.places import slug_of
from cms.access.registered_views import CHANGES_OF_ACCESS
from cms.accounts import sessions
from cms.accounts.code_forms import CONFIRMATIONS

from .admin_addresses import admin_addresses
from .movement import PASSWORD, Movement
from .role_table import R
from .test_matrix import BOOKKEEPING, ask, rolled_back
from .views import CASES
from .views.cases import Case, Cell

pytestmark = pytest.mark.usefixtures("no_guesses_before")

# Views of these change access, but for those that only show.
SPACES = ("members:", "wagtailusers_users:", "wagtailusers_groups:", "factor_resets:")
SHOWN = {"index", "place", "index_results", "history", "history_results", "usage"}
CHANGES = [
    case
    for case in CASES
    if case.view in CHANGES_OF_ACCESS
    and case.right is not R.NOBODY
    and (case.view != "wagtail_bulk_action" or case.label in ("delete", "assign_role"))
]


def later(client: Client, seconds: float = sessions.CONFIRMED_FOR + 1) -> Client:
    """A browser of the same account's, which has shown nothing for so long."""
    fresh = Client()
    user = User.objects.get(pk=client.session["_auth_user_id"])
    fresh.force_login(user)
    session = fresh.session
    session[sessions.CONFIRMED] = time.time() - seconds
    session.save()
    return fresh


def send_again(client: Client, answer: Any, **shown: str) -> Any:
    """Fill in the page that asks, with whatever it carries."""
    form = BeautifulSoup(answer.content, "html.parser").select_one("form:has([type=password])")
    assert form is not None, answer.text
    fields = QueryDict(mutable=True)
    for each in form.select("input[type=hidden]"):
        fields.appendlist(str(each["name"]), str(each["value"]))
    fields.update(shown or {"confirm-password": PASSWORD})
    urlencoded = "application/x-www-form-urlencoded"
    return client.post(str(form["action"]), fields.urlencode(), urlencoded)


def test_every_view_that_changes_access_is_known() -> None:
    """By what stands below an address; what any other view writes, the matrix watches."""
    found = {
        address.name
        for address in admin_addresses()
        if address.name.startswith(SPACES) and address.name.partition(":")[2] not in SHOWN
    }
    others = {"wagtail_bulk_action", "review:trust"}
    assert found | others == set(CHANGES_OF_ACCESS)
    assert {case.view for case in CHANGES} == set(CHANGES_OF_ACCESS)


@pytest.mark.parametrize("case", CHANGES, ids=str)
def test_each_asks_first_and_then_goes_on(movement: Movement, case: Case) -> None:
    client = later(movement.clients["superuser"])
    cell = Cell(movement, movement.places["boston", "en"], movement.files["boston"])
    if case.view == "wagtail_bulk_action" and case.args(cell)["app_label"] != "auth":
        return  # It is about pages, pictures or documents, and asks nothing.
    with rolled_back() as written:
        answer = ask(client, "post", case, cell, written)
        assert answer.status_code == 403
        assert written <= BOOKKEEPING
        done = send_again(client, answer)
        assert done.status_code != 403
        assert written - BOOKKEEPING or case.data is None


def invite(client: Client, movement: Movement, **more: str) -> Any:
    team = movement.team("editors", "boston")
    sent = {"team": str(team.pk), "email": "new@example.org", "language": "es"} | more
    return client.post(reverse("members:invite", args=[slug_of(team)]), sent)


def test_nothing_that_was_typed_is_lost(movement: Movement) -> None:
    client = later(movement.clients["boston-lead"])
    answer = invite(client, movement)
    assert "no-store" in answer["Cache-Control"]
    assert not Invitation.objects.filter(email="new@example.org").exists()
    wrong = send_again(client, answer, **{"confirm-password": "wrong"})
    assert "This is not your password." in wrong.text
    send_again(client, wrong)
    invitation = Invitation.objects.get(email="new@example.org")
    assert invitation.language == "es"
    invite(client, movement, email="other@example.org")
    assert Invitation.objects.filter(email="other@example.org").exists(), "for five minutes"


@pytest.mark.parametrize(("ago", "asked"), [(-30, False), (30, True)])
def test_it_lasts_five_minutes(movement: Movement, ago: int, asked: bool) -> None:
    client = later(movement.clients["boston-lead"], sessions.CONFIRMED_FOR + ago)
    assert (invite(client, movement).status_code == 403) is asked


def test_a_stolen_session_guesses_few(movement: Movement) -> None:
    client = later(movement.clients["boston-lead"])
    answer = invite(client, movement)
    for _guess in range(CONFIRMATIONS.times):
        send_again(client, answer, **{"confirm-password": "wrong"})
    assert "Too many attempts" in send_again(client, answer).text
    assert not Invitation.objects.filter(email="new@example.org").exists()


def test_it_is_asked_in_the_accounts_language(movement: Movement) -> None:
    client = later(movement.clients["boston-lead"])
    answer = invite(client, movement)
    page = BeautifulSoup(answer.content, "html.parser")
    assert page.select_one("html[lang=en]")
    assert "'nonce-" in answer["Content-Security-Policy"], "Wagtail's frame stands around it"


def test_no_other_way_to_send_it_goes_past(movement: Movement) -> None:
    client = later(movement.clients["superuser"])
    editor = movement.users["boston-editor"]
    address = reverse("wagtailusers_users:delete", args=[editor.pk])
    scripts = {"x-requested-with": "XMLHttpRequest"}
    answers = [
        client.delete(address).status_code,
        client.put(address).status_code,
        client.post(address, headers=scripts).status_code,
        client.post(address, {"credential": "{}"}).status_code,
    ]
    assert answers == [403] * 4
    assert User.objects.filter(pk=editor.pk).exists()


def test_who_may_not_is_refused_without_being_asked(movement: Movement) -> None:
    client = later(movement.clients["boston-editor"])
    answer = invite(client, movement)
    assert answer["Location"] == reverse("wagtailadmin_home")


def test_secrets_are_not_carried(movement: Movement) -> None:
    client = later(movement.clients["superuser"])
    sent = {"username": "made", "password1": "very secret words", "email": "made@example.org"}
    answer = client.post(reverse("wagtailusers_users:add"), sent)
    assert "very secret words" not in answer.text
    assert "made@example.org" in answer.text
    assert "Passwords and files are not kept" in answer.text


def test_other_bulk_actions_ask_nothing(movement: Movement) -> None:
    client = later(movement.clients["staff"])
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    page = movement.places["boston", "en"].plan
    assert client.post(f"{address}?id={page.pk}").status_code != 403
