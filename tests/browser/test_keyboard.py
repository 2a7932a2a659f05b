"""A reader without a mouse."""

import pytest

from tests.pages.whole_site import LANGUAGES

from .visits import Visitor


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [360, 1280])
def test_the_skip_link_comes_first_and_skips(reader: Visitor, language: str, width: int) -> None:
    reader.go(f"/{language}/about/", width=width)
    first = reader.tab_to(href="#content", limit=1)
    assert first["text"].strip()
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**#content")
    assert reader.focused()["id"] == "content"
    reader.page.keyboard.press("Tab")
    inside = reader.page.evaluate("() => !!document.activeElement.closest('main, footer')")
    assert inside


@pytest.mark.parametrize("width", [360, 1280])
def test_the_language_switcher(reader: Visitor, width: int) -> None:
    reader.go("/en/chapters/boston/", width=width)
    reader.tab_to(href="/ar/chapters/boston/")
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**/ar/chapters/boston/")
    assert reader.page.locator("html").get_attribute("dir") == "rtl"
    reader.tab_to(href="/en/chapters/boston/")
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**/en/chapters/boston/")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [360, 1280])
def test_every_section(reader: Visitor, language: str, width: int) -> None:
    reader.go(f"/{language}/", width=width)
    sections = reader.page.locator("nav.sections a").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    assert len(sections) >= 4
    for section in sections:
        reader.tab_to(href=section)
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url(f"**{sections[-1]}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_search(reader: Visitor, language: str) -> None:
    reader.go(f"/{language}/")
    reader.tab_to(href=f"/{language}/search/")
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url(f"**/{language}/search/")
    reader.tab_to(name="q")
    reader.page.keyboard.type("101")
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**?q=101")
    reader.tab_to(href=f"/{language}/zine/101/")
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url(f"**/{language}/zine/101/")


def test_nothing_traps_the_keyboard(reader: Visitor) -> None:
    """Tab goes through the whole page, back to where it began."""
    reader.go("/en/")
    seen: list[object] = []
    for _step in range(200):
        reader.page.keyboard.press("Tab")
        focused = reader.focused()
        if focused["tag"] == "body" or (focused["href"] == "#content" and seen):
            break
        seen.append(focused["href"])
    else:
        raise AssertionError("Tab does not come to an end.")
    footer = reader.page.locator("footer a").last.get_attribute("href")
    assert seen[-1] == footer
