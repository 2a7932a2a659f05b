"""Saving in the editor: two people in one draft, a session that ended, Wagtail's own saving."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Request, Response, expect

from .conftest import OwnSite
from .test_review_walk import People
from .visits import PASSWORD, Visitor

THEIRS = "What the lead has written, and nobody else."
MINE = "What the editor has typed, word by word."
WATCHED = """addEventListener(
  "w-unsaved:watch-edits", () => (document.documentElement.dataset.isWatched = ""),
)"""


@pytest.fixture
def people(own_site: OwnSite, browser: Browser) -> Iterator[People]:
    with ExitStack() as stack:
        yield People(own_site.address, browser, stack)


def open_chapter(visitor: Visitor) -> None:
    visitor.page.add_init_script(WATCHED)
    visitor.go("/admin/")
    visitor.page.locator("#your-chapter-section, #your-chapter").first.get_by_role(
        "link", name="Boston"
    ).first.click()
    expect(visitor.page.locator("#id_summary")).to_be_visible()
    # All of the editor stands, and Wagtail begins to look for changes.
    expect(visitor.page.locator("html[data-is-watched]")).to_be_attached()


def save_by_itself(visitor: Visitor, text: str) -> tuple[Response, dict[str, Any]]:
    """Type, and let Wagtail's script notice it now; it looks from time to time."""
    with visitor.page.expect_response(lambda answer: saves_by_itself(answer.request)) as saved:
        visitor.page.locator("#id_summary").fill(text)
        visitor.page.locator("form[data-edit-form]").dispatch_event("w-unsaved:add")
    return saved.value, saved.value.json()


def saves_by_itself(request: Request) -> bool:
    is_for_a_script = "text/html" not in request.headers.get("accept", "")
    return (
        request.method == "POST"
        and urlsplit(request.url).path.endswith("/edit/")
        and is_for_a_script
    )


def save(visitor: Visitor) -> None:
    visitor.page.locator("footer .action-save, footer button[type=submit]").first.click()


def test_the_second_who_saves_sees_both_texts_and_chooses(people: People) -> None:
    editor, lead = people.sign_in("boston-editor"), people.sign_in("boston-lead")
    open_chapter(editor)
    open_chapter(lead)
    lead.write(lead.page.locator("#id_summary"), THEIRS)
    save(lead)
    expect(lead.page.locator(".messages")).to_contain_text("has been updated")
    editor.write(editor.page.locator("#id_summary"), MINE)
    save(editor)
    expect(editor.page.get_by_role("button", name="Keep mine")).to_be_visible()
    expect(editor.page.locator("main")).to_contain_text("boston-lead saved another version")
    expect(editor.page.locator(".comparison .addition").first).to_be_visible()
    assert editor.barriers("main") == []
    editor.resize(360)
    assert editor.overflow() == []
    editor.keep_screen("saving-both-texts")
    editor.page.get_by_role("button", name="Keep mine").click()
    expect(editor.page.locator(".messages")).to_contain_text("has been updated")
    expect(editor.page.locator("#id_summary")).to_have_value(MINE)


def test_what_saved_itself_does_not_stand_against_its_own_button(people: People) -> None:
    editor = people.sign_in("boston-editor")
    open_chapter(editor)
    _answer, told = save_by_itself(editor, THEIRS)
    assert told.get("error_message") is None
    assert told["success"] is True
    save(editor)
    expect(editor.page.locator(".messages")).to_contain_text("has been updated")
    # The button is pressed while the editor is about to save by itself.
    editor.page.locator("#id_summary").fill(MINE)
    save(editor)
    expect(editor.page.locator(".messages")).to_contain_text("has been updated")
    expect(editor.page.locator("#id_summary")).to_have_value(MINE)


def test_a_session_that_ended_keeps_what_was_typed_and_goes_on(people: People) -> None:
    editor = people.sign_in("boston-editor")
    open_chapter(editor)
    editor.page.context.clear_cookies(name=re.compile("sessionid"))
    answer, told = save_by_itself(editor, MINE)
    assert answer.status == 403
    assert "sign in in another tab" in told["error_message"]
    save(editor)
    kept = editor.page.get_by_role("heading", name="What you typed is kept")
    expect(kept).to_be_visible()
    assert editor.barriers() == []
    editor.keep_screen("saving-ended-session")

    with editor.page.expect_popup() as opened:
        editor.page.get_by_role("link", name="Sign in in another tab").click()
    tab = opened.value
    tab.get_by_label("Username").fill("boston-editor")
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Sign in", exact=True).click()
    tab.wait_for_url("**/admin/")

    editor.page.get_by_role("button", name="Send it again").click()
    # Signing in gave the browser another token, so that it is asked once more.
    expect(editor.page.locator("main")).to_contain_text("You are now boston-editor")
    editor.page.get_by_role("button", name="Send it again").click()
    expect(editor.page.locator(".messages")).to_contain_text("has been updated")
    expect(editor.page.locator("#id_summary")).to_have_value(MINE)
