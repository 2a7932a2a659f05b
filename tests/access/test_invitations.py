"""What an invitation is worth: by whose word, for whom, and until when."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.access.invitations import (
    confirm,
    digest_of,
    find,
    invite,
    take_up,
    why_closed,
    withdraw,
)
from cms.access.models import AccessEvent, Invitation, Team
from cms.access.places import place_managed_by, places_managed_by
from cms.access.removals import remove
from cms.access.whose_word import NotAllowedError
from cms.mail.models import OutgoingMail

from .movement import Movement
from .test_life_cycle import committing
from .test_members import LINK, send_invitation, token_sent_to

__all__ = ["committing"]


@pytest.fixture
def proposal(movement: Movement) -> Invitation:
    """A lead's proposal of another lead, which waits for a staff member's word."""
    return invite(
        movement.users["boston-lead"], movement.team("leads", "boston"), "new@example.org"
    )


def changes(team: Team) -> list[tuple[str, str, list[str], list[str]]]:
    """Who did what about a team's territory: what was so before and after; the oldest first."""
    events = AccessEvent.objects.filter(territory=team.territory, account=None).order_by("pk")
    return [
        (event.actor.get_username() if event.actor else "", event.change, event.before, event.after)
        for event in events
        if "policy" not in event.change
    ]


def test_who_is_in_the_team_is_not_invited_again(movement: Movement) -> None:
    """Whatever the case of the address; the same person may be invited to another team."""
    team = movement.team("editors", "boston")
    page = send_invitation(movement, "boston-lead", team, "BOSTON-editor@example.org")
    assert "in the team already" in page.content.decode()
    assert not Invitation.objects.exists()
    send_invitation(
        movement, "boston-lead", movement.team("leads", "boston"), "boston-editor@example.org"
    )
    assert Invitation.objects.count() == 1


def test_another_invitation_leaves_those_of_others_alone(movement: Movement) -> None:
    editors, leads = movement.team("editors", "boston"), movement.team("leads", "boston")
    staff = movement.users["staff"]
    first = invite(staff, editors, "new@example.org")
    elsewhere = invite(staff, leads, "new@example.org")
    another = invite(staff, editors, "other@example.org")
    invite(staff, editors, "New@example.org")
    for invitation in (first, elsewhere, another):
        invitation.refresh_from_db()
    assert first.withdrawn_at is not None
    assert elsewhere.withdrawn_at is None
    assert another.withdrawn_at is None


def test_the_limit_is_a_teams_own(movement: Movement) -> None:
    staff = movement.users["staff"]
    for number in range(20):
        invite(staff, movement.team("editors", "boston"), f"new{number}@example.org")
    with pytest.raises(NotAllowedError, match="20 open invitations"):
        invite(staff, movement.team("editors", "boston"), "one-more@example.org")
    Invitation.objects.update(expires_at=timezone.now())
    invite(staff, movement.team("editors", "boston"), "one-more@example.org")
    invite(staff, movement.team("editors", "chicago"), "one-more@example.org")


def test_every_step_of_a_proposal_is_recorded(movement: Movement, proposal: Invitation) -> None:
    team = proposal.team
    confirm(movement.users["staff"], proposal)
    withdraw(movement.users["staff"], proposal)
    name = "Boston: Leads"
    assert changes(team) == [
        ("boston-lead", f"proposed for: {name}", [], [name]),
        ("staff", f"confirmed and invited to: {name}", [], [name]),
        ("staff", f"invitation withdrawn: {name}", [name], []),
    ]
    invite(movement.users["staff"], team, "new@example.org")
    assert changes(team)[-1] == ("staff", f"invited to: {name}", [], [name])


def test_a_confirmed_invitation_begins_anew(movement: Movement, proposal: Invitation) -> None:
    Invitation.objects.update(expires_at=timezone.now() + timedelta(minutes=1))
    assert not OutgoingMail.objects.filter(to="new@example.org").exists()
    confirm(movement.users["staff"], proposal)
    proposal.refresh_from_db()
    assert proposal.confirmed_by == movement.users["staff"]
    assert proposal.expires_at > timezone.now() + timedelta(days=29)
    assert proposal.token_digest == digest_of(token_sent_to("new@example.org"))
    assert find(token_sent_to("new@example.org")) == proposal


def test_a_proposal_has_no_link_before_it_is_confirmed(
    movement: Movement, proposal: Invitation
) -> None:
    Invitation.objects.update(token_digest=digest_of("guessed"))
    assert find("guessed") is None
    assert Client().get(reverse("invitation", args=["guessed"])).status_code == 404
    assert why_closed(proposal) != "", "nobody has given a word for it"


def test_one_word_is_enough(movement: Movement, proposal: Invitation) -> None:
    confirm(movement.users["staff"], proposal)
    movement.users["approver"].groups.add(movement.team("staff").group)
    with pytest.raises(NotAllowedError, match="already"):
        confirm(User.objects.get(username="approver"), proposal)
    proposal.refresh_from_db()
    assert proposal.confirmed_by == movement.users["staff"]
    assert OutgoingMail.objects.filter(to="new@example.org").count() == 1


def test_staff_do_not_confirm_what_they_proposed(movement: Movement, proposal: Invitation) -> None:
    Invitation.objects.update(invited_by=movement.users["staff"])
    with pytest.raises(NotAllowedError, match="did not propose"):
        confirm(movement.users["staff"], proposal)


@pytest.mark.parametrize(
    ("who", "confirmed", "allowed"),
    [
        ("boston-lead", False, True),
        ("boston-lead", True, False),
        ("staff", False, True),
        ("staff", True, True),
        ("superuser", True, True),
        ("chicago-lead", False, False),
        ("boston-editor", False, False),
        ("approver", True, False),
    ],
)
def test_who_withdraws_a_new_leads_invitation(
    movement: Movement, proposal: Invitation, who: str, confirmed: bool, allowed: bool
) -> None:
    """What staff have given their word for is theirs to take back."""
    if confirmed:
        confirm(movement.users["staff"], proposal)
    if allowed:
        withdraw(movement.users[who], proposal)
    else:
        with pytest.raises(NotAllowedError):
            withdraw(movement.users[who], proposal)
    proposal.refresh_from_db()
    assert (proposal.withdrawn_at is not None) is allowed


def test_a_lead_withdraws_an_editors_invitation_that_staff_sent(movement: Movement) -> None:
    sent = invite(movement.users["staff"], movement.team("editors", "boston"), "new@example.org")
    withdraw(movement.users["boston-lead"], sent)
    sent.refresh_from_db()
    assert sent.withdrawn_at is not None


@pytest.mark.parametrize("what", ["used", "withdrawn"])
def test_what_is_over_stays_over(movement: Movement, proposal: Invitation, what: str) -> None:
    """Two people have the same screen open; the second is told, and nothing is done twice."""
    staff = movement.users["staff"]
    confirm(staff, proposal)
    proposal.refresh_from_db()
    if what == "used":
        take_up(proposal, movement.users["newcomer"])
    else:
        withdraw(staff, proposal)
    once_more: list[Callable[[], None]] = [
        lambda: take_up(proposal, movement.users["approver"]),
        lambda: withdraw(staff, proposal),
        lambda: confirm(staff, proposal),
    ]
    for again in once_more:
        with pytest.raises(NotAllowedError, match=what):
            again()
    assert not movement.users["approver"].groups.filter(team=proposal.team).exists()


@pytest.mark.parametrize("what", ["deactivated", "no staff any more"])
def test_a_word_is_worth_what_its_giver_may(
    movement: Movement, proposal: Invitation, what: str
) -> None:
    confirm(movement.users["staff"], proposal)
    found = find(token_sent_to("new@example.org"))
    assert found is not None
    assert why_closed(found) == ""
    if what == "deactivated":
        User.objects.filter(username="staff").update(is_active=False)
    else:
        movement.users["staff"].groups.clear()
    found = find(token_sent_to("new@example.org"))
    assert found is not None
    assert "may no longer do so" in why_closed(found)
    with pytest.raises(NotAllowedError):
        take_up(found, movement.users["newcomer"])


def test_the_moment_at_which_it_expires_is_too_late(
    movement: Movement, proposal: Invitation, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm(movement.users["staff"], proposal)
    proposal.refresh_from_db()
    expires = proposal.expires_at
    monkeypatch.setattr(timezone, "now", lambda: expires - timedelta(microseconds=1))
    assert why_closed(proposal) == ""
    assert proposal in Invitation.objects.open()
    monkeypatch.setattr(timezone, "now", lambda: expires)
    assert "expired" in why_closed(proposal)
    assert proposal not in Invitation.objects.open()


def test_it_is_recorded_when_and_by_whose_word_somebody_entered(
    movement: Movement, proposal: Invitation
) -> None:
    confirm(movement.users["staff"], proposal)
    proposal.refresh_from_db()
    take_up(proposal, movement.users["newcomer"])
    proposal.refresh_from_db()
    assert proposal.accepted_at is not None
    event = AccessEvent.objects.get(account=movement.users["newcomer"], kind="access")
    assert (event.actor, event.after) == (movement.users["staff"], ["Boston: Leads"])


def test_nobody_is_removed_from_where_they_are_not(movement: Movement) -> None:
    with pytest.raises(NotAllowedError, match="not in the team"):
        remove(
            movement.users["staff"],
            movement.team("editors", "boston"),
            movement.users["chicago-editor"],
        )
    with pytest.raises(NotAllowedError, match="your own chapter"):
        remove(
            movement.users["boston-lead"],
            movement.team("editors", "chicago"),
            movement.users["chicago-editor"],
        )


def test_who_has_left_staff_is_asked_no_more(movement: Movement) -> None:
    movement.users["approver"].groups.add(movement.team("staff").group)
    User.objects.filter(username="staff").update(is_active=False)
    User.objects.create_superuser("gone", "gone@example.org", is_active=False)
    asked = OutgoingMail.objects.filter(subject__startswith="A new lead waits for your word")
    send_invitation(movement, "boston-lead", movement.team("leads", "boston"))
    assert [mail.to for mail in asked] == ["approver@example.org"]
    assert not any(LINK.search(mail.body) for mail in asked), "only the new lead gets the link"
    movement.users["approver"].groups.clear()
    send_invitation(movement, "boston-lead", movement.team("leads", "boston"), "b@example.org")
    assert [mail.to for mail in asked.order_by("pk")][1:] == ["superuser@example.org"]


def test_the_places_of_an_account_and_who_is_there(
    movement: Movement, proposal: Invitation
) -> None:
    """By kind, then by name; each with its own members and proposals."""
    staff = User.objects.get(username="staff")
    places = places_managed_by(staff)
    kinds = [place.slug.partition("-")[0] for place in places]
    assert kinds == ["national", *["chapter"] * 2, *["language"] * 3]
    assert [place.name for place in places] == [
        *("The whole site", "Boston", "Chicago", "Arabic", "English", "Spanish")
    ]
    boston = places[1]
    assert (boston.number_of_members, boston.number_waiting) == (2, 1)
    assert (places[2].number_of_members, places[2].number_waiting) == (2, 0)
    confirm(staff, proposal)
    movement.users["boston-lead"].groups.add(movement.team("editors", "boston").group)
    User.objects.filter(username="boston-editor").update(is_active=False)
    found = place_managed_by(staff, boston.slug)
    assert found is not None
    assert (found.number_of_members, found.number_waiting) == (1, 0), "people, not memberships"
    assert [place.name for place in places_managed_by(movement.users["superuser"])] == [
        place.name for place in places
    ]
    assert place_managed_by(movement.users["approver"], "national") is None
    own = places_managed_by(User.objects.get(username="boston-lead"))
    assert [place.name for place in own] == ["Boston"]


def test_a_lead_who_is_no_lead_of_an_archived_chapter(movement: Movement, committing: Any) -> None:
    page = movement.chapters["boston"]
    page.state = page.State.ARCHIVED
    with committing():
        page.save_revision(clean=False).publish(skip_permission_checks=True)
    lead = User.objects.get(username="boston-lead")
    assert places_managed_by(lead) == []
    assert Group.objects.filter(user=lead).exists(), "the team is kept, its rights rest"
    User.objects.filter(username="chicago-lead").update(is_active=False)
    assert places_managed_by(User.objects.get(username="chicago-lead")) == []
