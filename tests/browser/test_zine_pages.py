"""The pages of a zine that exists as a PDF, in a real browser, with nothing but the keyboard."""

import pytest
from playwright.sync_api import Browser

from .conftest import OwnSite
from .visits import Visitor

# A booklet's sheets, as the site's own Typst sets and imposes them; in Arabic its mirror image.
PUBLISH = """
from tests.zine.facsimiles import kept, publish_with
from tests.zine.issues import sample_issue
from zine.editions.imposition import sheets as imposition
from zine.editions.pdf import compiler as pdf
from zine.models import ZineIssuePage
for code, direction in (("en", "ltr"), ("ar", "rtl")):
    pages = pdf.compile_issue(sample_issue(code), pdf.HALF_LETTER, "print").content
    sheets = imposition.booklet(pages, imposition.LETTER, direction)
    issue = ZineIssuePage.objects.get(number=101, locale__language_code=code)
    publish_with(issue, kept(sheets, code))
"""
STARTS = {"en": "left", "ar": "right"}


@pytest.fixture
def published(own_site: OwnSite) -> OwnSite:
    own_site.carry_out(PUBLISH)
    return own_site


def test_a_pdf_is_read_page_by_page(published: OwnSite, browser: Browser) -> None:
    problems: list[str] = []
    for scheme in ("light", "dark"):
        with Visitor.at(published.address, browser, color_scheme=scheme) as reader:
            for language in STARTS:
                problems += [
                    f"{scheme} {language} {problem}" for problem in look(reader, scheme, language)
                ]
    assert problems == []


def look(reader: Visitor, scheme: str, language: str) -> list[str]:
    """What is wrong with the list of pages and the first of them, at each width."""
    problems: list[str] = []
    for subpath, name in (("pages/", "list"), ("pages/1/", "page")):
        reader.go(f"/{language}/zine/101/{subpath}", width=360)
        for width in (360, 1280):
            reader.resize(width)
            problems += [f"{name} {width}: {barrier}" for barrier in reader.barriers()]
            reader.keep_picture(f"facsimile-{name}-{language}-{scheme}-{width}")
        reader.resize(320)
        problems += [f"{name} 320: {element}" for element in reader.overflow()]
        problems += reader.complaints
    return problems


@pytest.mark.parametrize("language", STARTS)
def test_the_keyboard_leads_through_the_pages(
    published: OwnSite, browser: Browser, language: str
) -> None:
    with Visitor.at(published.address, browser) as reader:
        reader.go(f"/{language}/zine/101/pages/1/")
        address = f"/{language}/zine/101/pages/2/"
        reader.tab_to(href=address)
        reader.page.keyboard.press("Enter")
        reader.page.wait_for_url(f"**{address}")
        drawn = "() => document.querySelector('.facsimile-picture img').naturalWidth > 0"
        reader.page.wait_for_function(drawn)
        back = reader.page.locator("a[rel=prev]").first.bounding_box()
        onward = reader.page.locator("a[rel=next]").first.bounding_box()
        assert back is not None
        assert onward is not None
        assert (back["x"] < onward["x"]) == (STARTS[language] == "left")
