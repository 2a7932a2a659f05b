"""What stands in the menu and in the footer is chosen by staff, per language, and approved."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction
from wagtail.test.utils.form_data import streamfield

from home.models import SiteIdentity, StandardPage
from tests.access.movement import add_child, publish

from .flow import Flow, fresh, record_form, words

pytestmark = pytest.mark.django_db

MENU, FOOTER = "nav.sections a", "footer nav[aria-label='About this site'] a"


def identity() -> SiteIdentity:
    return SiteIdentity.objects.get(locale__language_code="en")


def entries(*pages: Page, only_in: str = "") -> Any:
    """A menu as the identity's form sends it."""
    only = {"only_in": only_in} if only_in else {}
    return streamfield([("page", {"page": page.pk, **only}) for page in pages])


def choose(flow: Flow, **menus: Any) -> None:
    """Staff choose, an approver approves."""
    assert flow.submit_record("staff", identity(), **menus).status_code == 302
    flow.decide("approver", "approve", state=flow.state(identity()))
    cache.clear()


def shown(flow: Flow, selector: str, code: str = "en") -> list[str]:
    """The titles of what readers of a language get there, on the home page."""
    return [link.get_text() for link in _home(flow, code).select(selector)]


def _home(flow: Flow, code: str = "en") -> BeautifulSoup:
    answer = Client().get(flow.movement.homes[code].url)
    return BeautifulSoup(answer.content, "html.parser")


@pytest.fixture
def privacy(flow: Flow) -> Page:
    """A page in both languages."""
    english = _public(flow, "en", "Privacy", "privacy")
    _public(flow, "es", "Privacidad", "privacy", english)
    return english


@pytest.fixture
def press(flow: Flow) -> Page:
    """A page that there is in English alone."""
    return _public(flow, "en", "Press", "press")


def _public(flow: Flow, code: str, title: str, slug: str, source: Page | None = None) -> Page:
    page = StandardPage(title=title, slug=slug, summary="A summary.")
    return publish(add_child(flow.movement.homes[code], page, source))


def test_what_staff_choose_readers_get_once_it_is_approved(
    flow: Flow, privacy: Page, press: Page
) -> None:
    chapters = flow.movement.indexes["en"]
    chosen = {"menu": entries(chapters, press), "footer": entries(privacy, press)}
    assert flow.submit_record("staff", identity(), **chosen).status_code == 302
    state = flow.state(identity())
    for who in ("staff", "superuser"):
        flow.save_record(who, identity(), **chosen, **{"action-publish": "1"})
        flow.decide(who, "approve", state=state)
    assert (shown(flow, MENU), shown(flow, FOOTER)) == ([], [])
    assert "Privacy" in words(flow.client("approver").get(flow.review_address(state)))
    flow.decide("approver", "approve", state=state)
    assert shown(flow, MENU) == ["Chapters en", "Press"]
    assert shown(flow, FOOTER) == ["Privacy", "Press"]
    choose(flow, menu=entries(press, chapters), footer=entries())
    assert shown(flow, MENU) == ["Press", "Chapters en"]
    assert shown(flow, FOOTER) == []


def test_another_language_gets_its_own_pages_by_their_titles(
    flow: Flow, privacy: Page, press: Page
) -> None:
    choose(flow, menu=entries(press, flow.movement.indexes["en"]), footer=entries(privacy))
    assert shown(flow, MENU, "es") == ["Chapters es"]
    links = _home(flow, "es").select("footer nav a[href='/es/privacy/']")
    assert [link.get_text() for link in links] == ["Privacidad"]
    assert shown(flow, MENU, "ar") == []


def test_a_page_can_stand_in_one_language_alone(flow: Flow, privacy: Page) -> None:
    choose(flow, menu=entries(privacy, only_in="es"))
    assert shown(flow, MENU) == []
    assert shown(flow, MENU, "es") == ["Privacidad"]


def test_a_language_may_have_a_choice_of_its_own(flow: Flow, privacy: Page) -> None:
    choose(flow, menu=entries(privacy, flow.movement.indexes["en"]))
    spanish = SiteIdentity(
        site=flow.movement.site, organization_name="N", tagline="N", statement="N"
    )
    spanish_index = fresh(flow.movement.indexes["es"])
    answer = flow.submit_record("staff", spanish, locale="es", menu=entries(spanish_index))
    assert answer.status_code == 302
    record = SiteIdentity.objects.get(locale__language_code="es")
    for who in ("es-reviewer", "approver"):
        flow.decide(who, "approve", state=flow.state(record))
    assert shown(flow, MENU, "es") == ["Chapters es"]
    assert shown(flow, MENU) == ["Privacy", "Chapters en"]


def test_what_readers_may_not_see_is_left_out(flow: Flow, privacy: Page, press: Page) -> None:
    choose(flow, menu=entries(privacy, press), footer=entries(privacy))
    assert shown(flow, MENU) == ["Privacy", "Press"]
    draft = fresh(flow.movement.places["national", "en"].plan)
    flow.submit_record("staff", identity(), menu=entries(draft))
    assert identity().current_workflow_state is None
    PageViewRestriction.objects.create(page=privacy, restriction_type="login")
    fresh(press).unpublish()
    assert (shown(flow, MENU), shown(flow, FOOTER)) == ([], [])
    assert shown(flow, MENU, "es") == ["Privacidad"]
    fresh(privacy).delete()
    assert Client().get(flow.movement.homes["en"].url).status_code == 200


def test_a_page_stands_in_a_menu_once(flow: Flow, privacy: Page) -> None:
    answer = flow.submit_record("staff", identity(), menu=entries(privacy, privacy))
    assert "This page is named twice." in answer.content.decode()
    assert identity().current_workflow_state is None


def test_where_a_reader_is_the_menu_says(flow: Flow) -> None:
    home, index = flow.movement.homes["en"], flow.movement.indexes["en"]
    choose(flow, menu=entries(home, index))
    answer = Client().get(flow.movement.places["boston", "en"].root.url)
    links = BeautifulSoup(answer.content, "html.parser").select(MENU)
    assert [link.get("aria-current") for link in links] == [None, "true"]


def test_a_draft_of_the_identity_is_previewed_with_its_menu(flow: Flow, privacy: Page) -> None:
    flow.save_record("staff", identity(), menu=entries(privacy))
    address = reverse("wagtailsnippets_home_siteidentity:preview_on_edit", args=[identity().pk])
    client = flow.client("staff")
    form = {"menu": entries(privacy), "social_links": streamfield([]), "footer": entries()}
    assert client.post(address, record_form(identity(), **form)).json()["is_valid"]
    soup = BeautifulSoup(client.get(f"{address}?mode=").content, "html.parser")
    assert [link.get_text() for link in soup.select(MENU)] == ["Privacy"]
    assert shown(flow, MENU) == []


@pytest.mark.parametrize("who", ["staff", "approver", "superuser"])
def test_nobody_alone_changes_an_order_that_readers_see(
    flow: Flow, privacy: Page, who: str
) -> None:
    chapter = fresh(flow.movement.places["boston", "en"].root)
    choose(flow, menu=entries(privacy, flow.movement.indexes["en"]))
    before = [Client().get(page.url).content for page in (flow.movement.homes["en"], chapter)]
    for moved in (privacy, fresh(flow.movement.places["boston", "en"].news)):
        client, number = flow.client(who), str(moved.pk)
        order = reverse("wagtailadmin_pages:set_page_position", args=[number])
        for position in ("0", "1", "5"):
            client.post(f"{order}?position={position}")
        here = fresh(moved).get_parent()
        client.post(reverse("wagtailadmin_pages:move_confirm", args=[number, here.pk]))
        bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
        client.post(f"{bulk}?id={number}", {"chooser": here.pk, "move_applied": "on"})
        flow.submit(who, moved, show_in_menus="on")
    cache.clear()
    after = [Client().get(page.url).content for page in (flow.movement.homes["en"], chapter)]
    assert after == before


def test_the_order_below_a_page_is_approved_with_the_pages(flow: Flow) -> None:
    chapter = flow.movement.places["boston", "en"].root
    assert _below(chapter) == ["News of boston", "Notice of boston"]
    notice = StandardPage.objects.child_of(chapter).get(title="Notice of boston")
    flow.submit("boston-editor", fresh(notice), order="1")
    assert _below(chapter) == ["News of boston", "Notice of boston"]
    flow.approve(notice)
    assert _below(chapter) == ["Notice of boston", "News of boston"]


def _below(page: Page) -> list[str]:
    soup = BeautifulSoup(Client().get(page.url).content, "html.parser")
    return [link.get_text() for link in soup.select(".pages-below a")]
