"""An editor meets a block that cannot be read: sees which, reads what is stored, deletes it."""

from contextlib import ExitStack

from playwright.sync_api import Browser, expect

from .conftest import OwnSite
from .test_review_walk import People
from .test_saving import open_chapter, save

SPOIL = """
from chapters.models import ChapterPage
from tests.safety.bad_blocks import BLOCKS, paragraph, spoil
page = ChapterPage.objects.get(slug="boston", locale__language_code="en")
page.save_revision()
spoil(page, "body", [paragraph("Before"), BLOCKS["a type of old"], paragraph("After")])
"""


def test_a_block_that_cannot_be_read_is_kept_until_it_is_deleted(
    own_site: OwnSite, browser: Browser
) -> None:
    own_site.carry_out(SPOIL)
    with ExitStack() as stack:
        editor = People(own_site.address, browser, stack).sign_in("boston-editor")
        open_chapter(editor)
        bad = editor.page.get_by_role("textbox", name="Block that cannot be read")
        assert "Block 2 (carousel) cannot be read." in bad.input_value()
        save(editor)
        expect(editor.page.locator(".messages")).to_contain_text("has been updated")
        assert '"slides"' in bad.input_value()
        editor.page.get_by_role("button", name="Insert a block").first.click()
        expect(editor.page.get_by_role("option", name="Paragraph").first).to_be_visible()
        expect(editor.page.get_by_role("option", name="Block that cannot be read")).to_have_count(0)
        editor.page.keyboard.press("Escape")
        editor.keep_screen("bad-block")
        block = editor.page.locator("[data-streamfield-child]").filter(has=bad)
        block.get_by_role("button", name="Delete").click()
        expect(bad).to_have_count(0)
        save(editor)
        expect(editor.page.locator(".messages")).to_contain_text("has been updated")
        expect(bad).to_have_count(0)
