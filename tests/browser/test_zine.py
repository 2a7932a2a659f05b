"""The zine as readers meet it: shelf, downloads, how to print."""

import pytest
from playwright.sync_api import Browser

from .visits import Visitor

ISSUE = "/en/zine/101/"
# The widths at which all pages are looked at elsewhere are left to those tests.
LOOKS = [
    ("shelf", "zine/", (768,)),
    ("issue", "zine/101/", (768,)),
    ("print", "zine/101/print/", (360, 768, 1280)),
]
UNSEEN_PICTURES = """async () => {
  const pictures = [...document.querySelectorAll("main img")];
  for (const picture of pictures) picture.loading = "eager";
  const settled = (picture) => picture.complete && picture.naturalWidth > 0;
  const deadline = performance.now() + 20000;
  while (!pictures.every(settled) && performance.now() < deadline)
    await new Promise((resolve) => requestAnimationFrame(resolve));
  return pictures.filter((picture) => !settled(picture)).map((picture) => picture.currentSrc);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(("name", "path", "widths"), LOOKS, ids=[look[0] for look in LOOKS])
def test_page(
    request: pytest.FixtureRequest,
    scheme: str,
    language: str,
    name: str,
    path: str,
    widths: tuple[int, ...],
) -> None:
    visitor: Visitor = request.getfixturevalue(scheme)
    visitor.go(f"/{language}/{path}", width=widths[0])
    problems = []
    for width in widths:
        visitor.resize(width)
        problems += [f"{width}: {barrier}" for barrier in visitor.barriers()]
        problems += [f"{width}: too wide: {element}" for element in visitor.overflow()]
        assert visitor.page.evaluate(UNSEEN_PICTURES) == []
        visitor.keep_picture(f"zine-{name}-{language}-{scheme}-{width}")
    assert problems + visitor.complaints == []


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_every_format_is_downloaded_by_a_click(reader: Visitor, language: str) -> None:
    reader.go(f"/{language}/zine/101/")
    links = reader.page.locator("#downloads .uses .files a")
    assert links.count() == 8
    saved = []
    for index in range(links.count()):
        link = links.nth(index)
        if link.get_attribute("type") == "text/plain":
            continue
        with reader.page.expect_download() as download:
            link.click()
        saved.append(download.value.suggested_filename)
        assert download.value.path().stat().st_size > 10_000
    assert len(set(saved)) == 7
    assert all(name.startswith(f"zine-101-{language}-") for name in saved)


def test_the_pictures_of_folding_are_mirrored_with_the_spine(reader: Visitor) -> None:
    for language, scale in (("en", "none"), ("ar", "-1 1")):
        reader.go(f"/{language}/zine/101/print/")
        found = reader.page.locator(".steps img").first.evaluate("e => getComputedStyle(e).scale")
        assert found in (scale, "1" if scale == "none" else scale)


def test_nothing_is_missing_where_browsers_keep_nothing(browser: Browser, address: str) -> None:
    with Visitor.at(address, browser, service_workers="block") as visitor:
        for path in ("/en/zine/", ISSUE, f"{ISSUE}print/"):
            visitor.go(path)
            assert visitor.page.evaluate(UNSEEN_PICTURES) == []
            assert visitor.complaints == []
