"""Addresses, moves and the order of pages are the same in every language."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Page

from cms.translation.drafts import save_draft
from cms.translation.facts.tree import pages_out_of_place
from cms.translation.tasks import start_translations
from home.models import StandardPage
from tests.translation.world import fill

from .steps import Steps

pytestmark = pytest.mark.django_db


def order(steps: Steps, code: str) -> list[str]:
    home = steps.world.page("home", code)
    return [page.slug for page in home.get_children().order_by("path")]


def add_page(steps: Steps, title: str, slug: str, below: str = "home") -> None:
    """Add a page in English, and publish its Spanish translation."""
    world = steps.world
    page = StandardPage(title=title, slug=slug, locale=world.page(below, "en").locale)
    world.page(below, "en").add_child(instance=page)
    world.pages[slug] = page
    locales = [world.translation("about", code).target_locale_id for code in ("es", "ar")]
    with steps.capture(execute=True):
        page.save_revision().publish()
        start_translations.call(page.pk, locales, world.users["coordinator"].pk)
        fill(world.translation(slug, "es"), "es")
        save_draft(world.translation(slug, "es"), None).publish()


def test_an_address_follows_with_redirects_in_each_language(steps: Steps) -> None:
    reader = steps.world.client("anonymous")
    steps.publish("about", slug="who-we-are")
    for code in ("en", "es"):
        assert reader.get(f"/{code}/who-we-are/").status_code == 200
        answer = reader.get(f"/{code}/about/")
        assert (answer.status_code, answer["Location"]) == (301, f"/{code}/who-we-are/")
    assert steps.latest_of("about", "ar").slug == "who-we-are"


def test_an_old_address_without_a_language_leads_to_the_readers_own(steps: Steps) -> None:
    steps.publish("about", slug="who-we-are")
    reader = steps.world.client("anonymous")
    for code in ("en", "es"):
        answer = reader.get("/about/", headers={"accept-language": code})
        assert answer["Location"] == f"/{code}/who-we-are/"


def test_it_never_leads_to_another_language_before_translations_follow(
    steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cms.translation.tasks.follow_everywhere", lambda _source: {})
    steps.publish("about", slug="who-we-are")
    assert steps.world.page("about", "es").slug == "about"
    answer = steps.world.client("anonymous").get("/about/", headers={"accept-language": "en"})
    assert answer["Location"] == "/en/who-we-are/"


def test_the_page_for_a_missing_address_knows_old_ones(steps: Steps) -> None:
    steps.publish("about", slug="who-we-are")
    answer = steps.world.client("anonymous").get("/ar/about/")
    assert answer.status_code == 404
    links = {link["href"] for link in BeautifulSoup(answer.content, "html.parser").select("main a")}
    assert {"/en/who-we-are/", "/es/who-we-are/"} <= links


def test_an_address_that_another_page_has_is_told(steps: Steps) -> None:
    spanish = steps.world.page("home", "es")
    own = StandardPage(title="Propia", slug="who-we-are", locale=spanish.locale)
    spanish.add_child(instance=own)
    steps.publish("about", slug="who-we-are", title="Who we are")
    assert steps.world.page("about", "es").slug == "about"
    [stray] = steps.freshness("about").strays
    assert (stray["why"], stray["new"]) == ("taken", "who-we-are")


def test_the_home_pages_keep_their_own(steps: Steps) -> None:
    before = steps.world.page("home", "es").slug
    steps.publish("home", slug="home-new")
    assert steps.world.page("home", "es").slug == before


def test_the_order_is_the_same_in_every_language(steps: Steps) -> None:
    assert order(steps, "es") == order(steps, "en") == ["about", "principles", "chapters"]
    address = reverse(
        "wagtailadmin_pages:set_page_position", args=[steps.world.page("chapters", "en").pk]
    )
    answer = steps.world.client("superuser").post(f"{address}?position=0")
    assert answer.status_code == 200
    assert order(steps, "en") == ["chapters", "about", "principles"]
    assert order(steps, "es") == order(steps, "ar") == order(steps, "en")
    assert Page.find_problems() == ([], [], [], [], [])


def test_what_only_one_language_has_keeps_its_place(steps: Steps) -> None:
    spanish = steps.world.page("home", "es")
    own = StandardPage(title="Propia", slug="propia", locale=spanish.locale)
    spanish.add_child(instance=own)
    steps.world.page("about", "en").move(steps.world.page("chapters", "en"), pos="right")
    assert order(steps, "en") == ["principles", "chapters", "about"]
    assert order(steps, "es") == ["principles", "chapters", "about", "propia"]


def test_a_page_that_moves_moves_in_every_language(steps: Steps) -> None:
    add_page(steps, "Press", "press")
    steps.world.page("press", "en").move(steps.world.page("about", "en"), pos="last-child")
    reader = steps.world.client("anonymous")
    for code in ("en", "es"):
        assert reader.get(f"/{code}/about/press/").status_code == 200
        answer = reader.get(f"/{code}/press/")
        assert (answer.status_code, answer["Location"]) == (301, f"/{code}/about/press/")
    assert steps.world.page("press", "ar").get_parent().slug == "about"
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_page_above_that_a_language_lacks_becomes_an_alias(steps: Steps) -> None:
    home = steps.world.page("home", "en")
    above = StandardPage(title="Above", slug="above", locale=home.locale)
    home.add_child(instance=above)
    steps.world.page("about", "en").move(above, pos="last-child")
    parent = steps.world.page("about", "es").get_parent()
    assert (parent.slug, parent.alias_of_id) == ("above", above.pk)


def test_where_the_address_is_taken_the_page_stays(steps: Steps) -> None:
    add_page(steps, "Press", "press")
    spanish = steps.world.page("about", "es")
    own = StandardPage(title="Propia", slug="press", locale=spanish.locale)
    spanish.add_child(instance=own)
    steps.world.page("press", "en").move(steps.world.page("about", "en"), pos="last-child")
    assert steps.world.page("press", "es").get_parent().slug.startswith("home")
    assert [version.pk for version, _source in pages_out_of_place()] == [
        steps.world.page("press", "es").pk
    ]


def test_a_page_made_late_stands_in_its_place(steps: Steps) -> None:
    world = steps.world
    home = world.page("home", "en")
    for slug in ("one", "two"):
        page = StandardPage(title=slug, slug=slug, locale=home.locale)
        home.add_child(instance=page)
        page.save_revision().publish()
        home.refresh_from_db()
    locales = [world.translation("about", "es").target_locale_id]
    for slug in ("two", "one"):
        page = Page.objects.get(slug=slug, locale=home.locale)
        start_translations.call(page.pk, locales, world.users["coordinator"].pk)
    assert order(steps, "es")[-2:] == ["one", "two"]


@pytest.mark.parametrize("who", ["approver", "superuser"])
def test_a_translation_is_not_moved_by_itself(steps: Steps, who: str) -> None:
    world = steps.world
    spanish, home = world.page("about", "es"), world.page("home", "es")
    user: Any = world.users[who]
    assert not spanish.permissions_for_user(user).can_move()
    assert not spanish.permissions_for_user(user).can_move_to(world.page("chapters", "es"))
    assert not home.permissions_for_user(user).can_reorder_children()
    address = reverse("wagtailadmin_pages:set_page_position", args=[spanish.pk])
    assert world.client(who).post(f"{address}?position=2").status_code in (302, 403)
    assert order(steps, "es") == ["about", "principles", "chapters"]
    assert world.page("home", "en").permissions_for_user(user).can_reorder_children()
