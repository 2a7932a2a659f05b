"""A chapter's end: who and what it takes along is named, and archiving is offered instead."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from chapters.models import Chapter, ChapterPage
from cms.review.models import Decision

from .flow import Flow, fresh, words

pytestmark = pytest.mark.django_db

REASON = "Nobody is left to keep it."
PEOPLE = ("boston-editor", "boston-lead")


def boston(flow: Flow, code: str = "en") -> ChapterPage:
    page: ChapterPage = fresh(flow.movement.places["boston", code].root)
    return page


def screen(flow: Flow, view: str) -> BeautifulSoup:
    """A superuser alone may delete a whole chapter."""
    address = reverse(f"wagtailadmin_pages:{view}", args=[boston(flow).pk])
    answer = flow.client("superuser").get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def archive(flow: Flow, committed: Any, who: str = "approver", **values: Any) -> Any:
    address = reverse("wagtailadmin_pages:unpublish", args=[boston(flow).pk])
    data = {"reason": REASON, "languages": "all", "archive": "on", **values}
    with committed(execute=True):
        return flow.client(who).post(address, data, follow=True)


def arrival(flow: Flow, who: str) -> str:
    """What a member reads who signs in."""
    flow.sign_in(who)
    return words(flow.client(who).get("/admin/", follow=True))


@pytest.mark.parametrize("view", ["delete", "unpublish"])
def test_what_ends_with_a_chapter_is_named(flow: Flow, view: str) -> None:
    main = screen(flow, view).get_text(" ", strip=True)
    for code in ("en", "es"):
        assert f"SECRET boston waiting {code}" in main
    assert "Reviews that end:" in main
    for who in PEOPLE:
        assert who in main
    assert "chicago" not in main
    assert "staff," not in main


def test_deleting_a_chapter_offers_to_archive_it(flow: Flow) -> None:
    (link,) = screen(flow, "delete").select("a[href$='?archive=1']")
    assert link.get_text() == "Archive it instead"
    offered = flow.client("approver").get(str(link["href"]))
    box = BeautifulSoup(offered.content, "html.parser").select_one("[name=archive]")
    assert box is not None
    assert box.has_attr("checked")
    assert not screen(flow, "unpublish").select("[name=archive][checked]")
    address = reverse("wagtailadmin_pages:delete", args=[flow.news.pk])
    assert "Archive it instead" not in words(flow.client("superuser").get(address))


def test_an_archived_chapter_is_gone_for_readers_and_kept_for_its_people(
    flow: Flow, django_capture_on_commit_callbacks: Any
) -> None:
    pages = list(boston(flow).get_descendants(inclusive=True).live())
    pages += list(boston(flow, "es").get_descendants(inclusive=True).live())
    assert {Client().get(page.url).status_code for page in pages} == {200}
    archive(flow, django_capture_on_commit_callbacks)
    assert {Client().get(page.url).status_code for page in pages} == {404}
    assert {boston(flow, code).state for code in ("en", "es")} == {ChapterPage.State.ARCHIVED}
    assert Chapter.objects.get(key=boston(flow).translation_key).archived_at is not None
    for who in PEOPLE:
        assert flow.user(who).groups.count() == 1
        told = arrival(flow, who)
        assert "this chapter has been archived" in told
        assert "ask national staff" in told
        assert flow.client(who).get(edit_address(flow.page)).status_code == 302
    assert "archived" not in arrival(flow, "chicago-lead")
    taken = Decision.objects.about(boston(flow)).latest("pk")
    assert (taken.kind, taken.reason) == (Decision.Kind.TAKEN_DOWN, REASON)


def edit_address(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_it_comes_back_by_a_review(flow: Flow, django_capture_on_commit_callbacks: Any) -> None:
    archive(flow, django_capture_on_commit_callbacks)
    page = boston(flow)
    draft = page.get_latest_revision_as_object()
    assert draft.state == ChapterPage.State.ARCHIVED
    assert Client().get(page.url).status_code == 404
    draft.state = ChapterPage.State.ACTIVE
    draft.save_revision(user=flow.user("staff"), clean=False)
    with django_capture_on_commit_callbacks(execute=True):
        fresh(page).get_workflow().start(fresh(page), flow.user("staff"))
        flow.approve(page)
    assert Client().get(page.url).status_code == 200
    assert boston(flow).state == ChapterPage.State.ACTIVE
    assert "archived" not in arrival(flow, "boston-lead")
    assert flow.client("boston-lead").get(edit_address(flow.page)).status_code == 200


@pytest.mark.parametrize("who", ["staff", "boston-lead", "boston-editor", "chicago-lead"])
def test_who_may_not_take_it_down_may_not_archive_it(
    flow: Flow, django_capture_on_commit_callbacks: Any, who: str
) -> None:
    archive(flow, django_capture_on_commit_callbacks, who)
    assert (boston(flow).live, boston(flow).state) == (True, ChapterPage.State.ACTIVE)


@pytest.mark.parametrize("values", [{"reason": ""}, {"languages": "es"}])
def test_nothing_is_archived_by_halves(
    flow: Flow, django_capture_on_commit_callbacks: Any, values: dict[str, str]
) -> None:
    archive(flow, django_capture_on_commit_callbacks, **values)
    for code in ("en", "es"):
        assert (boston(flow, code).live, boston(flow, code).state) == (True, "active")


def test_a_page_that_is_no_chapter_is_not_archived(flow: Flow) -> None:
    address = reverse("wagtailadmin_pages:unpublish", args=[flow.news.pk])
    answer = flow.client("approver").post(address, {"reason": REASON, "archive": "on"}, follow=True)
    assert "Only a whole chapter is archived" in words(answer)
    assert flow.news.live
