"""Arriving: what an invitation says, and what an account that is in no team is told."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page
from wagtail.users.models import UserProfile

from cms.access.invitations import confirm, invite
from cms.access.models import Invitation
from cms.mail.models import OutgoingMail

from .movement import Movement
from .test_members import NEW_ACCOUNT, take_up, token_sent_to

pytestmark = pytest.mark.django_db

HOME = reverse("wagtailadmin_home")
ORGANIZATION = "Never Again Action"


def words(response: object) -> str:
    content: bytes = getattr(response, "content", b"")
    return " ".join(BeautifulSoup(content, "html.parser").get_text(" ").split())


@pytest.fixture
def token(movement: Movement) -> str:
    """Of an invitation by a lead to the own chapter."""
    invite(movement.users["boston-lead"], movement.team("editors", "boston"), "new@example.org")
    return token_sent_to("new@example.org")


def test_an_invitation_says_who_invites_to_what(movement: Movement, token: str) -> None:
    mail = OutgoingMail.objects.get(to="new@example.org")
    assert mail.subject == f"{ORGANIZATION} invites you to work on its site: Boston: Editors"
    assert f"boston-lead of {ORGANIZATION} invites you to the team “Boston: Editors”" in mail.body
    page = Client().get(reverse("invitation", args=[token]))
    assert f"{ORGANIZATION} invites you to the team “Boston: Editors” of its site" in words(page)


def test_an_invitation_outlives_the_account_that_sent_it(movement: Movement) -> None:
    """A lead proposes somebody, and is gone when staff give their word."""
    leads = movement.team("leads", "boston")
    proposal = invite(movement.users["boston-lead"], leads, "new@example.org")
    movement.users["boston-lead"].delete()
    confirm(movement.users["staff"], Invitation.objects.get(pk=proposal.pk))
    mail = OutgoingMail.objects.get(to="new@example.org")
    assert mail.body.startswith(f"{ORGANIZATION} invites you to the team “Boston: Leads”")


def test_who_has_made_an_account_is_signed_in(token: str) -> None:
    client = Client()
    response = take_up(token, NEW_ACCOUNT, client)
    assert response.status_code == 302
    assert response["Location"] == HOME
    shown = client.get(HOME)
    assert shown.status_code == 200
    assert shown.wsgi_request.user.get_username() == "new-person"
    assert "Welcome. You are in the team “Boston: Editors” now." in words(shown)


def test_who_was_in_a_chapter_that_is_deleted_is_told_so(
    movement: Movement, django_capture_on_commit_callbacks: Any
) -> None:
    client = movement.clients["boston-editor"]
    UserProfile.objects.create(user=movement.users["boston-editor"], preferred_language="es")
    with django_capture_on_commit_callbacks(execute=True):
        Page.objects.get(pk=movement.chapters["boston"].pk).delete()
    response = client.get(HOME)
    assert response.status_code == 302
    told = words(client.get(response["Location"]))
    with override("es"):
        assert "Boston: Edición" in told
    assert "You do not have permission" not in told


def test_who_was_in_no_team_yet_is_told_so(movement: Movement) -> None:
    client = movement.clients["newcomer"]
    address = reverse("review:queue")
    told = words(client.get(client.get(address)["Location"]))
    assert "Your account is in no team, so there is nothing here for it yet." in told
    assert client.get(HOME, headers={"x-requested-with": "XMLHttpRequest"}).status_code == 403


def test_an_account_without_a_team_can_still_leave(movement: Movement) -> None:
    client = movement.clients["newcomer"]
    assert client.get(reverse("wagtailadmin_login")).status_code == 200
    assert client.post(reverse("wagtailadmin_logout")).status_code == 302
    told = words(client.get(reverse("wagtailadmin_login")))
    assert "Your account is in no team" not in told
    assert "newcomer" not in told
