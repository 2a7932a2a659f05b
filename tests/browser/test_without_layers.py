"""Browsers that know no cascade layers drop nearly all of our styles: the text stays readable."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Route

from tests.pages.test_style_sheets import WITHOUT_LAYERS
from tests.pages.whole_site import PAGE_TYPES

from .visits import Visitor

ADDRESSES = [*PAGE_TYPES.values(), "zine/101/3/", "zine/101/print/", "privacy/", "search/"]
LANGUAGES = ("en", "ar")
WIDTH = 360
# Lazy pictures have no width of their own before they are there.
PICTURES = """async () => {
  const pictures = [...document.images];
  for (const picture of pictures) picture.loading = "eager";
  await Promise.all(pictures.map((picture) => picture.decode()));
  return pictures.map((picture) => [picture.getBoundingClientRect().width, picture.naturalWidth]);
}"""

WIDEST_BODY = "getComputedStyle(document.body).maxWidth"


def without_layers(css: str) -> str:
    """What is left of a style sheet where ``@layer`` is unknown: the rules outside of any."""
    kept, depth, rule, start = "", 0, "", 0
    for place, sign in enumerate(css):
        if sign == "{":
            rule = rule if depth else css[start:place].strip()
            depth += 1
        elif sign == "}":
            depth -= 1
        if depth == 0 and sign in ";}":
            statement = css[start : place + 1]
            kept += "" if statement.strip().startswith("@layer") else statement
            start = place + 1
    return kept


def test_layers_are_taken_out_whole() -> None:
    css = "@layer a,b;@supports (x:y){a{b:c}}@layer a{@media print{a{b:d}}c{d:e}}e{f:g}"
    assert without_layers(css) == "@supports (x:y){a{b:c}}e{f:g}"


@pytest.fixture
def old(browser: Browser, address: str) -> Iterator[Visitor]:
    """A browser that reads our styles as one without layers does."""

    def as_if_unknown(route: Route) -> None:
        answer = route.fetch()
        css = without_layers(answer.text()).replace(WITHOUT_LAYERS, "@supports (color:red)")
        route.fulfill(response=answer, body=css)

    # What a service worker fetches, nobody else gets to see.
    options = {"color_scheme": "light", "service_workers": "block"}
    with Visitor.at(address, browser, **options) as visitor:
        visitor.page.route(re.compile(r"/static/site/.*\.css"), as_if_unknown)
        yield visitor


@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures_and_pages_fit_the_screen(old: Visitor, language: str) -> None:
    problems, shrunk = [], 0
    for path in ADDRESSES:
        old.go(f"/{language}/{path}", width=WIDTH)
        assert old.page.evaluate(WIDEST_BODY) != "none", "these rules do not count"
        sizes = old.page.evaluate(PICTURES)
        problems += [f"{path}: a picture {width} wide" for width, _own in sizes if width > WIDTH]
        problems += [f"{path}: wider than the screen: {each}" for each in old.overflow()]
        problems += old.complaints
        shrunk += sum(own > WIDTH for _width, own in sizes)
    old.keep_picture(f"without-layers-{language}")
    assert problems == []
    assert shrunk > 0


def test_other_browsers_never_meet_these_rules(reader: Visitor) -> None:
    reader.go("/en/")
    assert reader.page.evaluate("CSS.supports('color', 'revert-layer')")
    assert reader.page.evaluate(WIDEST_BODY) == "none"
