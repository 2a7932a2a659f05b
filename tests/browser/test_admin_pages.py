"""The admin in a real browser: it works, silently, and asks nobody else for anything."""

import contextlib
import sqlite3
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from .visits import PASSWORD, Visitor

ACCOUNT = "/admin/account/"


@pytest.fixture
def editor(reader: Visitor) -> Visitor:
    """Somebody who has signed in as staff."""
    reader.go("/admin/login/")
    reader.page.get_by_label("Username").fill("admin")
    reader.page.get_by_label("Password").fill(PASSWORD)
    reader.page.get_by_role("button", name="Sign in", exact=True).click()
    reader.page.wait_for_url("**/admin/")
    return reader


def page_number(environment: dict[str, str], slug: str) -> int:
    """The number of an English page; the homes' slugs begin with ``home``."""
    with contextlib.closing(sqlite3.connect(urlsplit(environment["DATABASE_URL"]).path)) as rows:
        [(number,)] = rows.execute(
            "SELECT page.id FROM wagtailcore_page AS page"
            " JOIN wagtailcore_locale AS locale ON locale.id = page.locale_id"
            " WHERE locale.language_code = 'en' AND page.depth BETWEEN 2 AND 4"
            " AND page.slug IN (?, ?)",
            (slug, f"{slug}-en"),
        )
    return int(number)


def test_the_login_page(reader: Visitor) -> None:
    reader.go("/admin/login/")
    expect(reader.page.get_by_role("heading", level=1)).to_contain_text("Sign in to write")
    reader.keep_picture("admin-login")
    assert reader.complaints == []


def test_signing_in_and_the_dashboard(editor: Visitor) -> None:
    expect(editor.page.locator("#wagtail-sidebar")).to_contain_text("Never Again Action")
    editor.keep_picture("admin-dashboard")
    assert editor.complaints == []


def test_a_page_is_edited(editor: Visitor, environment: dict[str, str]) -> None:
    editor.go(f"/admin/pages/{page_number(environment, 'about')}/edit/")
    editor.write(editor.page.locator("#id_title"), "About us, edited in a browser")
    expect(editor.page.locator("[data-streamfield-child]").first).to_be_visible()
    expect(editor.page.locator(".public-DraftEditor-content").first).to_be_visible()
    editor.keep_picture("admin-edit")
    editor.page.get_by_role("button", name="Save draft").first.click()
    expect(editor.page.locator(".messages")).to_contain_text("has been updated")
    assert editor.complaints == []


def test_a_block_is_added(editor: Visitor, environment: dict[str, str]) -> None:
    editor.go(f"/admin/pages/add/home/standardpage/{page_number(environment, 'home')}/")
    editor.page.get_by_role("button", name="Insert a block").first.click()
    editor.page.get_by_role("option", name="Paragraph").first.click()
    expect(editor.page.locator("[data-streamfield-child]")).to_have_count(1)
    text = editor.page.locator(".public-DraftEditor-content").first
    text.click()
    editor.page.keyboard.type("Written in a browser.")
    expect(text).to_contain_text("Written in a browser.")
    editor.keep_picture("admin-block")
    assert editor.complaints == []


@pytest.mark.parametrize(
    "path",
    [
        "/admin/images/",
        "/admin/images/add/",
        "/admin/images/multiple/add/",
        "/admin/documents/",
        "/admin/snippets/",
        "/admin/snippets/home/person/",
        "/admin/snippets/home/siteidentity/",
        "/admin/users/",
        "/admin/reports/site-history/",
        ACCOUNT,
    ],
)
def test_a_screen_is_silent(editor: Visitor, path: str) -> None:
    editor.go(path)
    expect(editor.page.locator("main h1")).to_be_visible()
    assert editor.complaints == []


# What lies past the edge of the window, seen or not, or would have to be scrolled to within it.
CUT = """() => [...document.querySelectorAll("main :is(td, th, select, input, button)")]
    .filter(one => one.checkVisibility() && !one.closest("[hidden], .w-sr-only, thead"))
    .filter(one => {
        const { left, right } = one.getBoundingClientRect();
        return right - left > 1 && (left < 0 || right > window.innerWidth);
    })
    .map(one => one.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("path", ["/admin/", "/admin/review/", "/admin/review/trust/", ACCOUNT])
def test_nothing_is_cut_on_a_phone(editor: Visitor, path: str) -> None:
    editor.go(path, width=360)
    expect(editor.page.locator("main h1")).to_be_visible()
    assert editor.page.evaluate(CUT) == []
    editor.keep_picture(f"admin-phone{path.removeprefix('/admin').replace('/', '-')}")


def test_the_editions_of_an_issue_are_seen_with_their_cover(
    editor: Visitor, environment: dict[str, str]
) -> None:
    editor.go(f"/admin/pages/{page_number(environment, '101')}/edit/")
    cover = editor.page.get_by_alt_text("The cover as it is printed")
    cover.scroll_into_view_if_needed()
    expect(cover).to_be_visible()
    expect(editor.page.get_by_role("link", name="screen-a5.pdf")).to_be_visible()
    assert cover.evaluate("picture => picture.complete && picture.naturalWidth > 0")
    editor.keep_picture("admin-editions")
    assert editor.complaints == []
