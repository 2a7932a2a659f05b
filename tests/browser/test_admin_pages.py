"""The admin in a real browser: it works, silently, and asks nobody else for anything."""

import re

import pytest
from playwright.sync_api import expect

from .visits import PASSWORD, Visitor


@pytest.fixture
def editor(reader: Visitor) -> Visitor:
    """Somebody who has signed in as staff."""
    reader.go("/admin/login/")
    reader.page.get_by_label("Username").fill("admin")
    reader.page.get_by_label("Password").fill(PASSWORD)
    reader.page.get_by_role("button", name="Sign in").click()
    reader.page.wait_for_url("**/admin/")
    return reader


def test_the_login_page(reader: Visitor) -> None:
    reader.go("/admin/login/")
    expect(reader.page.get_by_role("heading", level=1)).to_contain_text("Sign in to write")
    reader.keep_picture("admin-login")
    assert reader.complaints == []


def test_signing_in_and_the_dashboard(editor: Visitor) -> None:
    expect(editor.page.locator("#wagtail-sidebar")).to_contain_text("Never Again Action")
    editor.keep_picture("admin-dashboard")
    assert editor.complaints == []


def test_a_page_is_edited_and_previewed(editor: Visitor) -> None:
    editor.go("/admin/pages/")
    editor.page.locator("td.title a", has_text="Home").first.click()
    editor.page.wait_for_url(re.compile(r"/admin/pages/\d+/$"))
    editor.page.get_by_role("link", name="About us", exact=False).first.click()
    editor.page.wait_for_load_state()
    if not editor.page.url.endswith("/edit/"):
        editor.page.get_by_role("link", name="Edit", exact=False).first.click()
    editor.page.wait_for_url(re.compile(r"/admin/pages/\d+/edit/$"))
    title = editor.page.locator("#id_title")
    title.fill("About us, edited in a browser")
    expect(editor.page.locator("[data-streamfield-child]").first).to_be_visible()
    editor.keep_picture("admin-edit")
    editor.page.get_by_role("button", name="Save draft").first.click()
    expect(editor.page.locator(".messages")).to_contain_text("has been saved")
    assert editor.complaints == []


def test_a_block_is_added(editor: Visitor) -> None:
    editor.go("/admin/pages/")
    editor.page.locator("td.title a", has_text="Home").first.click()
    editor.page.wait_for_url(re.compile(r"/admin/pages/\d+/$"))
    number = editor.page.url.rstrip("/").rsplit("/", 1)[1]
    editor.go(f"/admin/pages/add/home/standardpage/{number}/")
    editor.page.get_by_role("button", name="Insert a block").first.click()
    editor.page.get_by_role("option", name="Paragraph").first.click()
    expect(editor.page.locator("[data-streamfield-child]")).to_have_count(1)
    editor.page.locator(".public-DraftEditor-content").first.click()
    editor.page.keyboard.type("Written in a browser.")
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
        "/admin/account/",
    ],
)
def test_a_screen_is_silent(editor: Visitor, path: str) -> None:
    editor.go(path)
    expect(editor.page.locator("h1, h2").first).to_be_visible()
    assert editor.complaints == []
