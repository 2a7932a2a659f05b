"""National teams are given and taken by two staff members; superusers are made at the server."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import LogContext

from cms.access.models import AccessEvent, Invitation, Removal
from cms.access.places import slug_of
from cms.mail.models import OutgoingMail

from .audit_log import Log
from .movement import PASSWORD, Movement, make_user
from .test_members import NEW_ACCOUNT, send_invitation, take_up, token_sent_to


@pytest.fixture
def second(movement: Movement) -> User:
    """One more staff member."""
    user = make_user("second")
    user.groups.add(movement.team("staff").group)
    movement.users["second"] = user
    movement.clients["second"] = Client()
    movement.clients["second"].force_login(user)
    OutgoingMail.objects.all().delete()
    return user


def press(movement: Movement, who: str, view: str, number: int) -> Any:
    return movement.clients[who].post(reverse(f"members:{view}", args=[number]), follow=True)


def ask_to_remove(movement: Movement, who: str, member: str, role: str = "approvers") -> Any:
    team, user = movement.team(role), movement.users[member]
    return movement.clients[who].post(
        reverse("members:remove", args=[team.pk, user.pk]), follow=True
    )


def is_in(movement: Movement, member: str, role: str = "approvers") -> bool:
    return movement.team(role).group.user_set.filter(username=member).exists()


def written_to() -> set[str]:
    return set(OutgoingMail.objects.values_list("to", flat=True))


def place(movement: Movement, who: str) -> str:
    address = reverse("members:place", args=["national"])
    return str(movement.clients[who].get(address).content.decode())


# Inviting


@pytest.mark.parametrize("role", ["staff", "approvers", "emergency-publishers", "coordinators"])
def test_one_proposes_and_another_agrees(
    movement: Movement, second: User, log: Log, role: str
) -> None:
    team = movement.team(role)
    page = send_invitation(movement, "staff", team).content.decode()
    assert "once another staff member has agreed" in page
    assert written_to() == {"second@example.org"}, "nobody is invited, whoever else may is asked"
    invitation = Invitation.objects.get()
    assert invitation.confirmed_by is None
    assert "proposes a new member" in movement.clients["second"].get("/admin/").content.decode()
    assert "Agree and send" not in place(movement, "staff")
    assert "Agree and send" in place(movement, "second")
    press(movement, "second", "confirm", invitation.pk)
    assert take_up(token_sent_to("new@example.org"), NEW_ACCOUNT).status_code == 302
    assert User.objects.get(username="new-person").groups.get() == team.group
    assert [each[:2] for each in log.told("access") if "policy" not in each[1]][-3:] == [
        ("staff", f"proposed for: {team}"),
        ("second", f"confirmed and invited to: {team}"),
        ("second", f"entered: {team}"),
    ]


def test_one_alone_brings_nobody_in(movement: Movement, second: User) -> None:
    send_invitation(movement, "staff", movement.team("staff"))
    invitation = Invitation.objects.get()
    for who in ("staff", "approver", "coordinator", "boston-lead"):
        press(movement, who, "confirm", invitation.pk)
        invitation.refresh_from_db()
        assert invitation.confirmed_by is None, who
    send_invitation(movement, "staff", movement.team("staff"))
    assert Invitation.objects.filter(confirmed_by__isnull=False).count() == 0, "nor by asking twice"
    assert not OutgoingMail.objects.filter(to="new@example.org").exists()


def test_the_proposer_may_have_ceased_to_be_staff(movement: Movement, second: User) -> None:
    """Before the other one agreed, or before it was taken up."""
    team = movement.team("approvers")
    send_invitation(movement, "staff", team)
    movement.users["staff"].groups.clear()
    page = press(movement, "second", "confirm", Invitation.objects.get().pk).content.decode()
    assert "This takes two staff members" in page
    movement.users["staff"].groups.add(movement.team("staff").group)
    press(movement, "second", "confirm", Invitation.objects.get().pk)
    token = token_sent_to("new@example.org")
    for name in ("staff", "second"):
        User.objects.filter(username=name).update(is_active=False)
        assert take_up(token, NEW_ACCOUNT).status_code == 410, name
        User.objects.filter(username=name).update(is_active=True)
    assert take_up(token, NEW_ACCOUNT).status_code == 302


def test_the_only_one_of_staff_asks_superusers(movement: Movement) -> None:
    send_invitation(movement, "staff", movement.team("staff"))
    assert OutgoingMail.objects.latest("pk").to == "superuser@example.org"
    press(movement, "superuser", "confirm", Invitation.objects.get().pk)
    assert take_up(token_sent_to("new@example.org"), NEW_ACCOUNT).status_code == 302


# Removing


def test_one_proposes_and_another_removes(movement: Movement, second: User, log: Log) -> None:
    page = ask_to_remove(movement, "staff", "approver").content.decode()
    assert "is removed once another staff member has agreed" in page
    assert is_in(movement, "approver")
    assert written_to() == {"second@example.org"}
    assert "proposes to remove" in movement.clients["second"].get("/admin/").content.decode()
    ask_to_remove(movement, "staff", "approver")
    assert is_in(movement, "approver"), "one who asks twice is still one"
    ask_to_remove(movement, "second", "approver")
    assert not is_in(movement, "approver")
    assert not Removal.objects.exists()
    assert "approver@example.org" in written_to()
    account = movement.users["approver"]
    said = [each[:2] for each in log.told("access", account=account)]
    assert said == [
        ("staff", "to be removed: Approvers"),
        ("staff", "to be removed: Approvers"),
        ("second", "left: Approvers"),
    ]


def test_one_alone_throws_nobody_out(movement: Movement, second: User) -> None:
    """Not by waiting, and not by the word of somebody who is no longer staff."""
    ask_to_remove(movement, "staff", "second", "staff")
    Removal.objects.update(expires_at=timezone.now())
    make_user("third").groups.add(movement.team("staff").group)
    movement.users["third"] = User.objects.get(username="third")
    movement.clients["third"] = Client()
    movement.clients["third"].force_login(movement.users["third"])
    ask_to_remove(movement, "third", "second", "staff")
    assert is_in(movement, "second", "staff"), "the first proposal had lapsed"
    movement.users["third"].groups.clear()
    ask_to_remove(movement, "staff", "second", "staff")
    assert is_in(movement, "second", "staff"), "whoever proposed it is not staff any more"


@pytest.mark.parametrize("who", ["approver", "coordinator", "boston-lead"])
def test_others_do_not_propose(movement: Movement, who: str) -> None:
    ask_to_remove(movement, who, "coordinator", "coordinators")
    assert not Removal.objects.exists()


def test_whoever_is_to_be_removed_does_not_keep_themselves(
    movement: Movement, second: User
) -> None:
    ask_to_remove(movement, "staff", "second", "staff")
    removal = Removal.objects.get()
    assert "Withdraw the proposal" not in place(movement, "second")
    press(movement, "second", "keep", removal.pk)
    assert Removal.objects.exists()
    assert "Withdraw the proposal" in place(movement, "staff")
    press(movement, "staff", "keep", removal.pk)
    assert not Removal.objects.exists()
    assert AccessEvent.objects.latest("pk").change == "removal withdrawn: National staff"


def test_everybody_may_leave_by_themselves(movement: Movement, second: User) -> None:
    ask_to_remove(movement, "second", "second", "staff")
    assert not is_in(movement, "second", "staff")


def test_a_superuser_is_enough(movement: Movement) -> None:
    ask_to_remove(movement, "superuser", "approver")
    assert not is_in(movement, "approver")


# Superusers


ACCOUNT = {
    "username": "one-more",
    "email": "one-more@example.org",
    "first_name": "One",
    "last_name": "More",
    "password1": PASSWORD,
    "password2": PASSWORD,
    "is_active": "on",
    "is_superuser": "on",
}


def test_no_screen_makes_a_superuser(movement: Movement) -> None:
    client, user = movement.clients["superuser"], movement.users["newcomer"]
    add = reverse("wagtailusers_users:add")
    edit = reverse("wagtailusers_users:edit", args=[user.pk])
    copy = reverse("wagtailusers_users:copy", args=[movement.users["superuser"].pk])
    for address in (add, edit, copy):
        page = client.get(address)
        assert page.status_code == 200
        assert "is_superuser" not in page.content.decode()
    assert client.post(add, ACCOUNT).status_code == 302
    assert client.post(edit, ACCOUNT | {"username": "changed"}).status_code == 302
    # Wagtail's copy posts to “add”; posted to by itself, it changes the account that is copied.
    client.post(copy, ACCOUNT | {"username": "a-copy"})
    assert User.objects.get(is_superuser=True).pk == movement.users["superuser"].pk
    assert User.objects.filter(username__in=["one-more", "changed"]).count() == 2


def test_a_superuser_stays_one_where_somebody_edits_the_account(movement: Movement) -> None:
    other = make_user("keeper", is_superuser=True)
    address = reverse("wagtailusers_users:edit", args=[other.pk])
    data = {name: value for name, value in ACCOUNT.items() if name != "is_superuser"}
    assert movement.clients["superuser"].post(address, data).status_code == 302
    other.refresh_from_db()
    assert (other.username, other.is_superuser) == ("one-more", True)


def test_whatever_else_in_the_admin_would_make_one_is_refused(movement: Movement) -> None:
    user = movement.users["staff"]
    user.is_superuser = True
    with LogContext(user=movement.users["superuser"]), pytest.raises(PermissionDenied):
        user.save()
    assert not User.objects.get(pk=user.pk).is_superuser
    assert not User.objects.filter(is_superuser=True).exclude(username="superuser").exists()


def test_whoever_keeps_the_machine_makes_one(
    movement: Movement, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command(
        "createsuperuser", username="keeper", email="keeper@example.org", interactive=False
    )
    assert User.objects.get(username="keeper").is_superuser
    capsys.readouterr()
    call_command("check_access")
    assert "Superuser: keeper.\n" in capsys.readouterr().out
    made = AccessEvent.objects.filter(change="account made").latest("pk")
    assert (made.actor, made.after) == (None, ["active", "superuser"])


def test_the_national_place_is_named_as_before(movement: Movement) -> None:
    assert slug_of(movement.team("staff")) == "national"
    for who, status in (("staff", 200), ("superuser", 200), ("approver", 302)):
        address = reverse("members:place", args=["national"])
        assert movement.clients[who].get(address).status_code == status
