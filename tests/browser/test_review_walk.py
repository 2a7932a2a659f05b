"""A volunteer's edit, from signing in to what readers get, with a lead and an approver.

The pictures of it are kept in ``var/screenshots/``; docs/editing.md shows the same walk.
"""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, expect

from .visits import PASSWORD, Visitor

NEW_SUMMARY = "We show up at the airport every Thursday. Come with us."


class People:
    """Each person at a browser of their own."""

    def __init__(self, address: str, browser: Browser, stack: ExitStack) -> None:
        self.address, self.browser, self.stack = address, browser, stack

    def sign_in(self, name: str) -> Visitor:
        visitor = self.anonymous()
        visitor.go("/admin/login/")
        visitor.page.get_by_label("Username").fill(name)
        visitor.page.get_by_label("Password").fill(PASSWORD)
        if name == "boston-editor":
            visitor.keep_screen("review-1-sign-in")
        visitor.page.get_by_role("button", name="Sign in", exact=True).click()
        visitor.page.wait_for_url("**/admin/")
        return visitor

    def anonymous(self) -> Visitor:
        visitor = Visitor.at(self.address, self.browser, color_scheme="light")
        return self.stack.enter_context(visitor)


@pytest.fixture
def people(address: str, browser: Browser) -> Iterator[People]:
    with ExitStack() as stack:
        yield People(address, browser, stack)


def test_a_volunteers_edit_goes_from_signing_in_to_readers(people: People) -> None:
    editor = people.sign_in("boston-editor")
    chapter = editor.page.locator("#your-chapter-section, #your-chapter").first
    expect(chapter).to_contain_text("Boston")
    editor.keep_screen("review-2-dashboard")

    chapter.get_by_role("link", name="Boston").first.click()
    editor.write(editor.page.locator("#id_summary"), NEW_SUMMARY)
    expect(editor.page.locator("#id_title")).to_have_count(0)
    submit(editor, "3-submit")
    expect(editor.page.locator(".messages")).to_contain_text("submitted")
    editor.go("/admin/")
    expect(editor.page.locator("main")).to_contain_text("What you sent")
    editor.keep_screen("review-4-sent")

    lead = people.sign_in("boston-lead")
    expect(lead.page.locator("main")).to_contain_text("Waiting for you")
    lead.keep_screen("review-5-waiting")
    review(lead, "request-changes", "Which airport?", "6-review")
    editor.go("/admin/")
    expect(editor.page.locator("main")).to_contain_text("Which airport?")
    editor.keep_screen("review-7-came-back")
    editor.page.locator("main").get_by_role("link", name="Boston").first.click()
    expect(editor.page.locator(".messages")).to_contain_text("Which airport?")
    editor.write(
        editor.page.locator("#id_summary"), NEW_SUMMARY.replace("airport", "Logan airport")
    )
    submit(editor)

    lead.go("/admin/")
    review(lead, "approve", "", "8-lead-approves")
    reader = people.anonymous()
    reader.go("/en/chapters/boston/")
    expect(reader.page.locator("main")).not_to_contain_text("Logan airport")
    approver = people.sign_in("approver")
    review(approver, "approve", "", "9-staff-approve")
    reader.go("/en/chapters/boston/")
    expect(reader.page.locator("main")).to_contain_text("at the Logan airport")
    expect(reader.page.locator(".trust-line")).to_contain_text("Approved by the chapter and by")
    reader.page.locator(".trust-line").scroll_into_view_if_needed()
    reader.keep_screen("review-10-readers")
    for visitor in (editor, lead, approver, reader):
        assert visitor.complaints == []


def submit(visitor: Visitor, name: str = "") -> None:
    """Submit what stands in the editor."""
    button = visitor.page.locator("[name=action-submit]")
    visitor.page.locator("footer [data-w-dropdown-target=toggle]").first.click()
    expect(button).to_be_visible()
    if name:
        visitor.keep_screen(f"review-{name}")
    button.click()
    visitor.page.wait_for_load_state()


def review(visitor: Visitor, decision: str, reason: str, name: str) -> None:
    """Open what waits, read it, decide."""
    waiting = visitor.page.locator("#waiting-for-you-section, #waiting-for-you").first
    waiting.get_by_role("link", name="Boston").first.click()
    expect(visitor.page.locator("main")).to_contain_text("against what they will see")
    expect(visitor.page.locator(".comparison .addition").first).to_be_visible()
    if reason:
        visitor.page.locator("#review-reason").fill(reason)
    visitor.keep_screen(f"review-{name}")
    visitor.page.locator(f"button[value={decision}]").click()
    visitor.page.wait_for_url("**/admin/")
