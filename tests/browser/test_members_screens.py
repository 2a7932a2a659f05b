"""The screens of members and of access, in two directions and two color schemes.

Nobody is kept out, nothing is cut off on a telephone, and the browser has nothing to complain of.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from .visits import Visitor

INVITED = "somebody@example.org"
PROPOSED = "another-lead@example.org"
LANGUAGES = ("en", "ar")
SCHEMES = ("light", "dark")
WIDTHS = (1280, 360)

# Wagtail clips what is too wide: buttons and tables must be within reach all the same.
CUT_OFF = """() => [...document.querySelectorAll(".access *")].filter((element) => {
  const box = element.getBoundingClientRect();
  return box.width && (box.right > innerWidth + 1 || box.left < -1)
    && !element.closest(".access__scroll");
}).map((element) => element.outerHTML.slice(0, 120))"""


@pytest.fixture(params=SCHEMES)
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def person(scheme: str, browser: Browser, address: str) -> Iterator[Visitor]:
    with Visitor.at(address, browser, color_scheme=scheme) as visitor:
        yield visitor


def sign_in(visitor: Visitor, name: str, code: str) -> None:
    """Sign in with an account whose admin is in the language."""
    visitor.sign_in(name if code == "en" else f"{name}-{code}")
    expect(visitor.page.locator(f"html[lang={code}]")).to_have_count(1)


def show(visitor: Visitor, path: str, name: str) -> None:
    """Open a screen at both widths, and keep its pictures. The page editor is Wagtail's own."""
    for width in WIDTHS:
        visitor.go(path, width=width)
        assert visitor.overflow() == [], f"{name} at {width}"
        assert visitor.page.evaluate(CUT_OFF) == [], f"{name} at {width}"
        visitor.keep_picture(f"access-{name}-{width}")
    assert visitor.complaints == [], name


def look(visitor: Visitor, path: str, name: str) -> None:
    """Hold a screen of ours against what is promised."""
    show(visitor, path, name)
    assert visitor.barriers("main") == [], name


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_leads_screens(person: Visitor, scheme: str, code: str) -> None:
    sign_in(person, "boston-lead", code)
    person.go("/admin/members/")
    place = re.sub("^.*?/admin", "/admin", person.page.url)
    for team, email in ((0, INVITED), (1, PROPOSED)):
        person.go(f"{place}invite/")
        person.page.locator("input[name=team]").nth(team).check()
        person.page.locator("#id_email").fill(email)
        person.page.locator("main form button[type=submit]").click()
        expect(person.page.locator("main")).to_contain_text(email)
    suffix = f"{code}-{scheme}"
    look(person, place, f"place-{suffix}")
    look(person, f"{place}invite/", f"invite-{suffix}")
    person.go(place)
    removal = person.page.locator("a[href*='/remove/']").first.get_attribute("href")
    look(person, str(removal), f"remove-{suffix}")
    person.go(f"{place}invite/")
    person.page.locator("#id_email").fill("no address")
    person.page.locator("main form button[type=submit]").click()
    expect(person.page.locator("#id_email")).to_have_value("no address")
    assert person.barriers("main") == []
    person.go("/admin/")
    chapter = person.page.locator("main a[href*='/edit/']").first.get_attribute("href")
    show(person, str(chapter), f"chapter-{suffix}")


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_staffs_screens(person: Visitor, scheme: str, code: str) -> None:
    sign_in(person, "staff", code)
    suffix = f"{code}-{scheme}"
    look(person, "/admin/members/", f"members-{suffix}")
    look(person, "/admin/access/", f"report-{suffix}")
    look(person, "/admin/access/log/", f"events-{suffix}")
    person.go("/admin/")
    person.keep_picture(f"access-dashboard-{suffix}")


def test_an_address_that_leads_to_no_invitation(person: Visitor, scheme: str) -> None:
    for width in WIDTHS:
        person.go("/invitation/none/", width=width, status=404)
        assert person.overflow() == []
    person.keep_picture(f"access-invitation-closed-{scheme}")
    assert person.barriers() == []
