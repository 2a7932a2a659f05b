"""What the manual tells, done at a browser; its pictures are kept in ``var/screenshots/``.

`make pictures` takes them from there.
"""

from pathlib import Path

from playwright.sync_api import Browser, Locator, expect

from .conftest import OwnSite
from .visits import PASSWORD, Visitor

STEPS = """
from pathlib import Path
from cms.review.manual import manual
Path({target!r}).write_text("\\n".join(step.key for step in manual("en").steps))
"""
# A contact of Boston's that readers see, and another number for it in review.
NUMBER = """
from pathlib import Path
from django.contrib.auth.models import User
from django.db import transaction
from wagtail.models import Page
from cms.contacts.models import Contact
from cms.review.decisions import submit

boston = Page.objects.get(slug="boston", locale__language_code="en")
with transaction.atomic():
    contact = Contact(territory=boston.translation_key, name="Legal support in Boston")
    contact.purpose, contact.target = Contact.Purpose.LEGAL, "1-800-555-0142"
    contact.save()
    contact.save_revision().publish()
    contact.refresh_from_db()
    editor = User.objects.get(username="boston-editor")
    contact.target = "1-800-555-0199"
    contact.save_revision(user=editor)
    submit(contact, editor)
state = contact.current_workflow_task_state
Path({target!r}).write_text(f"{{boston.pk}} {{state.pk}}")
"""


class Walk:
    """Somebody who does what the manual says."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.page = visitor, visitor.page
        self.kept: list[str] = []

    def keep(self, key: str) -> None:
        self.visitor.keep_screen(f"manual-{key}")
        self.kept.append(key)

    def sign_in(self, name: str) -> None:
        self.page.context.clear_cookies()
        self.visitor.go("/admin/login/")
        self.page.get_by_label("Username").fill(name)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.wait_for_url("**/admin/")

    def open_blocks(self) -> None:
        """Press the last plus sign of the page's text."""
        self.page.get_by_role("button", name="Insert a block").last.click()
        expect(self._block("Contacts")).to_be_visible()

    def choose_block(self, label: str) -> None:
        self._block(label).click()
        expect(self._block(label)).to_be_hidden()

    def _block(self, label: str) -> Locator:
        return self.page.get_by_role("option", name=label, exact=True).first


def said_by(site: OwnSite, code: str, target: Path) -> list[str]:
    """What code that runs beside the server has written down."""
    site.carry_out(code.format(target=str(target)))
    return target.read_text().split()


def test_the_manual_goes_as_it_is_told(own_site: OwnSite, browser: Browser, tmp_path: Path) -> None:
    boston, review = said_by(own_site, NUMBER, tmp_path / "number")
    with Visitor.at(own_site.address, browser, color_scheme="light") as visitor:
        walk = Walk(visitor)
        write(walk, boston)
        walk.sign_in("boston-lead")
        visitor.go(f"/admin/review/{review}/")
        expect(walk.page.locator(".comparison .deletion").first).to_contain_text("0142")
        walk.keep("number")
        walk.sign_in("approver")
        visitor.go(f"/admin/pages/{boston}/unpublish/")
        expect(walk.page.locator("main")).to_contain_text("In which languages?")
        walk.keep("down")
    assert sorted(walk.kept) == sorted(said_by(own_site, STEPS, tmp_path / "steps"))


def write(walk: Walk, boston: str) -> None:
    """A page with a photo and a contact, up to the button that submits it."""
    walk.sign_in("boston-editor")
    walk.visitor.go(f"/admin/pages/add/home/standardpage/{boston}/")
    walk.visitor.write(walk.page.locator("#id_title"), "If ICE comes to your door")
    walk.page.locator("#id_summary").fill("What to say, what not to open, and whom to call.")
    walk.keep("page")
    walk.open_blocks()
    walk.keep("block")
    walk.choose_block("Contacts")
    contacts = walk.page.locator("[data-streamfield-child]").last
    contacts.locator("[name$='-text']").first.fill("Legal support")
    contacts.get_by_role("button", name="Choose contact").first.click()
    walk.page.get_by_role("link", name="Legal support in Boston").click()
    expect(contacts).to_contain_text("1-800-555-0142")
    walk.keep("contact")
    walk.open_blocks()
    walk.choose_block("Image")
    image = walk.page.locator("[data-streamfield-child]").last
    image.get_by_role("button", name="Choose an image").first.click()
    expect(walk.page.get_by_role("tab", name="Upload")).to_be_visible()
    walk.keep("photo")
    walk.page.keyboard.press("Escape")
    expect(walk.page.get_by_role("tab", name="Upload")).to_be_hidden()
    walk.page.locator("footer [data-w-dropdown-target=toggle]").first.click()
    expect(walk.page.locator("[name=action-submit]")).to_be_visible()
    walk.keep("submit")
