"""Somebody at a browser: goes to pages, and notes all that goes wrong on the way."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request

PASSWORD = "a-password-for-the-browser-tests"
SCREENSHOTS = Path(__file__).parents[2] / "var" / "screenshots"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
HEIGHT = 900
# The documents show the site as it is outside a demo. The admin's policy takes no styles but its
# own; what a program adopts is not asked for.
WITHOUT_THE_DEMO = """() => {
  const style = new CSSStyleSheet();
  style.replaceSync(".demo-bar, .demo-sign-in { display: none !important; }");
  document.adoptedStyleSheets = [style];
  return () => { document.adoptedStyleSheets = []; };
}"""

HOLD_AUTOSAVE = """() => addEventListener(
  "w-autosave:save", (event) => event.preventDefault(), { capture: true },
)"""

OVERFLOW = """() => {
  const page = document.scrollingElement;
  if (page.scrollWidth <= page.clientWidth) return [];
  const inside = (element) => {
    for (let parent = element.parentElement; parent; parent = parent.parentElement)
      if (/auto|scroll|hidden|clip/.test(getComputedStyle(parent).overflowX)) return true;
    return false;
  };
  const wide = [...document.querySelectorAll("body *")].filter((element) => {
    const box = element.getBoundingClientRect();
    return (box.right > page.clientWidth + 1 || box.left < -1) && box.width && !inside(element);
  });
  return ["the page", ...wide.slice(0, 5).map((e) => `${e.tagName}.${e.className}`)];
}"""


@dataclass
class Visitor:
    """A browser's tab, and what it complained of since it was last asked."""

    address: str
    page: Page
    complaints: list[str] = field(default_factory=list)
    font_requests: list[Request] = field(default_factory=list)

    @classmethod
    @contextlib.contextmanager
    def at(cls, address: str, browser: Browser, **options: Any) -> Iterator[Self]:
        context = browser.new_context(reduced_motion="reduce", **options)
        visitor = cls(address, context.new_page())
        visitor.page.on("console", visitor._note_console)
        visitor.page.on("pageerror", lambda error: visitor.complaints.append(f"error: {error}"))
        visitor.page.on("request", visitor._note_request)
        visitor.page.on("requestfailed", visitor._note_failure)
        yield visitor
        context.close()

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _note_request(self, request: Request) -> None:
        if request.resource_type == "font":
            self.font_requests.append(request)
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.netloc != urlsplit(self.address).netloc:
            self.complaints.append(f"asks another host: {request.url}")

    def _note_failure(self, request: Request) -> None:
        # Leaving a page ends what is still loading.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"failed: {request.url} {request.failure}")

    def go(self, path: str, *, width: int = 1280, status: int = 200) -> None:
        """Open a page; its status must be the one given."""
        self.complaints.clear()
        self.font_requests.clear()
        self.resize(width)
        response = self.page.goto(self.address + path, wait_until="load")
        assert response is not None
        assert response.status == status, path

    def sign_in(self, name: str) -> None:
        """Sign in to the admin with a name and the password of all accounts here."""
        self.go("/admin/login/")
        self.page.locator("#id_username").fill(name)
        self.page.locator("#id_password").fill(PASSWORD)
        self.page.locator(".login-form button[type=submit]").click()
        self.page.wait_for_url("**/admin/")

    def write(self, field: Locator, text: str) -> None:
        """Fill a field of Wagtail's editor, as somebody whose next step is one of its buttons.

        Wagtail also saves by itself, half a second later. If that reaches the server after the
        button's request, it is refused, as it must be: the draft has gone on. Nobody sees it but
        the console, and which of the two is first is chance; so it is held.
        """
        self.page.evaluate(HOLD_AUTOSAVE)
        field.fill(text)

    def resize(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": HEIGHT})

    def barriers(self, within: str = "html") -> list[str]:
        """What axe finds against WCAG 2.2 A and AA, one line for each place.

        ``within`` is a CSS selector: of the admin, only what is not Wagtail's own is ours to mend.
        """
        options = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
        results = Axe().run(self.page, context=within, options=options)
        return [
            f"{violation['id']}: {node['html'][:160]} ({node.get('failureSummary', '')[:200]})"
            for violation in results.response["violations"]
            for node in violation["nodes"]
        ]

    def fonts(self) -> dict[str, int]:
        """The typefaces that this page asked for, each with its bytes.

        Ask after the first page of a new browser only: Chromium guesses from earlier pages of a
        site what the next one will need, and loads it unasked.
        """
        return {file.url: file.sizes()["responseBodySize"] for file in self.font_requests}

    def overflow(self) -> list[str]:
        """What makes the page scroll sideways."""
        found: list[str] = self.page.evaluate(OVERFLOW)
        return found

    def keep_screen(self, name: str) -> None:
        """Keep what is on the screen, as it is outside a demo; readers' pages have no demo."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        put_back = self.page.evaluate_handle(WITHOUT_THE_DEMO)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png", animations="disabled")
        put_back.evaluate("(undo) => undo()")

    def keep_picture(self, name: str) -> None:
        """Keep what the page looks like, for people."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)

    def focused(self) -> dict[str, Any]:
        """What has the keyboard's focus: its text and target, and whether one can see it."""
        found: dict[str, Any] = self.page.evaluate("""() => {
          const element = document.activeElement;
          const style = getComputedStyle(element);
          const box = element.getBoundingClientRect();
          return {
            tag: element.tagName.toLowerCase(),
            id: element.id,
            text: element.innerText || "",
            href: element.getAttribute("href") || "",
            name: element.getAttribute("name") || "",
            outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1,
            onScreen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight
              && box.right > 0 && box.left < innerWidth,
          };
        }""")
        return found

    def tab_to(self, *, limit: int = 60, **wanted: str) -> dict[str, Any]:
        """Press Tab until what has the focus is what is wanted; each step must be visible."""
        for _step in range(limit):
            self.page.keyboard.press("Tab")
            focused = self.focused()
            assert focused["onScreen"], focused
            assert focused["outlined"], focused
            if all(wanted[name] == focused[name] for name in wanted):
                return focused
        raise AssertionError(f"{wanted} cannot be reached by keyboard")
