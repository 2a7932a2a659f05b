"""Reading without a connection: what is kept, when a reader asks for it and not before."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Locator, Page, expect

from .conftest import OwnSite, free_port, serving
from .test_zine import UNSEEN_PICTURES
from .visits import Visitor

SHELF, ISSUE = "/en/zine/", "/en/zine/101/"
# Everything of this site that a browser has stored, and the workers that answer for it.
STORED = """async () => {
  const workers = await navigator.serviceWorker.getRegistrations();
  const used = localStorage.length + sessionStorage.length + (await indexedDB.databases()).length;
  return [await caches.keys(), workers.map((each) => new URL(each.scope).pathname), used];
}"""
NOTHING: list[Any] = [[], [], 0]
# Waits until an expression of what is kept holds; says whether it did in time.
COMES_TRUE = """async (wanted) => {
  const deadline = performance.now() + 20000;
  const isTrue = new Function("kept", `return ${wanted}`);
  while (performance.now() < deadline) {
    const kept = {};
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys())
        kept[new URL(request.url).pathname] = (await (await cache.match(request))?.text()) ?? "";
    }
    if (isTrue(kept)) return true;
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  return false;
}"""
# Opens nothing, for that would make it.
COMES_TO_NOTHING = """async () => {
  const deadline = performance.now() + 20000;
  const workers = navigator.serviceWorker;
  const left = async () => [...await caches.keys(), ...await workers.getRegistrations()];
  while ((await left()).length && performance.now() < deadline)
    await new Promise((resolve) => requestAnimationFrame(resolve));
  return !(await left()).length;
}"""
BYTES_KEPT = """async () => {
  const cache = await caches.open("kept /en/zine/");
  const sizes = (await cache.matchAll()).map(async (each) => (await each.blob()).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}"""
OF_101 = "from zine.models import ZineIssuePage\nissue = ZineIssuePage.objects.get("
OF_101 += "number=101, locale__language_code='en')\n"
LINE = "A line that nobody has read before"
PUBLISH = f"{OF_101}issue.tagline = {LINE!r}\nissue.save_revision().publish()"
TAKE_DOWN = f"{OF_101}issue.unpublish()"
# What the worker does after a publication.
MAKE_SIZES = f"""{OF_101}
from cms.media.pictures import images_of, make_renditions
for image in images_of(issue):
    make_renditions(image)
"""


@pytest.fixture
def own_reader(own_site: OwnSite, browser: Browser) -> Iterator[Visitor]:
    with Visitor.at(own_site.address, browser, color_scheme="light") as visitor:
        yield visitor


def button(page: Page) -> Locator:
    return page.locator("[data-keep-panel] button")


def says(shown: Locator, text: str) -> None:
    """Wait until this stands there, whatever else is hidden in it."""
    expect(shown).to_have_text(text, use_inner_text=True)


def is_told(page: Page, text: str) -> None:
    says(page.get_by_role("status"), text)


def keep(visitor: Visitor, **options: Any) -> None:
    """Open an issue and ask for it to be kept."""
    visitor.go(ISSUE, **options)
    says(button(visitor.page), "Keep this issue for reading offline")
    button(visitor.page).click()
    is_told(visitor.page, "This issue is kept on this device.")
    says(button(visitor.page), "Remove it")


def test_opening_the_zine_keeps_nothing(reader: Visitor) -> None:
    for path in (SHELF, ISSUE, f"{ISSUE}3/", f"{ISSUE}print/"):
        reader.go(path)
        reader.page.wait_for_load_state("networkidle")
        assert reader.page.evaluate(STORED) == NOTHING
    assert reader.complaints == []


def test_a_kept_issue_is_read_without_a_connection(own_site: OwnSite, own_reader: Visitor) -> None:
    page = own_reader.page
    keep(own_reader, width=360)
    caches, scopes, others = page.evaluate(STORED)
    assert sorted(caches) == [f"kept {SHELF}", f"wishes {SHELF}"]
    assert (scopes, others) == ([SHELF], 0)
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
    own_reader.go(SHELF)
    expect(page.locator(f"[data-kept='{ISSUE}']")).to_be_visible()
    own_reader.go(f"{ISSUE}print/")
    assert page.evaluate(UNSEEN_PICTURES) == []
    for elsewhere in ("/en/about/", "/es/zine/101/"):
        with pytest.raises(Error, match=r"ERR_(CONNECTION_REFUSED|FAILED)"):
            own_reader.go(elsewhere)


def test_its_size_is_told_before(own_site: OwnSite, own_reader: Visitor) -> None:
    own_site.carry_out(MAKE_SIZES)
    keep(own_reader)
    page = own_reader.page
    said = page.locator("[data-keep-panel] small").inner_text()
    number, unit = said.removeprefix("About ").split()
    told = float(number) * {"KB": 1024, "MB": 1024**2}[unit]
    assert told == pytest.approx(page.evaluate(BYTES_KEPT), rel=0.15)


def test_remove_it_removes_everything(reader: Visitor) -> None:
    page = reader.page
    for _again in range(2):
        keep(reader)
        button(page).click()
        is_told(page, "It is removed from this device.")
        assert page.evaluate(STORED) == NOTHING
    reader.go(SHELF)
    expect(page.locator(f"[data-kept='{ISSUE}']")).to_be_hidden()
    assert page.evaluate(STORED) == NOTHING
    assert reader.complaints == []


def test_a_full_device_is_told_and_nothing_stays(reader: Visitor) -> None:
    page = reader.page
    reader.go(ISSUE)
    small = {"origin": reader.address, "quotaSize": 300_000}
    page.context.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", small)
    button(page).click()
    is_told(page, "There is no room for it on this device. Nothing was kept.")
    assert page.evaluate(STORED) == NOTHING


def test_a_broken_connection_is_told_and_nothing_stays(
    own_site: OwnSite, own_reader: Visitor
) -> None:
    own_reader.go(ISSUE)
    own_site.go_down()
    button(own_reader.page).click()
    is_told(
        own_reader.page,
        "It could not be fetched whole, so nothing was kept. Try again with a better connection.",
    )
    assert own_reader.page.evaluate(STORED) == NOTHING


def test_what_is_kept_follows_what_is_published(own_site: OwnSite, own_reader: Visitor) -> None:
    page = own_reader.page
    keep(own_reader)
    own_site.carry_out(PUBLISH)
    # Reading on elsewhere in the zine is enough: the issue itself is not opened again.
    own_reader.go(SHELF)
    assert page.evaluate(COMES_TRUE, f"kept[{ISSUE!r}]?.includes({LINE!r})")
    own_site.carry_out(TAKE_DOWN)
    own_reader.go(SHELF)
    assert page.evaluate(COMES_TO_NOTHING)
    own_reader.go(ISSUE, status=404)
    assert page.evaluate(STORED) == NOTHING


# What was here before readers were asked: it kept whatever of the zine was opened.
OLD_PAGE = b"""<!DOCTYPE html><title>Zine</title><script>
navigator.serviceWorker.register("/en/zine/worker.js");</script>"""
OLD_WORKER = b"""
self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil(
  caches.open("zine /en/zine/").then((cache) => cache.add("/en/zine/101/"))));
self.addEventListener("fetch", (event) => event.respondWith(fetch(event.request)));
"""


class OldSite(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        is_worker = self.path.endswith(".js")
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript" if is_worker else "text/html")
        self.end_headers()
        self.wfile.write(OLD_WORKER if is_worker else OLD_PAGE)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as it is called
        """Say nothing."""


def test_what_was_kept_unasked_goes_at_the_next_visit(
    environment: dict[str, str], browser: Browser
) -> None:
    port = free_port()
    old = ThreadingHTTPServer(("127.0.0.1", port), OldSite)
    thread = threading.Thread(target=old.serve_forever)
    thread.start()
    with Visitor.at(f"http://127.0.0.1:{port}", browser) as visitor:
        visitor.go(SHELF)
        is_there = visitor.page.evaluate(COMES_TRUE, f"{ISSUE!r} in kept")
        old.shutdown()
        thread.join()
        old.server_close()
        assert is_there
        with serving(environment, port):
            visitor.go(SHELF)
            assert visitor.page.evaluate(COMES_TO_NOTHING)
            visitor.go(ISSUE)
            assert visitor.page.evaluate(STORED) == NOTHING


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_it_can_be_used_by_everybody(
    request: pytest.FixtureRequest, scheme: str, language: str
) -> None:
    visitor: Visitor = request.getfixturevalue(scheme)
    problems = []
    for width in (360, 1280):
        visitor.go(f"/{language}/zine/101/", width=width)
        expect(button(visitor.page)).to_be_visible()
        problems += visitor.barriers("#keep") + visitor.barriers(".leave") + visitor.overflow()
        visitor.page.locator("#keep").scroll_into_view_if_needed()
        visitor.keep_screen(f"keep-{language}-{scheme}-{width}")
    assert problems + visitor.complaints == []


def test_what_a_private_window_kept_goes_with_it(browser: Browser, address: str) -> None:
    with Visitor.at(address, browser) as visitor:
        keep(visitor)
    with Visitor.at(address, browser) as visitor:
        visitor.go(ISSUE)
        says(button(visitor.page), "Keep this issue for reading offline")
        assert visitor.page.evaluate(STORED) == NOTHING
