"""The record of changes of access: whichever way a change comes, it says who, what and where."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from wagtail.log_actions import LogContext
from wagtail.models import Page, PageSubscription

from cms.access.models import AccessEvent
from cms.mail.models import OutgoingMail
from home.models import StandardPage

from .movement import Movement, add_child, make_user
from .test_life_cycle import Committing, committing, looks

__all__ = ["committing", "looks"]

type Change = Callable[[User, Group], None]

BOSTON, CHICAGO = "Boston: Editors", "Chicago: Editors"


def told_of(user: User, since: int) -> list[tuple[str, list[str], list[str]]]:
    """Change, before and after of what is recorded about an account since then, in its order."""
    events = AccessEvent.objects.filter(account=user, kind="access", pk__gt=since).order_by("pk")
    return [(event.change, event.before, event.after) for event in events]


def last_event() -> int:
    return AccessEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


@pytest.mark.parametrize(
    ("change", "recorded"),
    [
        (
            lambda user, group: user.groups.add(group),
            [(f"entered: {CHICAGO}", [BOSTON], [BOSTON, CHICAGO])],
        ),
        (
            lambda user, group: group.user_set.add(user),
            [(f"entered: {CHICAGO}", [BOSTON], [BOSTON, CHICAGO])],
        ),
        (
            lambda user, group: user.groups.set([group]),
            [
                (f"left: {BOSTON}", [BOSTON], []),
                (f"entered: {CHICAGO}", [], [CHICAGO]),
            ],
        ),
        (
            lambda user, _group: user.groups.get().user_set.remove(user),
            [(f"left: {BOSTON}", [BOSTON], [])],
        ),
        (
            lambda user, _group: user.groups.get().user_set.clear(),
            [(f"left: {BOSTON}", [BOSTON], [])],
        ),
        (lambda user, _group: user.groups.clear(), [(f"left: {BOSTON}", [BOSTON], [])]),
        (lambda user, _group: user.groups.get().delete(), [(f"left: {BOSTON}", [BOSTON], [])]),
        (lambda user, _group: user.groups.add(user.groups.get()), []),
        (lambda user, group: user.groups.remove(group), []),
    ],
)
def test_every_way_into_and_out_of_a_team_is_recorded(
    movement: Movement, change: Change, recorded: list[Any]
) -> None:
    user, others = movement.users["boston-editor"], movement.users["chicago-editor"]
    since = last_event()
    change(user, movement.team("editors", "chicago").group)
    assert told_of(user, since) == recorded
    assert told_of(others, since) == [], "nobody else has moved"


def test_a_change_is_found_by_its_territory(movement: Movement) -> None:
    user, boston = movement.users["staff"], movement.team("leads", "boston")
    user.groups.add(boston.group)
    assert str(AccessEvent.objects.get(account=user, change__contains="Boston").territory) == str(
        boston.territory
    )
    user.groups.clear()
    left = AccessEvent.objects.filter(account=user).latest("pk")
    assert left.change == "left: Boston: Leads, National staff"
    assert str(left.territory) == str(boston.territory), "the team of the whole site has none"
    user.groups.add(movement.team("staff").group, Group.objects.create(name="Friends"))
    assert AccessEvent.objects.filter(account=user).latest("pk").territory is None


def test_a_change_of_many_teams_is_recorded_in_so_many_letters(movement: Movement) -> None:
    user = movement.users["newcomer"]
    user.groups.set(Group.objects.all())
    event = AccessEvent.objects.get(account=user, kind="access")
    assert len(event.change) == 200
    assert event.after == sorted(Group.objects.values_list("name", flat=True))


def test_what_an_account_is_is_recorded_when_it_changes(movement: Movement) -> None:
    since = last_event()
    user = make_user("one-more")
    user.first_name = "Other"
    user.save()
    assert last_event() == since, "an account that may do nothing yet is no change of access"
    user.is_superuser = True
    user.save(update_fields=["email"])
    assert last_event() == since, "what is not saved is not recorded"
    user.save(update_fields=["is_superuser"])
    user.is_active = False
    user.save()
    make_user("second", is_superuser=True)
    make_user("third", is_active=False)
    events = AccessEvent.objects.filter(pk__gt=since).order_by("pk")
    assert [(each.account, each.change, each.before, each.after) for each in events] == [
        (user, "account changed", ["active"], ["active", "superuser"]),
        (user, "account changed", ["active", "superuser"], ["superuser"]),
        (None, "account made", [], ["active", "superuser"]),
        (None, "account made", [], []),
    ][:3]


def test_of_a_deleted_account_it_is_recorded_what_it_could_do(movement: Movement) -> None:
    user = movement.users["boston-editor"]
    user.groups.add(movement.team("editors", "chicago").group)
    number = user.pk
    user.delete()
    event = AccessEvent.objects.select_related("account").get(change="account deleted")
    assert (event.before, event.after) == (["active", BOSTON, CHICAGO], [])
    assert (event.account_id, event.account_in_words) == (number, f"deleted account {number}")
    entered = AccessEvent.objects.get(account=number, change=f"entered: {CHICAGO}")
    assert entered.after == [BOSTON, CHICAGO], "earlier entries stay as they were"


@pytest.mark.parametrize(
    ("actor", "is_active", "told"),
    [
        ("staff", True, True),
        ("boston-editor", True, False),
        (None, True, False),
        ("staff", False, False),
    ],
)
def test_people_are_told_what_others_changed(
    movement: Movement, actor: str | None, is_active: bool, told: bool
) -> None:
    user = movement.users["boston-editor"]
    user.is_active = is_active
    user.save()
    OutgoingMail.objects.all().delete()
    with LogContext(user=movement.users[actor] if actor else None):
        user.groups.add(movement.team("editors", "chicago").group)
        user.groups.clear()
    mails = list(OutgoingMail.objects.filter(to=user.email).order_by("pk"))
    assert [CHICAGO in mail.body + mail.subject for mail in mails] == [True, True] * told
    if told:
        assert "Boston: Editors, Chicago: Editors" in mails[1].body + mails[1].subject
        assert mails[0].body != mails[1].body


def test_only_pages_that_are_no_longer_ones_own_fall_silent(
    movement: Movement, committing: Committing
) -> None:
    user, other = movement.users["boston-lead"], movement.users["boston-editor"]
    user.groups.add(movement.team("editors", "chicago").group)
    pages = [movement.places[name, "en"].plan for name in ("boston", "chicago")]
    for page in pages:
        for who in (user, other):
            PageSubscription.objects.create(page=page, user=who, comment_notifications=True)
    with committing():
        user.groups.remove(movement.team("editors", "chicago").group)
    assert [each.page_id for each in PageSubscription.objects.filter(user=user)] == [pages[0].pk]
    assert PageSubscription.objects.filter(user=other).count() == 2
    user.is_active = False
    user.save()
    with committing():
        user.groups.add(movement.team("editors", "chicago").group)
    assert PageSubscription.objects.filter(user=user).exists(), "who enters loses nothing"
    with committing():
        user.groups.remove(movement.team("editors", "chicago").group)
    assert not PageSubscription.objects.filter(user=user).exists(), "nothing is one's own any more"


def test_ordinary_pages_are_no_reason_to_look_at_access(
    movement: Movement, committing: Committing, looks: list[str]
) -> None:
    page = StandardPage(title="Actions", slug="actions", summary="What we do.")
    with committing():
        add_child(movement.homes["en"], page)
    with committing():
        Page.objects.get(pk=page.pk).delete()
    assert looks == []
    with committing():
        Page.objects.get(pk=movement.homes["ar"].pk).delete()
    assert looks == ["look"]
