"""People with more than one team, and people who leave, find what one would expect."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.urls import reverse
from wagtail.models import Comment, Page, PageSubscription
from wagtail.users.models import UserProfile

from .movement import Movement
from .views.cases import page_form

PLACES = [(where, code) for where in ("boston", "chicago", "national") for code in ("en", "es")]


def may_edit(movement: Movement, name: str, where: str, code: str) -> bool:
    address = reverse("wagtailadmin_pages:edit", args=[movement.places[where, code].plan.pk])
    return bool(movement.clients[name].get(address).status_code == 200)


def edited(movement: Movement, name: str) -> set[tuple[str, str]]:
    return {place for place in PLACES if may_edit(movement, name, *place)}


BOSTON = {("boston", "en"), ("boston", "es")}
CHICAGO = {("chicago", "en"), ("chicago", "es")}
SPANISH = {("boston", "es"), ("chicago", "es"), ("national", "es")}


def test_a_person_in_two_chapters(movement: Movement) -> None:
    movement.users["boston-editor"].groups.add(movement.team("editors", "chicago").group)
    assert edited(movement, "boston-editor") == BOSTON | CHICAGO
    explorer = reverse("wagtailadmin_explore", args=[movement.indexes["en"].pk])
    page = movement.clients["boston-editor"].get(explorer).content.decode()
    assert "Boston" in page
    assert "Chicago" in page


def test_a_lead_who_is_also_a_translator(movement: Movement) -> None:
    movement.users["boston-lead"].groups.add(movement.team("translators", "es").group)
    assert edited(movement, "boston-lead") == BOSTON | SPANISH
    chicago = movement.team("editors", "chicago")
    address = reverse("members:place", args=[f"chapter-{chicago.territory}"])
    assert movement.clients["boston-lead"].get(address).status_code == 404


@pytest.mark.parametrize("by", ["removed", "deactivated", "deleted"])
def test_a_person_who_leaves(movement: Movement, by: str) -> None:
    user = movement.users["boston-editor"]
    if by == "removed":
        user.groups.clear()
    elif by == "deactivated":
        User.objects.filter(pk=user.pk).update(is_active=False)
    else:
        user.delete()
    assert edited(movement, "boston-editor") == set()
    response = movement.clients["boston-editor"].get(reverse("wagtailadmin_home"))
    assert response.status_code == 302
    assert "/login/" in response["Location"]
    plan = Page.objects.get(pk=movement.places["boston", "en"].plan.pk)
    assert plan.latest_revision is not None, "what they wrote stays"


def test_who_left_gets_no_mail_about_comments(
    movement: Movement, django_capture_on_commit_callbacks: Any
) -> None:
    place, user = movement.places["chicago", "en"], movement.users["chicago-editor"]
    PageSubscription.objects.create(page=place.plan, user=user, comment_notifications=True)
    with django_capture_on_commit_callbacks(execute=True):
        user.groups.set([movement.team("editors", "boston").group])
    assert not PageSubscription.objects.filter(user=user).exists()
    thread = Comment.objects.create(
        page=place.plan,
        user=user,
        text="An old thread",
        contentpath="summary",
        revision_created=place.plan.latest_revision,
    )
    answer(movement, thread)
    assert [message.to for message in mail.outbox] == []


def test_who_stays_gets_mail_about_comments(movement: Movement) -> None:
    place = movement.places["chicago", "en"]
    thread = Comment.objects.create(
        page=place.plan,
        user=movement.users["chicago-editor"],
        text="A thread",
        contentpath="summary",
        revision_created=place.plan.latest_revision,
    )
    answer(movement, thread)
    assert [message.to for message in mail.outbox] == [["chicago-editor@example.org"]]


def answer(movement: Movement, thread: Comment) -> None:
    """The lead answers in a thread, as the page editor sends it."""
    data = page_form("Plan", "plan") | {
        "comments-TOTAL_FORMS": "1",
        "comments-INITIAL_FORMS": "1",
        "comments-0-id": str(thread.pk),
        "comments-0-text": thread.text,
        "comments-0-contentpath": thread.contentpath,
        "comments-0-position": "",
        "comments-0-resolved": "",
        "comments-0-DELETE": "",
        "comments-0-replies-TOTAL_FORMS": "1",
        "comments-0-replies-INITIAL_FORMS": "0",
        "comments-0-replies-MIN_NUM_FORMS": "0",
        "comments-0-replies-MAX_NUM_FORMS": "",
        "comments-0-replies-0-id": "",
        "comments-0-replies-0-text": "SECRET chicago answer",
        "comments-0-replies-0-DELETE": "",
    }
    page = thread.page
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    response = movement.clients["chicago-lead"].post(address, data)
    assert response.status_code == 302
    assert thread.replies.count() == 1


def test_nobody_holds_rights_over_accounts(movement: Movement) -> None:
    for name, user in movement.users.items():
        fresh = User.objects.get(pk=user.pk)
        held = {right for right in fresh.get_all_permissions() if right.startswith("auth.")}
        assert fresh.is_superuser or not held, name


def test_an_account_needs_no_name_to_keep_its_language(movement: Movement) -> None:
    client, address = movement.clients["boston-editor"], reverse("wagtailadmin_account")
    assert "first_name" not in client.get(address).content.decode()
    data = {
        "name_email-email": "boston-editor@example.org",
        "locale-preferred_language": "es",
        "locale-current_time_zone": "",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
    }
    assert client.post(address, data).status_code == 302
    profile = UserProfile.objects.get(user=movement.users["boston-editor"])
    assert profile.preferred_language == "es"
