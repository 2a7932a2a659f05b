"""The zine as readers meet it: shelf, downloads, how to print, and without a connection."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Error, expect

from .conftest import OwnSite
from .visits import Visitor

ISSUE = "/en/zine/101/"
# The widths at which all pages are looked at elsewhere are left to those tests.
LOOKS = [
    ("shelf", "zine/", (768,)),
    ("issue", "zine/101/", (768,)),
    ("print", "zine/101/print/", (360, 768, 1280)),
]
# Waits until what is kept at a path holds the text; says whether it did in time.
HOLDS = """async ([shelf, path, text]) => {
  const deadline = performance.now() + 20000;
  while (performance.now() < deadline) {
    const cache = await caches.open(`zine ${shelf}`);
    const kept = await cache.match(path);
    if (kept && (await kept.text()).includes(text)) return true;
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  return false;
}"""
# The worker writes this down when it has kept everything that it was asked for.
ALL_KEPT = ["/en/zine/", "/en/zine/worker.js", ""]
UNSEEN_PICTURES = """async () => {
  const pictures = [...document.querySelectorAll("main img")];
  for (const picture of pictures) picture.loading = "eager";
  const settled = (picture) => picture.complete && picture.naturalWidth > 0;
  const deadline = performance.now() + 20000;
  while (!pictures.every(settled) && performance.now() < deadline)
    await new Promise((resolve) => requestAnimationFrame(resolve));
  return pictures.filter((picture) => !settled(picture)).map((picture) => picture.currentSrc);
}"""
PUBLISH = """
from zine.models import ZineIssuePage
issue = ZineIssuePage.objects.get(number=101, locale__language_code="en")
issue.tagline = "A line that nobody has read before"
issue.save_revision().publish()
"""


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


@pytest.fixture
def own_reader(own_site: OwnSite, browser: Browser) -> Any:
    with Visitor.at(own_site.address, browser, color_scheme="light") as visitor:
        yield visitor


def test_an_opened_issue_is_read_without_a_connection(
    own_site: OwnSite, own_reader: Visitor
) -> None:
    page = own_reader.page
    own_reader.go(ISSUE, width=360)
    assert page.evaluate(HOLDS, ALL_KEPT)
    scopes = page.evaluate(
        "async () => (await navigator.serviceWorker.getRegistrations()).map((r) => r.scope)"
    )
    assert scopes == [f"{own_site.address}/en/zine/"]
    own_site.go_down()

    own_reader.go(ISSUE, width=1280)
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate("() => document.styleSheets.length") >= 2
    assert page.evaluate(
        "async () => { await document.fonts.ready; return document.fonts.check('1em Anton'); }"
    )
    assert page.evaluate(UNSEEN_PICTURES) == []
    own_reader.keep_picture("zine-offline-1280")
    parts = 1
    while page.locator("a[rel=next]").count():
        page.locator("a[rel=next]").click()
        expect(page.locator("main h1")).to_be_visible()
        assert page.evaluate(UNSEEN_PICTURES) == []
        parts += 1
    assert parts > 1
    own_reader.go("/en/zine/")
    own_reader.go(f"{ISSUE}print/")
    assert page.evaluate(UNSEEN_PICTURES) == []
    for elsewhere in ("/en/about/", "/es/zine/101/"):
        with pytest.raises(Error, match=r"ERR_(CONNECTION_REFUSED|FAILED)"):
            own_reader.go(elsewhere)


def test_what_is_kept_follows_what_is_published(own_site: OwnSite, own_reader: Visitor) -> None:
    page = own_reader.page
    own_reader.go(ISSUE)
    assert page.evaluate(HOLDS, ALL_KEPT)
    own_site.carry_out(PUBLISH)
    # Reading on elsewhere in the zine is enough: the issue itself is not opened again.
    own_reader.go("/en/zine/")
    line = "A line that nobody has read before"
    assert page.evaluate(HOLDS, ["/en/zine/", ISSUE, line])
    own_site.go_down()
    own_reader.go(ISSUE)
    expect(page.locator(".zine-tagline")).to_have_text(line)


def test_nothing_is_missing_where_browsers_keep_nothing(browser: Browser, address: str) -> None:
    with Visitor.at(address, browser, service_workers="block") as visitor:
        for path in ("/en/zine/", ISSUE, f"{ISSUE}print/"):
            visitor.go(path)
            assert visitor.page.evaluate(UNSEEN_PICTURES) == []
            assert visitor.complaints == []
