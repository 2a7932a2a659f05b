"""The demo in a real browser: one click to sign in, one to change over, a bar that is in no way."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from .visits import Visitor

LANGUAGES = ("en", "ar")
SCHEMES = ("light", "dark")
WIDTHS = (1280, 360)
# The address of a page that each of the accounts below may open, and one that they may not.
OWN, STAFFS = "/admin/review/", "/admin/access/"

# What the bar lies over, of all that is fixed to the screen or sticks to its edge: nothing.
COVERED = """() => {
  const bar = document.querySelector(".demo-bar").getBoundingClientRect();
  return [...document.querySelectorAll("#wagtail-sidebar, #main, #main header, footer, .footer," +
      " .sidebar, .sidebar-nav-toggle--mobile, .form-side--open")].filter((element) => {
    const box = element.getBoundingClientRect();
    return box.width && box.height && box.left < bar.right - 1 && box.right > bar.left + 1
      && box.top < bar.bottom - 1 && box.bottom > bar.top + 1;
  }).map((element) => element.outerHTML.slice(0, 120));
}"""
# Buttons of the admin that are on the screen but cannot be pressed, because something lies on them.
OUT_OF_REACH = """() => [...document.querySelectorAll("#main header button, footer button," +
    " .sidebar-nav-toggle--mobile, .demo-bar summary")].filter((element) => {
  const box = element.getBoundingClientRect();
  if (!element.checkVisibility({visibilityProperty: true}) || box.top >= innerHeight) return false;
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  if (x < 0 || x > innerWidth) return false;
  const found = document.elementFromPoint(x, y);
  return !(element.contains(found) || found?.contains(element));
}).map((element) => element.outerHTML.slice(0, 120))"""


@pytest.fixture(params=SCHEMES)
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=LANGUAGES)
def code(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def visitor(browser: Browser, address: str, scheme: str, code: str) -> Iterator[Visitor]:
    with Visitor.at(address, browser, color_scheme=scheme, locale=code) as visitor:
        yield visitor


def press(visitor: Visitor, account: str) -> None:
    visitor.page.locator(f".demo-accounts button[value={account}]").click()
    visitor.page.wait_for_load_state()


def change_over(visitor: Visitor, account: str) -> None:
    visitor.page.locator(".demo-bar summary").click()
    press(visitor, account)


def current(visitor: Visitor) -> Any:
    return visitor.page.locator(".demo-bar [aria-current]").get_attribute("value")


@pytest.mark.parametrize("width", WIDTHS)
def test_from_signing_in_to_changing_over(
    visitor: Visitor, scheme: str, code: str, width: int
) -> None:
    name = f"{code}-{scheme}-{width}"
    direction = "rtl" if code == "ar" else "ltr"
    visitor.go("/admin/login/", width=width)
    expect(visitor.page.locator(f"html[lang={code}][dir={direction}]")).to_have_count(1)
    assert visitor.page.evaluate("scrollY") == 0
    assert visitor.overflow() == []
    assert visitor.barriers(".demo-sign-in") == []
    visitor.keep_picture(f"demo-sign-in-{name}")
    press(visitor, "boston-editor")
    assert visitor.page.url.endswith("/admin/")
    assert current(visitor) == "boston-editor"

    visitor.go(OWN, width=width)
    look(visitor, f"demo-bar-{name}")
    visitor.page.locator(".demo-bar summary").click()
    expect(visitor.page.locator(".demo-accounts button").last).to_be_visible()
    assert visitor.overflow() == []
    assert visitor.barriers(".demo-bar") == []
    visitor.keep_picture(f"demo-menu-{name}")
    press(visitor, "boston-lead")
    assert visitor.page.url.endswith(OWN)
    assert current(visitor) == "boston-lead"

    change_over(visitor, "staff")
    visitor.go(STAFFS, width=width)
    change_over(visitor, "boston-editor")
    assert visitor.page.url.endswith("/admin/")
    expect(visitor.page.locator(".messages li")).to_have_count(1)
    assert visitor.complaints == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_bar_is_in_nobodys_way_in_the_editor(
    visitor: Visitor, scheme: str, code: str, width: int
) -> None:
    visitor.go("/admin/login/", width=width)
    press(visitor, "boston-editor")
    visitor.page.locator("main a[href*='/edit/']").first.click()
    expect(visitor.page.locator("[name=title], #id_summary").first).to_be_visible()
    look(visitor, f"demo-editor-{code}-{scheme}-{width}")
    main = visitor.page.locator("#main")
    main.evaluate("main => main.scrollTo(0, main.scrollHeight)")
    look(visitor, f"demo-editor-end-{code}-{scheme}-{width}")
    assert main.evaluate("main => main.scrollTop") > 0
    visitor.page.locator("[data-side-panel-toggle]:visible").first.click()
    panel = visitor.page.locator(".form-side--open")
    expect(panel).to_be_visible()
    panel.evaluate("panel => Promise.all(panel.getAnimations().map((each) => each.finished))")
    assert panel.evaluate("panel => panel.getBoundingClientRect().bottom <= innerHeight + 1")
    assert visitor.page.evaluate(COVERED) == []
    visitor.keep_picture(f"demo-editor-panel-{code}-{scheme}-{width}")
    assert visitor.complaints == []


def look(visitor: Visitor, name: str) -> None:
    """Hold a screen with the bar against what is promised."""
    expect(visitor.page.locator("body.ready")).to_have_count(1)
    visitor.keep_picture(name)
    assert visitor.page.evaluate(COVERED) == []
    assert visitor.page.evaluate(OUT_OF_REACH) == []
    assert visitor.overflow() == []
    assert visitor.barriers(".demo-bar") == []


def test_without_a_mouse(reader: Visitor) -> None:
    reader.go("/admin/login/")
    tab_to(reader, "boston-editor")
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**/admin/")
    reader.page.keyboard.press("Tab")
    assert "skiplink" in reader.page.evaluate("document.activeElement.className")
    reader.page.keyboard.press("Tab")
    assert reader.focused()["tag"] == "summary"
    assert reader.focused()["outlined"]
    reader.page.keyboard.press("Enter")
    tab_to(reader, "chicago-lead")
    reader.page.keyboard.press("Enter")
    current_account = reader.page.locator(".demo-bar [aria-current]")
    expect(current_account).to_have_attribute("value", "chicago-lead")


def tab_to(reader: Visitor, account: str) -> None:
    """Press Tab until the account's button has the focus, for everybody to see."""
    for _step in range(40):
        reader.page.keyboard.press("Tab")
        if reader.page.evaluate("document.activeElement.value") == account:
            assert reader.focused()["outlined"]
            assert reader.focused()["onScreen"]
            return
    raise AssertionError(f"{account} cannot be reached by keyboard")


def test_without_scripts(reader_without_scripts: Visitor) -> None:
    visitor = reader_without_scripts
    visitor.go("/admin/login/")
    press(visitor, "boston-editor")
    assert visitor.page.url.endswith("/admin/")
    change_over(visitor, "boston-lead")
    assert current(visitor) == "boston-lead"


def test_an_account_whose_admin_is_in_another_language(reader: Visitor) -> None:
    """The bar stays in the visitor's, and in its direction."""
    reader.go("/admin/login/")
    press(reader, "ar-translator")
    expect(reader.page.locator("html[lang=ar][dir=rtl]")).to_have_count(1)
    expect(reader.page.locator(".demo-bar [lang=en][dir=ltr]")).to_contain_text("Change over")
    for width in (1280, 360):
        reader.resize(width)
        look(reader, f"demo-bar-en-in-ar-{width}")
