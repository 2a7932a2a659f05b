"""Teams as the reconcile makes them, and those of a language that are limited to one chapter."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client, RequestFactory
from django.urls import reverse
from wagtail.models import Collection, GroupPagePermission, Page
from wagtail_localize.models import Translation

from cms.access.limits import make_limited_team, territories_to_limit_to
from cms.access.models import Team, title_of
from cms.access.reconcile import check, reconcile, shared_collection, strangers
from cms.access.report import access_report
from cms.access.translating import (
    coordinators,
    may_review_translation,
    may_see_translation,
    may_translate,
    reach_of,
    translation_readers,
    translators,
)
from cms.access.whose_word import NotAllowedError

from .movement import Movement, add_child
from .test_life_cycle import Committing, add_chapter, chapter_page, committing, rights_of

__all__ = ["committing"]


@pytest.fixture
def limited(movement: Movement) -> User:
    """A translator of Boston's pages into Spanish."""
    user = movement.users["newcomer"]
    user.groups.add(limit(movement).group)
    return User.objects.get(pk=user.pk)


def limit(
    movement: Movement, who: str = "staff", role: str = "translators", territory: str = ""
) -> Team:
    key = territory or str(movement.chapters["boston"].translation_key)
    return make_limited_team(movement.users[who], movement.homes["es"].locale, role, key)


def test_the_chapters_to_limit_to_are_in_order(movement: Movement, committing: Committing) -> None:
    with committing():
        for name in ("Texas", "ohio", "Alaska"):
            add_chapter(movement, name, name.lower())
    limit(movement)
    names = [name for _key, name in territories_to_limit_to()]
    assert names == ["Alaska", "Boston", "Chicago", "ohio", "Texas"]
    boston = str(movement.chapters["boston"].translation_key)
    assert dict(territories_to_limit_to())[boston] == "Boston"


@pytest.mark.parametrize(
    ("who", "role", "territory"),
    [
        ("boston-lead", "translators", ""),
        ("es-reviewer", "translators", ""),
        ("coordinator", "translators", ""),
        ("staff", "editors", ""),
        ("superuser", "editors", ""),
        ("superuser", "staff", ""),
        ("staff", "nothing", ""),
        ("staff", "translators", "nothing"),
        ("staff", "translators", "00000000-0000-0000-0000-000000000000"),
    ],
)
def test_what_is_no_team_of_a_language_and_a_chapter(
    movement: Movement, who: str, role: str, territory: str
) -> None:
    with pytest.raises(NotAllowedError):
        limit(movement, who, role, territory)
    assert not Team.objects.filter(territory__isnull=False, locale__isnull=False).exists()


def test_a_limited_team_is_made_once_and_named_after_both(movement: Movement) -> None:
    team = limit(movement)
    assert limit(movement) == team
    assert limit(movement, "superuser", "reviewers") != team
    team.group.refresh_from_db()
    assert team.group.name == "Translators: es, Boston"
    assert team.is_limited
    assert (team.limit, team.label) == ("Boston", "Translators: Boston")
    assert team.title == "Translators: Spanish, Boston"
    whole, leads = movement.team("leads", "boston"), movement.team("staff")
    assert (whole.limit, whole.label, whole.title) == ("", "Leads", "Boston: Leads")
    assert (leads.limit, leads.title) == ("", "National staff")
    assert title_of(leads.group) == "National staff"
    assert title_of(Group.objects.create(name="Friends")) == "Friends"
    assert "groups: not wanted: Friends" in reconcile()
    assert check() == []


def test_a_limited_team_has_the_chapters_pages_of_its_language(
    movement: Movement, limited: User, committing: Committing
) -> None:
    group = limited.groups.get()
    spanish = movement.places["boston", "es"].root
    rows = GroupPagePermission.objects.filter(group=group)
    assert {(row.page_id, row.permission.codename) for row in rows} == {(spanish.pk, "change_page")}
    page = movement.chapters["boston"]
    page.state = page.State.ARCHIVED
    with committing():
        page.save_revision(clean=False).publish(skip_permission_checks=True)
    assert not GroupPagePermission.objects.filter(group=group).exists()
    assert Team.objects.filter(group=group).exists()
    for name in ("Boston: Leads", "Boston: Editors", group.name):
        assert not Group.objects.get(name=name).permissions.exists(), "all of its rights rest"
    assert Group.objects.get(name="Chicago: Leads").permissions.exists()
    assert check() == []


def test_long_names_of_chapters_are_cut_and_keep_the_role(
    movement: Movement, committing: Committing
) -> None:
    page = chapter_page("x" * 200, "long")
    page.place = "A long way off"
    with committing():
        add_child(movement.indexes["en"], page)
    limit(movement, territory=str(page.translation_key))
    names = Team.objects.filter(territory=page.translation_key).values_list(
        "group__name", flat=True
    )
    assert {len(name) for name in names} == {150}
    assert {name.strip("x") for name in names} == {": Editors", ": Leads", "Translators: es, "}
    assert {name for name, _right in rights_of(page)} == {
        name for name in names if name.startswith("x")
    }


def test_who_translates_one_chapter_translates_no_other_and_no_record(
    movement: Movement, limited: User
) -> None:
    record = Translation.objects.get(
        source__specific_content_type__model="partner", target_locale__language_code="es"
    )
    boston, chicago = (movement.translations[name] for name in ("boston", "chicago"))
    assert may_translate(limited, boston)
    assert not may_review_translation(limited, boston)
    assert not may_translate(limited, chicago)
    assert not may_translate(limited, record)
    assert not may_see_translation(limited, record)
    spanish = User.objects.get(username="es-translator")
    assert may_translate(spanish, record)
    assert not may_review_translation(spanish, record)
    assert may_review_translation(User.objects.get(username="es-reviewer"), record)
    seeing = {user.username for user in User.objects.all() if may_see_translation(user, record)}
    assert seeing == {
        *("es-translator", "es-reviewer"),
        *("staff", "approver", "coordinator", "superuser"),
    }
    limited.is_active = False
    assert not may_translate(limited, boston)


def test_how_far_a_limited_translator_reaches(movement: Movement, limited: User) -> None:
    spanish = movement.homes["es"].locale_id
    path = movement.places["boston", "en"].root.path
    assert reach_of(limited) == {spanish: [path]}
    other = limit(movement, territory=str(movement.chapters["chicago"].translation_key))
    limited.groups.add(other.group)
    found = reach_of(limited)[spanish]
    assert found is not None
    assert sorted(found) == sorted([path, movement.places["chicago", "en"].root.path])
    limited.groups.add(movement.team("translators", "ar").group)
    assert set(reach_of(limited)) == {spanish, movement.homes["ar"].locale_id}
    assert reach_of(limited)[movement.homes["ar"].locale_id] is None
    limited.groups.add(movement.team("reviewers", "es").group)
    assert reach_of(limited)[spanish] is None, "who has the whole language is not limited"


def test_rules_about_a_translation_that_there_is_not(movement: Movement) -> None:
    request = RequestFactory().get("/")
    request.user = User.objects.get(username="superuser")
    for rule in (translators, translation_readers):
        assert not rule(request, {"translation_id": 999999})
        assert rule(request, {"translation_id": movement.translations["boston"].pk})
    assert coordinators(request, {})
    request.user = User.objects.get(username="coordinator")
    assert coordinators(request, {})
    request.user.is_active = False
    assert not coordinators(request, {})


def test_groups_that_belong_to_nobody(movement: Movement) -> None:
    assert strangers() == []
    for name in ("Zebras", "Friends"):
        group = Group.objects.create(name=name)
        group.user_set.add(movement.users["newcomer"], movement.users["staff"])
    Group.objects.create(name="Nobody's")
    assert strangers() == ["Friends", "Zebras"]


def test_the_shared_folder_is_made_again_and_the_oldest_of_its_name(movement: Movement) -> None:
    first = shared_collection()
    root = Collection.get_first_root_node()
    root.add_child(name=first.name)
    movement.files["boston"].collection.add_child(name=first.name)
    assert shared_collection() == first
    Collection.objects.filter(name=first.name).update(name="Other")
    made = shared_collection()
    assert made.name == first.name != Collection.objects.get(pk=first.pk).name
    assert shared_collection() == made
    reconcile()
    assert check() == []


def test_the_report_follows_the_trees(movement: Movement) -> None:
    shared = shared_collection()
    for path, wanted in (
        ("0001zzzz", ["Boston", shared.name]),
        ("00010000", [shared.name, "Boston"]),
    ):
        Collection.objects.filter(pk=shared.pk).update(path=path)
        (lead,) = (line for line in access_report() if line.user.username == "boston-lead")
        media = [
            right.where.removeprefix("media: ") for right in lead.rights if "media" in right.where
        ]
        assert media == wanted
    pages = [right.where for right in lead.rights if right.where.startswith("Boston (")]
    in_tree = Page.objects.filter(
        pk__in=[movement.places["boston", code].root.pk for code in ("en", "es")]
    ).order_by("path")
    assert pages == [f"Boston ({page.locale})" for page in in_tree]


@pytest.mark.parametrize("who", ["boston-editor", "newcomer", "superuser"])
def test_who_is_signed_in_reads_what_readers_read(movement: Movement, who: str) -> None:
    """Rules are for the admin; and who is not signed in is asked to."""
    page = movement.places["chicago", "en"].news
    assert movement.clients[who].get(page.url).status_code == 200
    answer: Any = Client().get(reverse("access:report"))
    assert answer.status_code == 302
    assert "/login/" in answer["Location"]
