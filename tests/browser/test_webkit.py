"""Readers' pages in WebKit, what iPhones read with: as they are in Chromium, by eye and by hand."""

import io
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import PIL.Image
import pytest
from playwright.sync_api import Browser
from selenium.webdriver import Keys
from selenium.webdriver.common.by import By

from tests.pages.whole_site import PAGE_TYPES
from tools.webkit import find_webkit

from .pictures_apart import apart
from .visits import OVERFLOW, PASSWORD, SCREENSHOTS, Visitor
from .webkit_window import LOAD_ALL, Window, opened

MISSING = "No WebKit found (Debian: webkit2gtk-driver, xvfb)."
WIDTHS = (360, 1280)
LANGUAGES = ("en", "ar")
ADDRESSES = PAGE_TYPES | {
    "part": "zine/101/3/",
    "last-part": "zine/101/6/",
    "print": "zine/101/print/",
    "prose": "privacy/",
    "search": "search/?q=zine",
}
# Measured, of 255: pages as they are at most 3, one whose heading breaks into another number of
# lines 6; the home page broken as below 8 to 59.
FURTHEST_APART = 7.0
# WebKitGTK often gives no picture of a page that is shorter than its window.
TOO_SHORT = ("search",)
KEPT = ("HomePage", "ChapterPage", "part")  # For people to look at.

# A link in running text has words beside it in the same block. Numbers of notes are told by where
# and how they stand.
LINKS = """
const links = [...document.querySelectorAll("main a[href]")].filter((link) => {
  if (link.closest("nav, sup, [role=doc-backlink]")) return false;
  let block = link.parentElement;
  while (getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
  const words = [...block.childNodes].filter((node) => !node.querySelector
    || getComputedStyle(node).display.startsWith("inline"));
  const rest = document.createElement("p");
  rest.append(...words.map((node) => node.cloneNode(true)));
  for (const other of rest.querySelectorAll("a, sup")) other.remove();
  return /\\p{L}{2}/u.test(rest.textContent);
});
return links.map((link) => {
  const style = getComputedStyle(link);
  const seen = style.textDecorationLine.includes("underline")
    && !/(, 0\\)|transparent)$/.test(style.textDecorationColor);
  return [link.textContent.trim(), seen];
});
"""
WHOLE_WIDTH = f"return ({OVERFLOW})()"
IS_MISSING = "return !document.querySelector('main') || !!document.querySelector('main .error')"
LOADED = "return [...document.fonts].filter((f) => f.status === 'loaded').map((f) => f.family)"
FIRST_FAMILIES = """
return ["h1", "main p"].map((found) =>
  getComputedStyle(document.querySelector(found)).fontFamily.split(",")[0].replaceAll('"', ""));
"""
CHROMIUM_SETTLED = """() => document.fonts.status === "loaded"
  && [...document.images].every((picture) => picture.complete)"""


@pytest.fixture(scope="module")
def webkit(tmp_path_factory: pytest.TempPathFactory, address: str) -> Iterator[Window]:
    """One window for all of these tests: opening it takes as long as twenty pages."""
    found = find_webkit()
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    with opened(found, address, tmp_path_factory.mktemp("webkit")) as window:
        yield window


@dataclass
class Look:
    """What WebKit shows of the site in a language."""

    problems: list[str] = field(default_factory=list)
    links: int = 0
    fonts: set[str] = field(default_factory=set)
    pictures: dict[tuple[str, int], PIL.Image.Image] = field(default_factory=dict)


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    code: str = request.param
    return code


@pytest.fixture(scope="module")
def look(webkit: Window, language: str) -> Look:
    """Every page, looked at once, at each width."""
    look = Look()
    for name, path in ADDRESSES.items():
        webkit.go(f"/{language}/{path}")
        assert not webkit.ask(IS_MISSING), path
        for width in WIDTHS:
            webkit.resize(width)
            if name not in TOO_SHORT:
                look.pictures[name, width] = webkit.picture()
            wide = webkit.ask(WHOLE_WIDTH)
            look.problems += [f"{name} {width}: wider than the screen: {each}" for each in wide]
        links = webkit.ask(LINKS)
        look.links += len(links)
        look.problems += [f"{name}: no line under {text!r}" for text, seen in links if not seen]
        look.fonts |= set(webkit.ask(LOADED))
    return look


def test_links_have_a_line_and_no_page_is_wider_than_the_screen(look: Look) -> None:
    assert look.problems == []
    assert look.links > 50


OWN_FONTS = {"en": {"Anton", "Source Serif"}, "ar": {"Cairo", "Amiri"}}
WORDS = {
    "en": ("Chicago", "Never again is now", ["Anton", "Source Serif"]),
    "ar": ("شيكاغو", "لن يتكرر ذلك أبدا", ["Cairo", "Amiri"]),
    "he": ("שיקגו", "לעולם לא עוד", ["Heebo", "Frank Ruhl Libre"]),
    "yi": ("שיקאַגאָ", "קיינמאָל ווידער", ["Heebo", "Frank Ruhl Libre"]),
    # The reader's own: a typeface of Chinese would be as large as the whole site.
    "zh-hans": ("芝加哥", "永不再来", ["PingFang SC", "Songti SC"]),
}
SAY = """
document.documentElement.lang = arguments[0];
document.querySelector("h1").textContent = arguments[1];
document.querySelector("main p").textContent = arguments[2];
"""


def test_the_sites_own_typefaces_are_used(look: Look, language: str) -> None:
    assert OWN_FONTS[language] <= look.fonts


@pytest.mark.parametrize("code", WORDS)
def test_every_script_has_its_typefaces(webkit: Window, code: str) -> None:
    """Also of languages that the starter content does not speak."""
    heading, text, families = WORDS[code]
    webkit.go("/en/about/")
    webkit.ask(SAY, code, heading, text)
    webkit.wait_for("return document.fonts.status === 'loaded'")
    assert webkit.ask(FIRST_FAMILIES) == families
    own = set().union(*OWN_FONTS.values(), {"Heebo", "Frank Ruhl Libre"})
    assert set(families) & own <= set(webkit.ask(LOADED))


def chromium_picture(visitor: Visitor, width: int, height: int) -> PIL.Image.Image:
    visitor.page.set_viewport_size({"width": width, "height": height})
    visitor.page.evaluate(LOAD_ALL)
    visitor.page.wait_for_function(CHROMIUM_SETTLED)
    return PIL.Image.open(io.BytesIO(visitor.page.screenshot())).convert("RGB")


@pytest.fixture(scope="module")
def in_chromium(browser: Browser, address: str, language: str, look: Look) -> dict[Any, Any]:
    """The same pages in Chromium, as much of each as WebKit shows."""
    pictures = {}
    with Visitor.at(address, browser, color_scheme="light") as visitor:
        for name in [name for name in ADDRESSES if name not in TOO_SHORT]:
            visitor.go(f"/{language}/{ADDRESSES[name]}")
            for width in WIDTHS:
                height = look.pictures[name, width].height
                pictures[name, width] = chromium_picture(visitor, width, height)
    return pictures


def test_pages_look_as_they_do_in_chromium(
    look: Look, in_chromium: dict[Any, Any], language: str
) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    found = {seen: apart(look.pictures[seen], in_chromium[seen]) for seen in look.pictures}
    for (name, width), distance in found.items():
        if name in KEPT or distance > FURTHEST_APART:
            seen = f"{name}-{language}-{width}.png"
            look.pictures[name, width].save(SCREENSHOTS / f"webkit-{seen}")
            in_chromium[name, width].save(SCREENSHOTS / f"chromium-{seen}")
    assert {seen: far for seen, far in found.items() if far > FURTHEST_APART} == {}


# Rules that break a page, as an engine would that does not know what ours are made of.
BROKEN = {
    "no layers": "for (const sheet of document.styleSheets) sheet.disabled = true",
    "no flex, no grid": "* { display: revert !important }",
    "other typefaces": "* { font-family: monospace !important }",
    "no inner space": "* { padding: 0 !important; margin: 0 !important }",
    "no colors": "* { background: none !important }",
}
ADD_RULE = """
const [sheet] = document.styleSheets;
sheet.insertRule(arguments[0], sheet.cssRules.length);
"""


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_page_is_noticed(
    webkit: Window, in_chromium: dict[Any, Any], language: str, name: str
) -> None:
    webkit.go(f"/{language}/{ADDRESSES['HomePage']}")
    webkit.resize(1280)
    if "{" in BROKEN[name]:
        webkit.ask(ADD_RULE, BROKEN[name])
    else:
        webkit.ask(BROKEN[name])
    assert apart(webkit.picture(), in_chromium["HomePage", 1280]) > FURTHEST_APART


def test_searching(webkit: Window, language: str) -> None:
    webkit.go(f"/{language}/search/")
    webkit.tab_to(name="q")
    webkit.press("101", Keys.ENTER)
    webkit.wait_for("return location.search === '?q=101'")
    webkit.tab_to(href=f"/{language}/zine/101/")


def test_changing_the_language_by_keyboard(webkit: Window) -> None:
    webkit.go("/en/chapters/boston/")
    webkit.tab_to(href="/ar/chapters/boston/")
    webkit.press(Keys.ENTER)
    webkit.wait_for("return document.documentElement.dir === 'rtl'")


def test_files_in_other_languages_unfold_by_keyboard(webkit: Window) -> None:
    webkit.go("/en/zine/101/")
    webkit.tab_to(limit=120, tag="summary")
    is_open = "return document.activeElement.parentElement.open"
    assert not webkit.ask(is_open)
    webkit.press(Keys.ENTER)
    webkit.wait_for(is_open)
    webkit.press(Keys.TAB)
    assert webkit.ask("return !!document.activeElement.closest('details[open] .files')")


def test_signing_in(webkit: Window) -> None:
    webkit.go("/admin/login/")
    webkit.driver.find_element(By.NAME, "username").send_keys("staff")
    webkit.driver.find_element(By.NAME, "password").send_keys(PASSWORD, Keys.ENTER)
    webkit.wait_for("return location.pathname === '/admin/' && !!document.querySelector('main h1')")
    webkit.driver.delete_all_cookies()


KEPT_PATHS = """
const [done] = arguments;
caches.keys().then(async (names) => {
  const found = names.map(async (name) => (await (await caches.open(name)).keys()));
  done((await Promise.all(found)).flat().map((each) => new URL(each.url).pathname));
}, () => done(["a failure"]));
"""
PANEL = "document.querySelector('[data-keep-panel]')"


def test_an_issue_is_kept_when_asked_and_removed(webkit: Window) -> None:
    webkit.go("/en/zine/101/")
    webkit.wait_for(f"return {PANEL}.dataset.state === 'none'")
    webkit.wait_for_answer(KEPT_PATHS, lambda kept: kept == [])
    webkit.ask(f"{PANEL}.querySelector('button').click()")
    webkit.wait_for(f"return {PANEL}.dataset.state === 'kept'")
    wanted = {"/en/zine/", "/en/zine/101/", "/en/zine/101/print/", "/en/zine/worker.js"}
    webkit.wait_for_answer(KEPT_PATHS, lambda kept: wanted <= set(kept))
    webkit.ask(f"{PANEL}.querySelector('button').click()")
    webkit.wait_for(f"return {PANEL}.dataset.state === 'removed'")
    webkit.wait_for_answer(KEPT_PATHS, lambda kept: kept == [])


WITHOUT_WORKERS = "delete Navigator.prototype.serviceWorker"


def test_without_service_workers_an_issue_is_read_all_the_same(reader: Visitor) -> None:
    """As in windows that keep nothing, and in the browsers within other programs."""
    reader.page.add_init_script(WITHOUT_WORKERS)
    for path in ("zine/", "zine/101/", "zine/101/3/", "zine/101/print/"):
        reader.go(f"/en/{path}")
        assert reader.page.evaluate("() => !('serviceWorker' in navigator)")
        assert reader.page.locator("main h1").is_visible()
        assert reader.complaints == []
    assert reader.page.evaluate("() => caches.keys()") == []
