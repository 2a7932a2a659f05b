"""Public pages that no link leads to are named, to whoever may see that they are there."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from chapters.models import ChapterPage
from cms.review.unlinked import pages_without_a_link
from home.models import PrinciplesPage, SiteIdentity, StandardPage
from tests.access.movement import add_child, publish, publish_record

from .flow import Flow, fresh

pytestmark = pytest.mark.django_db


def named(flow: Flow, who: str = "staff") -> set[str]:
    """The titles in the report, as an account reads it."""
    answer = flow.client(who).get(reverse("review:unlinked"))
    assert answer.status_code == 200
    rows = BeautifulSoup(answer.content, "html.parser").select("tbody th a")
    return {row.get_text(strip=True) for row in rows}


def choose(flow: Flow, **menus: list[Page]) -> None:
    """What stands in a menu, as a finished review leaves it."""
    identity = SiteIdentity.objects.get(locale__language_code="en")
    for name, pages in menus.items():
        entries = [("page", {"page": page, "only_in": []}) for page in pages]
        setattr(identity, name, entries)
    publish_record(identity)


def link(source: Page, *targets: Page) -> Page:
    """Let a page link to others in its text."""
    links = "".join(f'<a linktype="page" id="{page.pk}">there</a>' for page in targets)
    page = fresh(source)
    page.body = [("paragraph", {"text": f"<p>{links}</p>", "footnotes": []})]
    return publish(page)


def notice_of(flow: Flow) -> Page:
    below = StandardPage.objects.child_of(flow.movement.homes["en"])
    return below.get(title="Notice of national")


def test_a_page_is_named_until_a_link_leads_there(flow: Flow) -> None:
    chicago = "News of chicago"
    assert {"Chapters en", "Chapters es", "Boston", chicago, "News of national"} <= named(flow)
    choose(flow, menu=[flow.movement.indexes["en"]])
    left = named(flow)
    # The list names the chapters, and each chapter its pages.
    assert left.isdisjoint({"Chapters en", "Chapters es", chicago})
    assert {"News of national", "Notice of national"} <= left
    national = flow.movement.places["national", "en"]
    link(flow.movement.chapters["boston"], national.news)
    assert "Notice of national" in named(flow)
    link(national.news, notice_of(flow))
    assert "Notice of national" not in named(flow)


def test_a_link_from_a_page_that_is_not_found_is_none(flow: Flow) -> None:
    national = flow.movement.places["national", "en"]
    notice = notice_of(flow)
    link(notice, national.news)
    link(national.news, notice)
    assert {"Notice of national", national.news.title} <= named(flow)
    link(flow.movement.homes["en"], notice)
    assert pages_without_a_link().isdisjoint({notice.pk, national.news.pk})


def show(source: Page, *blocks: tuple[str, Any]) -> Page:
    page = fresh(source)
    page.body = list(blocks)
    return publish(page)


def test_a_list_of_chapters_leads_to_those_of_its_language(flow: Flow) -> None:
    chapters = {chapter.pk for chapter in flow.movement.chapters.values()}
    assert chapters <= pages_without_a_link()
    show(flow.movement.homes["es"], ("chapter_list", None))
    assert {flow.movement.chapters["boston"].pk} <= pages_without_a_link()
    show(flow.movement.homes["en"], ("chapter_list", None))
    boston = fresh(flow.movement.chapters["boston"])
    assert boston.pk not in pages_without_a_link()
    boston.state = ChapterPage.State.ARCHIVED
    publish(boston)
    assert boston.pk in pages_without_a_link()


def test_a_principle_leads_to_the_page_of_all(flow: Flow) -> None:
    home = flow.movement.homes["en"]
    page = publish(add_child(home, PrinciplesPage(title="Principles", summary="All.")))
    assert page.pk in pages_without_a_link()
    show(home, ("principle_reference", {"principle": "principle-1"}))
    assert page.pk not in pages_without_a_link()


def test_a_draft_leads_nowhere_and_is_not_named(flow: Flow) -> None:
    draft = flow.movement.places["national", "en"].plan
    page = fresh(flow.movement.homes["en"])
    target = fresh(flow.movement.places["national", "en"].news)
    page.body = [("call_to_action", {"text": "There", "page": target, "address": ""})]
    page.save_revision()
    assert target.pk in pages_without_a_link()
    assert draft.pk not in pages_without_a_link()
    publish(page)
    # In Spanish, the page in Spanish is still found by nobody.
    spanish = flow.movement.places["national", "es"].news
    assert pages_without_a_link() & {target.pk, spanish.pk} == {spanish.pk}


def test_a_chapter_that_is_archived_is_in_no_list(flow: Flow) -> None:
    choose(flow, menu=[flow.movement.indexes["en"]])
    boston = fresh(flow.movement.chapters["boston"])
    boston.state = ChapterPage.State.ARCHIVED
    publish(boston)
    assert boston.pk in pages_without_a_link()


def test_chapters_are_told_of_their_own(flow: Flow) -> None:
    index = flow.movement.indexes["en"]
    page = StandardPage(title="Alone in Boston", summary="A summary.")
    publish(add_child(flow.movement.homes["en"], page))
    for who, own, others in (
        ("boston-editor", "News of boston", "News of chicago"),
        ("chicago-lead", "News of chicago", "News of boston"),
    ):
        titles = named(flow, who)
        assert own in titles
        assert titles.isdisjoint({others, "Alone in Boston", index.title})
    assert "Pages without a link" in flow.client("boston-editor").get("/admin/").content.decode()


def test_more_pages_cost_no_more_queries(flow: Flow) -> None:
    def count() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            pages_without_a_link()
        return len(queries)

    home = flow.movement.homes["en"]
    pages = [
        publish(add_child(home, StandardPage(title=f"Page {number}", summary="A summary.")))
        for number in range(5)
    ]
    link(home, pages[0])
    choose(flow, menu=pages[:1])
    pages_without_a_link()  # What a process asks for once.
    before = count()
    link(home, *pages)
    choose(flow, menu=pages, footer=pages[:2])
    assert count() == before
