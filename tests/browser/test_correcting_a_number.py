"""A hotline's number is corrected once, by two people, and read everywhere: pages and paper."""

from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, expect
from pypdfium2 import PdfDocument

from zine.editions.kinds import mini, screen

from .conftest import OwnSite
from .visits import Visitor

OLD, NEW = "1-800-898-7180", "1-800-555-0177"
LANGUAGES = ("en", "es", "ar")
# A small issue in each language, whose mini zine has room for the contact.
ISSUE = """
import datetime
from cms.contacts.models import Contact
from tests.access.movement import add_child, publish
from zine.models import ZineIndexPage, ZineIssuePage

hotline = Contact.objects.get(target="1-800-898-7180")
line = {"contact": hotline.pk, "kind": "phone", "text": "Hotline", "target": "", "note": ""}
lines = [{"type": "item", "id": "c1", "value": line}]
body = [{"type": "contacts", "id": "b1", "value": {"title": "", "contacts": lines}}]
source = None
for code in ("en", "es", "ar"):
    issue = ZineIssuePage(
        title=f"Whom to call {code}", slug="7", summary="x", number=7,
        published_on=datetime.date(2026, 1, 1), body=body,
    )
    add_child(ZineIndexPage.objects.get(locale__language_code=code), issue, source)
    publish(issue)
    source = source or issue
"""
# What `make run` has a process for.
WORK = """
from django.core.management import call_command
call_command("db_worker", queue_name="*", batch=True, reload=False)
"""


@pytest.fixture
def site(own_site: OwnSite) -> OwnSite:
    own_site.carry_out(ISSUE)
    own_site.carry_out(WORK)
    return own_site


def test_a_number_is_corrected_once_and_read_everywhere(site: OwnSite, browser: Browser) -> None:
    with ExitStack() as stack:

        def person(name: str = "") -> Visitor:
            visitor = stack.enter_context(Visitor.at(site.address, browser, color_scheme="light"))
            if name:
                visitor.sign_in(name)
            return visitor

        reader = person()
        assert numbers_told(reader) == dict.fromkeys(LANGUAGES, (True, False))
        correct(person("staff"))
        approve(person("approver"))
        assert numbers_on_pages(reader) == dict.fromkeys(LANGUAGES, (False, True))
        site.carry_out(WORK)
        assert numbers_told(reader) == dict.fromkeys(LANGUAGES, (False, True))


def correct(staff: Visitor) -> None:
    staff.go("/admin/snippets/contacts/contact/")
    staff.page.get_by_role("link", name="Automated hotline of the immigration courts").first.click()
    staff.write(staff.page.locator("#id_target"), NEW)
    button = staff.page.locator("[name=action-submit]")
    staff.page.locator("footer [data-w-dropdown-target=toggle]").first.click()
    expect(button).to_be_visible()
    button.click()
    staff.page.wait_for_load_state()
    expect(staff.page.locator(".messages")).to_contain_text("submitted")


def approve(approver: Visitor) -> None:
    waiting = approver.page.locator("#waiting-for-you-section, #waiting-for-you").first
    waiting.get_by_role("link", name="Automated hotline of the immigration courts").first.click()
    expect(approver.page.locator("main")).to_contain_text(NEW)
    approver.keep_picture("contact-review-1280")
    approver.page.locator("button[value=approve]").click()
    approver.page.wait_for_url("**/admin/")


def numbers_on_pages(reader: Visitor) -> dict[str, tuple[bool, bool]]:
    """Whether the old and the new number stand on the issue's page, by language."""
    told = {}
    for code in LANGUAGES:
        reader.go(f"/{code}/zine/7/", width=360)
        words = reader.page.locator("main").inner_text()
        told[code] = (OLD in words, NEW in words)
    return told


def numbers_told(reader: Visitor) -> dict[str, tuple[bool, bool]]:
    """The same of page, PDF and mini zine, which must agree."""
    told = numbers_on_pages(reader)
    for code in LANGUAGES:
        for kind in (screen.HALF_LETTER, mini.LETTER):
            answer = reader.page.request.get(f"{reader.address}/{code}/zine/7/files/{kind.name}")
            assert answer.status == 200, (code, kind.name)
            digits = digits_in(answer.body())
            on_paper = tuple(number.replace("-", "") in digits for number in (OLD, NEW))
            assert on_paper == told[code], (code, kind.name)
    return told


def digits_in(pdf: bytes) -> str:
    words = "".join(page.get_textpage().get_text_range() for page in PdfDocument(pdf))
    return "".join(sign for sign in words if sign.isdecimal())
