"""“Leave this page quickly”: at once, first by keyboard, with and without scripts."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

from .visits import Visitor

ELSEWHERE = "https://www.wikipedia.org/"
ISSUE = "/en/zine/101/"


def answer_elsewhere(page: Page) -> list[dict[str, str]]:
    """Stand in for the site that the link leads to; what it was told of who came."""
    told: list[dict[str, str]] = []

    def fulfil(route: Route) -> None:
        told.append(route.request.all_headers())
        route.fulfill(body="<title>Elsewhere</title><h1>Elsewhere</h1>", content_type="text/html")

    page.route(f"{ELSEWHERE}**", fulfil)
    return told


def test_it_is_first_by_keyboard_and_takes_the_pages_place(reader: Visitor) -> None:
    page = reader.page
    told = answer_elsewhere(page)
    reader.go("/en/")
    reader.go(ISSUE)
    reader.tab_to(limit=1, tag="a", href=ELSEWHERE)
    page.keyboard.press("Enter")
    page.wait_for_url(ELSEWHERE)
    assert [headers.get("referer") for headers in told] == [None]
    # The page is not behind this one; what was opened before it is, as it says.
    page.go_back()
    assert urlsplit(page.url).path == "/en/"


def test_it_leads_away_without_scripts(reader_without_scripts: Visitor) -> None:
    page = reader_without_scripts.page
    told = answer_elsewhere(page)
    reader_without_scripts.go(f"{ISSUE}print/", width=360)
    page.get_by_role("link", name="Leave this page quickly").click()
    page.wait_for_url(ELSEWHERE)
    assert [headers.get("referer") for headers in told] == [None]


def test_the_page_is_blank_whatever_becomes_of_the_other(reader: Visitor) -> None:
    page = reader.page
    # With this answer a browser stays where it is.
    page.route(f"{ELSEWHERE}**", lambda route: route.fulfill(status=204))
    reader.go(ISSUE)
    page.get_by_role("link", name="Leave this page quickly").click(no_wait_after=True)
    page.wait_for_function("document.title === 'www.wikipedia.org'")
    assert page.evaluate("document.body.children.length") == 0


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_stays_in_sight(request: pytest.FixtureRequest, scheme: str, language: str) -> None:
    visitor: Visitor = request.getfixturevalue(scheme)
    problems = []
    for width in (360, 1280):
        visitor.go(f"/{language}/zine/101/", width=width)
        problems += visitor.overflow()
        visitor.keep_screen(f"leave-{language}-{scheme}-{width}")
        visitor.page.mouse.wheel(0, 4000)
        visitor.page.wait_for_function("scrollY > 1000")
        box = visitor.page.locator(".leave").bounding_box()
        assert box is not None
        assert box["y"] == 0
    assert problems + visitor.complaints == []


def test_it_is_not_printed(browser: Browser, address: str) -> None:
    with Visitor.at(address, browser) as visitor:
        visitor.go(ISSUE)
        visitor.page.emulate_media(media="print")
        for hidden in (".leave", ".leave-note", "#keep"):
            assert visitor.page.locator(hidden).is_hidden(), hidden
        assert not re.search("Leave this page", visitor.page.inner_text("body"))
