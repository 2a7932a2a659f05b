"""Translators and reviewers of one chapter's pages: they reach these, and nothing else."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.urls import reverse

from chapters.models import Chapter
from cms.access.models import Team
from cms.access.querysets import own_pages
from cms.access.reconcile import check, reconcile
from cms.review.queue import Queue
from cms.translation.notifications.language_teams import tell_language_teams
from cms.translation.stats.table import StatsTable
from tests.trees import publish

from .world import SCRIPT, World, put

pytestmark = pytest.mark.django_db


def limit(world: World, role: str, chapter: str = "Boston", who: str = "staff") -> Any:
    territory = Chapter.objects.get(name=chapter).key
    address = reverse("members:limit", args=["language-es"])
    return world.client(who).post(
        address, {"role": role, "territory": str(territory)}, headers=SCRIPT
    )


@pytest.fixture
def limited(world: World) -> dict[str, User]:
    """A translator and a reviewer of Boston's pages in Spanish."""
    found = {}
    for role in ("translators", "reviewers"):
        assert limit(world, role).status_code == 302
        team = Team.objects.get(role_key=role, locale__language_code="es", territory__isnull=False)
        found[role] = User.objects.create_user(f"boston-{role}", f"boston-{role}@example.org")
        found[role].groups.add(team.group)
        world.users[f"boston-{role}"] = found[role]
    return found


def test_staff_make_the_team_and_the_reconcile_keeps_it(
    world: World, limited: dict[str, User]
) -> None:
    assert check() == []
    names = set(Team.objects.filter(territory__isnull=False).values_list("group__name", flat=True))
    assert {"Translators: es, Boston", "Reviewers: es, Boston"} <= names
    page = world.page("boston", "es")
    assert set(own_pages(limited["translators"]).values_list("pk", flat=True)) == set(
        page.get_descendants(inclusive=True).values_list("pk", flat=True)
    )
    # To ask for it once more changes nothing.
    limit(world, "translators")
    assert Team.objects.filter(role_key="translators", territory__isnull=False).count() == 1
    listed = world.client("staff").get(reverse("members:place", args=["language-es"])).text
    assert "Translators: Boston" in listed


def test_others_make_no_team(world: World) -> None:
    for who in ("boston-lead", "es-reviewer", "coordinator"):
        assert limit(world, "translators", who=who).status_code in {403, 404}
    staff = world.client("staff")
    address = reverse("members:limit", args=["language-es"])
    for posted in (
        {"role": "staff", "territory": str(Chapter.objects.get(name="Boston").key)},
        {"role": "leads", "territory": str(Chapter.objects.get(name="Boston").key)},
        {"role": "translators", "territory": "nothing"},
        {},
    ):
        assert staff.post(address, posted).status_code == 302
    assert not Team.objects.filter(territory__isnull=False, locale__isnull=False).exists()
    national = reverse("members:limit", args=["national"])
    assert staff.post(national, {}, headers=SCRIPT).status_code in {403, 404}


def test_a_limited_translator_writes_the_chapters_pages_and_no_others(
    world: World, limited: dict[str, User]
) -> None:
    who = "boston-translators"
    assert limited
    assert world.write(who, "boston", "es", "title", "Bostón").status_code == 200
    for name in ("chicago", "about", "home"):
        assert world.write(who, name, "es", "title", "X").status_code == 403
        response = world.client(who).get(world.editor(name, "es"), headers=SCRIPT)
        assert response.status_code == 403
    assert world.write(who, "boston", "ar", "title", "X").status_code == 403
    world.client("coordinator").post(
        reverse("translation:start_record", args=["home", "partner", world.pages["partner"].pk]),
        {"locales": [world.page("home", "es").locale_id]},
    )
    segment = world.segments("partner")[0]
    address = world.address("partner", "es", segment)
    assert put(world.client(who), address, "X").status_code == 403
    assert put(world.client("es-translator"), address, "X").status_code == 200


def test_a_limited_reviewer_takes_the_languages_step_there_and_only_there(
    world: World, limited: dict[str, User]
) -> None:
    for name in ("boston", "chicago"):
        world.write("es-translator", name, "es", "place", "Otro lugar")
        assert world.submit("es-translator", name, "es").status_code == 302
    reviewer = limited["reviewers"]
    waiting = Queue(reviewer, {}).waiting_for_me
    assert [entry.subject.slug for entry in waiting] == ["boston"]
    assert world.approve("boston-reviewers", "chicago", "es").status_code in {302, 403}
    assert world.page("chicago", "es").current_workflow_task_state.task.name.startswith("review by")
    before = world.page("boston", "es").current_workflow_task_state
    assert world.approve("boston-reviewers", "boston", "es").status_code == 302
    assert world.page("boston", "es").current_workflow_task_state.task_id != before.task_id


def test_the_desk_lists_what_is_theirs(world: World, limited: dict[str, User]) -> None:
    rows = StatsTable(limited["translators"]).rows
    assert {row.title for row in rows} == {"Boston"}
    listed = world.client("boston-translators").get(reverse("translation:status"))
    assert listed.status_code == 200
    assert "Chicago" not in listed.text
    assert (
        world.client("es-translator").get(reverse("translation:status")).text.count("Chicago") > 0
    )


def test_they_are_told_of_their_pages_only(
    world: World, limited: dict[str, User], django_capture_on_commit_callbacks: Any
) -> None:
    for name in ("boston", "about"):
        page = world.page(name, "en")
        page.summary = "It says something else by now"
        with django_capture_on_commit_callbacks(execute=True):
            publish(page)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        tell_language_teams()
    told = {address: each.body for each in mail.outbox for address in each.to}
    assert "Boston" in told["boston-translators@example.org"]
    assert "About us" not in told["boston-translators@example.org"]
    assert "About us" in told["es-translator@example.org"]
    assert limited


def test_the_team_goes_with_the_chapter(world: World, limited: dict[str, User]) -> None:
    world.page("boston", "es").delete()
    world.page("boston", "ar").delete()
    world.page("boston", "en").delete()
    reconcile()
    assert not Team.objects.filter(locale__isnull=False, territory__isnull=False).exists()
    assert not limited["translators"].groups.exists()
