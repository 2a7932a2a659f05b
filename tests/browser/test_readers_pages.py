"""Every page type in a real browser: open to all, in one column, alone with the reader."""

import pytest

from tests.pages.whole_site import LANGUAGES, PAGE_TYPES

from .visits import Visitor

ADDRESSES = PAGE_TYPES | {"search": "search/?q=", "results": "search/?q=zine"}
FONT_BUDGET = 120_000


def look(visitor: Visitor, scheme: str, name: str, url: str, status: int = 200) -> list[str]:
    """What is wrong with a page in a color scheme, at each width."""
    problems = []
    visitor.go(url, width=360, status=status)
    for width in (360, 1280):
        visitor.resize(width)
        problems += [f"{width}: {barrier}" for barrier in visitor.barriers()]
        visitor.keep_picture(f"{name}-{scheme}-{width}")
    visitor.resize(320)
    problems += [f"320: wider than the screen: {element}" for element in visitor.overflow()]
    complaints = [
        complaint
        for complaint in visitor.complaints
        if not (status == 404 and "404 (Not Found)" in complaint)
    ]
    return [f"{scheme}: {problem}" for problem in problems + complaints]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ADDRESSES)
def test_page(light: Visitor, dark: Visitor, name: str, language: str) -> None:
    url = f"/{language}/{ADDRESSES[name]}"
    problems = look(light, "light", f"{name}-{language}", url)
    problems += look(dark, "dark", f"{name}-{language}", url)
    assert problems == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_missing_page(light: Visitor, dark: Visitor, language: str) -> None:
    url = f"/{language}/nothing-like-it/"
    problems = look(light, "light", f"missing-{language}", url, 404)
    problems += look(dark, "dark", f"missing-{language}", url, 404)
    assert problems == []


def test_no_cookie_and_nothing_stored(reader: Visitor) -> None:
    for address in ADDRESSES.values():
        reader.go(f"/en/{address}")
    assert reader.page.context.cookies() == []
    assert reader.page.evaluate("() => localStorage.length + sessionStorage.length") == 0


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGE_TYPES)
def test_a_first_visit_without_scripts(
    reader_without_scripts: Visitor, name: str, language: str
) -> None:
    reader = reader_without_scripts
    reader.go(f"/{language}/{PAGE_TYPES[name]}", width=360)
    assert reader.page.locator("h1").is_visible()
    assert reader.page.locator("main").inner_text().strip()
    assert reader.page.locator("header nav a").first.is_visible()
    assert reader.complaints == []
    fonts = reader.fonts()
    assert len(fonts) >= 2
    assert all(fonts.values())
    assert sum(fonts.values()) <= FONT_BUDGET, fonts


def test_search_and_languages_need_no_script(reader_without_scripts: Visitor) -> None:
    reader = reader_without_scripts
    reader.go("/en/search/")
    reader.page.locator("main input[name=q]").fill("zine")
    reader.page.locator("main input[name=q]").press("Enter")
    reader.page.wait_for_url("**/en/search/?q=zine")
    assert reader.page.locator("main a").count() > 0
    reader.go("/en/about/")
    reader.page.locator(".language-switcher a[href='/es/about/']").click()
    reader.page.wait_for_url("**/es/about/")
    assert reader.page.locator("html").get_attribute("lang") == "es"
