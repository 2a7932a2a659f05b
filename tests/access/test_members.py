"""Members: who invites, who removes, what an invitation is good for, and what is recorded."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override
from wagtail.users.models import UserProfile

from cms.access.models import AccessEvent, Invitation, Team
from cms.access.places import slug_of
from cms.access.report import access_report
from cms.mail.models import OutgoingMail

from .movement import PASSWORD, Movement, make_user

LINK = re.compile(r"/invitation/([\w-]+)/")


def send_invitation(
    movement: Movement, actor: str, team: Team, email: str = "new@example.org", **more: Any
) -> Any:
    address = reverse("members:invite", args=[slug_of(team)])
    data = {"team": team.pk, "email": email, "language": "es", **more}
    return movement.clients[actor].post(address, data, follow=True)


def token_sent_to(email: str) -> str:
    """The mail waits in its table: these tests commit nothing, so nothing is sent."""
    mail = OutgoingMail.objects.filter(to=email).latest("pk")
    found = LINK.search(mail.body)
    assert found is not None
    return found.group(1)


def take_up(token: str, data: dict[str, str] | None = None, client: Client | None = None) -> Any:
    return (client or Client()).post(reverse("invitation", args=[token]), data or {})


NEW_ACCOUNT = {"username": "new-person", "password1": PASSWORD, "password2": PASSWORD}


def test_a_lead_invites_an_editor(movement: Movement) -> None:
    team = movement.team("editors", "boston")
    page = send_invitation(movement, "boston-lead", team)
    assert "new@example.org" in page.content.decode()
    mail = OutgoingMail.objects.get(to="new@example.org")
    token = token_sent_to("new@example.org")
    assert token not in str(Invitation.objects.values().get()), "the mail has the only copy"
    form = Client().get(reverse("invitation", args=[token]))
    assert form.status_code == 200
    assert '<html lang="es"' in form.content.decode()
    assert "no-store" in form["Cache-Control"]
    assert "Boston: Edición" in mail.subject
    assert "Boston: Edición" in mail.body

    response = take_up(token, NEW_ACCOUNT)
    assert response.status_code == 302
    user = User.objects.get(username="new-person")
    assert list(user.groups.all()) == [team.group]
    assert user.email == "new@example.org"
    assert not user.is_staff
    assert UserProfile.objects.get(user=user).preferred_language == "es"
    event = AccessEvent.objects.filter(account=user, kind="access").latest("pk")
    assert event.actor == movement.users["boston-lead"]
    assert (event.before, event.after) == ([], ["Boston: Editors"])
    assert str(event.territory) == str(team.territory)
    client = Client()
    assert client.login(username="new-person", password=PASSWORD)
    edit = reverse("wagtailadmin_pages:edit", args=[movement.places["boston", "es"].plan.pk])
    assert client.get(edit).status_code == 200


def test_an_invitation_works_once(movement: Movement) -> None:
    send_invitation(movement, "boston-lead", movement.team("editors", "boston"))
    token = token_sent_to("new@example.org")
    take_up(token, NEW_ACCOUNT)
    again = take_up(token, (NEW_ACCOUNT | {"username": "another"}))
    assert again.status_code == 410
    assert not User.objects.filter(username="another").exists()


def expire(invitation: Invitation, movement: Movement) -> None:
    invitation.expires_at = timezone.now()
    invitation.save()


def withdraw(invitation: Invitation, movement: Movement) -> None:
    movement.clients["boston-lead"].post(reverse("members:withdraw", args=[invitation.pk]))


def lead_leaves(invitation: Invitation, movement: Movement) -> None:
    movement.users["boston-lead"].groups.clear()


def lead_is_deactivated(invitation: Invitation, movement: Movement) -> None:
    User.objects.filter(username="boston-lead").update(is_active=False)


@pytest.mark.parametrize("spoil", [expire, withdraw, lead_leaves, lead_is_deactivated])
def test_an_invitation_that_no_longer_stands(movement: Movement, spoil: Any) -> None:
    send_invitation(movement, "boston-lead", movement.team("editors", "boston"))
    token = token_sent_to("new@example.org")
    spoil(Invitation.objects.get(), movement)
    for response in (
        Client().get(reverse("invitation", args=[token])),
        take_up(token, NEW_ACCOUNT),
    ):
        assert response.status_code == 410
        assert "<form" not in response.content.decode()
    assert not User.objects.filter(username="new-person").exists()


def test_it_lasts_for_thirty_days(movement: Movement) -> None:
    send_invitation(movement, "boston-lead", movement.team("editors", "boston"))
    left = Invitation.objects.get().expires_at - timezone.now()
    assert timedelta(days=29, hours=23) < left <= timedelta(days=30)


@pytest.mark.parametrize("token", ["nonsense", "a" * 43, "x" * 500])
def test_a_made_up_token_leads_nowhere(movement: Movement, token: str) -> None:
    assert Client().get(reverse("invitation", args=[token])).status_code == 404


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"password2": "something else entirely"}, "password2"),
        ({"password1": "short", "password2": "short"}, "password2"),
        ({"password1": "new-person-2026", "password2": "new-person-2026"}, "password2"),
        ({"username": "BOSTON-EDITOR"}, "username"),
        ({"username": "not a name!"}, "username"),
    ],
)
def test_an_account_needs_a_name_and_a_good_password(
    movement: Movement, changes: dict[str, str], sentence: str
) -> None:
    send_invitation(movement, "boston-lead", movement.team("editors", "boston"))
    token = token_sent_to("new@example.org")
    response = take_up(token, (NEW_ACCOUNT | changes))
    assert response.status_code == 200
    assert response.context["form"].errors[sentence]
    assert Invitation.objects.get().accepted_at is None


def test_somebody_with_an_account_joins_with_it(movement: Movement) -> None:
    send_invitation(
        movement, "boston-lead", movement.team("editors", "boston"), "chicago-editor@example.org"
    )
    token = token_sent_to("chicago-editor@example.org")
    anonymous = Client().get(reverse("invitation", args=[token])).content.decode()
    assert "password1" not in anonymous, "no second account for one address"
    assert take_up(token, NEW_ACCOUNT).status_code == 200
    assert not User.objects.filter(username="new-person").exists()
    response = take_up(token, client=movement.clients["chicago-editor"])
    assert response.status_code == 302
    groups = movement.users["chicago-editor"].groups.values_list("name", flat=True)
    assert set(groups) == {"Boston: Editors", "Chicago: Editors"}


def test_a_new_lead_needs_the_word_of_staff(movement: Movement) -> None:
    team = movement.team("leads", "boston")
    send_invitation(movement, "boston-lead", team)
    invitation = Invitation.objects.get()
    assert invitation.confirmed_by is None
    assert not OutgoingMail.objects.filter(to="new@example.org").exists()
    assert asked_for_their_word() == ["staff@example.org"]
    assert "Boston: Leads" in dashboard(movement, "staff")
    assert "Boston: Leads" not in dashboard(movement, "approver")
    address = reverse("members:confirm", args=[invitation.pk])
    for name in ("boston-lead", "boston-editor", "chicago-lead", "approver"):
        movement.clients[name].post(address)
        invitation.refresh_from_db()
        assert invitation.confirmed_by is None, name
    movement.clients["staff"].post(address)
    assert take_up(token_sent_to("new@example.org"), NEW_ACCOUNT).status_code == 302
    assert User.objects.get(username="new-person").groups.get() == team.group
    events = AccessEvent.objects.filter(territory=team.territory).values_list("change", flat=True)
    assert "proposed for: Boston: Leads" in events
    assert "confirmed and invited to: Boston: Leads" in events


def asked_for_their_word() -> list[str]:
    mails = OutgoingMail.objects.filter(subject__startswith="A new lead waits for your word")
    return list(mails.values_list("to", flat=True))


def dashboard(movement: Movement, name: str) -> str:
    """The panel of the dashboard about new leads."""
    page = movement.clients[name].get(reverse("wagtailadmin_home")).content.decode()
    return page.partition('id="proposed-leads')[2]


def test_staff_are_asked_in_their_own_language(movement: Movement) -> None:
    UserProfile.objects.create(user=movement.users["staff"], preferred_language="es")
    send_invitation(movement, "boston-lead", movement.team("leads", "boston"))
    mail = OutgoingMail.objects.latest("pk")
    with override("es"):
        lapses = date_format(Invitation.objects.get().expires_at)
    assert " de " in lapses
    assert lapses in mail.body
    assert reverse("members:index") in mail.body


def test_without_staff_superusers_are_asked(movement: Movement) -> None:
    movement.users["staff"].groups.clear()
    send_invitation(movement, "boston-lead", movement.team("leads", "boston"))
    assert asked_for_their_word() == ["superuser@example.org"]


def test_nobody_confirms_their_own_proposal(movement: Movement) -> None:
    movement.users["staff"].groups.add(movement.team("leads", "boston").group)
    movement.users["boston-lead"].groups.add(movement.team("staff").group)
    send_invitation(movement, "boston-lead", movement.team("leads", "boston"))
    assert Invitation.objects.get().confirmed_by == movement.users["boston-lead"], "staff by now"


@pytest.mark.parametrize(
    ("actor", "role", "where", "allowed"),
    [
        ("boston-lead", "editors", "boston", True),
        ("boston-lead", "leads", "boston", True),
        ("boston-lead", "editors", "chicago", False),
        ("boston-lead", "staff", "", False),
        ("boston-lead", "translators", "es", False),
        ("boston-editor", "editors", "boston", False),
        ("es-reviewer", "translators", "es", False),
        ("approver", "editors", "boston", False),
        ("coordinator", "translators", "es", False),
        ("staff", "editors", "chicago", True),
        ("staff", "reviewers", "ar", True),
        ("staff", "staff", "", True),
        ("staff", "approvers", "", True),
        ("approver", "approvers", "", False),
        ("superuser", "approvers", "", True),
    ],
)
def test_who_invites_to_what(
    movement: Movement, actor: str, role: str, where: str, allowed: bool
) -> None:
    send_invitation(movement, actor, movement.team(role, where))
    assert Invitation.objects.exists() is allowed


def test_a_place_does_not_open_another_places_team(movement: Movement) -> None:
    """The address names one's own chapter, the form another's team."""
    address = reverse("members:invite", args=[slug_of(movement.team("editors", "boston"))])
    for team in (movement.team("editors", "chicago"), movement.team("staff")):
        data = {"team": team.pk, "email": "new@example.org", "language": "en"}
        movement.clients["boston-lead"].post(address, data)
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("actor", "role", "where", "member", "allowed"),
    [
        ("boston-lead", "editors", "boston", "boston-editor", True),
        ("boston-lead", "leads", "boston", "boston-lead", False),
        ("boston-lead", "editors", "chicago", "chicago-editor", False),
        ("boston-editor", "leads", "boston", "boston-lead", False),
        ("staff", "leads", "boston", "boston-lead", True),
        ("staff", "translators", "es", "es-translator", True),
        ("staff", "approvers", "", "approver", False),
        ("superuser", "staff", "", "staff", True),
    ],
)
def test_who_removes_whom(
    movement: Movement, actor: str, role: str, where: str, member: str, allowed: bool
) -> None:
    team, user = movement.team(role, where), movement.users[member]
    movement.clients[actor].post(reverse("members:remove", args=[team.pk, user.pk]))
    assert user.groups.filter(pk=team.group_id).exists() is not allowed
    if allowed:
        event = AccessEvent.objects.filter(account=user).latest("pk")
        assert (event.actor, event.before, event.after) == (
            movement.users[actor],
            [team.group.name],
            [],
        )
        assert OutgoingMail.objects.filter(to=user.email).exists()


def test_there_is_a_limit_to_open_invitations(movement: Movement) -> None:
    team = movement.team("editors", "boston")
    for number in range(22):
        send_invitation(movement, "boston-lead", team, f"new{number}@example.org")
    assert Invitation.objects.count() == 20


def test_an_address_is_invited_once(movement: Movement) -> None:
    team = movement.team("editors", "boston")
    send_invitation(movement, "boston-lead", team)
    first = token_sent_to("new@example.org")
    send_invitation(movement, "boston-lead", team, "NEW@example.org")
    assert Client().get(reverse("invitation", args=[first])).status_code == 410
    assert Invitation.objects.open().count() == 1


def test_changes_of_accounts_are_recorded(movement: Movement) -> None:
    user = movement.users["boston-editor"]
    user.is_active = False
    user.save()
    event = AccessEvent.objects.filter(account=user).latest("pk")
    assert (event.before, event.after) == (["active"], [])
    user.delete()
    assert AccessEvent.objects.filter(change="account deleted").exists()


def test_the_report_says_who_may_do_what(movement: Movement) -> None:
    User.objects.filter(username="boston-editor").update(
        last_login=timezone.now() - timedelta(days=91)
    )
    address = reverse("access:report")
    page = movement.clients["staff"].get(address).content.decode()
    assert "boston-editor" in page
    assert "newcomer" not in page
    table = movement.clients["staff"].get(address, {"export": "csv"}).content.decode()
    rows = [row for row in table.splitlines() if row.startswith("boston-editor,")]
    assert any("Boston (English)" in row and "add, change" in row for row in rows)
    assert any("Boston (Spanish)" in row for row in rows)
    assert all(row.endswith(",yes") for row in rows)
    chicago = [row for row in table.splitlines() if row.startswith("chicago-editor,")]
    assert all(",no," in row for row in rows), "of the second factor"
    assert "not offered yet" not in page
    assert not any("Boston" in row for row in chicago)


def test_the_report_shows_rights_given_by_hand(movement: Movement) -> None:
    movement.users["boston-editor"].user_permissions.add(
        Permission.objects.get(codename="change_user")
    )
    table = movement.clients["staff"].get(reverse("access:report"), {"export": "csv"})
    assert "auth.change_user" in table.content.decode()


def test_the_report_asks_the_database_little(movement: Movement) -> None:
    with count_queries() as few:
        access_report()
    for number in range(10):
        make_user(f"more-{number}").groups.add(movement.team("editors", "boston").group)
    with count_queries() as many:
        access_report()
    assert few[0] == many[0]


@contextmanager
def count_queries() -> Iterator[list[int]]:
    counted = [0]
    with CaptureQueriesContext(connection) as captured:
        yield counted
    counted[0] = len(captured)


def test_an_ended_session_is_over_outside_the_admin_too(movement: Movement) -> None:
    """The page of an invitation asks who is there, and is no screen of the admin."""
    send_invitation(movement, "boston-lead", movement.team("editors", "boston"))
    address = reverse("invitation", args=[token_sent_to("new@example.org")])
    here, there = Client(), Client()
    for browser in (here, there):
        browser.force_login(movement.users["newcomer"])
    here.post(reverse("own_sessions:end_others"))
    movement.users["newcomer"].groups.add(movement.team("editors", "chicago").group)
    assert "newcomer" in there.get(address).text
    here.post(reverse("own_sessions:end_others"))
    assert "newcomer" in here.get(address).text
    assert "newcomer" not in there.get(address).text


def test_who_takes_an_invitation_up_is_told_nothing_and_known_from_then_on(
    movement: Movement,
) -> None:
    send_invitation(movement, "boston-lead", movement.team("editors", "boston"))
    token = token_sent_to("new@example.org")
    browser = Client()
    take_up(token, NEW_ACCOUNT, browser)
    assert browser.get(reverse("wagtailadmin_home")).status_code == 200
    browser.post(reverse("wagtailadmin_logout"))
    again = {"username": NEW_ACCOUNT["username"], "password": NEW_ACCOUNT["password1"]}
    browser.post(reverse("wagtailadmin_login"), again)
    assert browser.get(reverse("wagtailadmin_home")).status_code == 200
    told = OutgoingMail.objects.filter(to="new@example.org")
    assert told.count() == 2, "the invitation, and what it gave"
    Client().post(reverse("wagtailadmin_login"), again)
    assert told.count() == 3, "of a new browser"
