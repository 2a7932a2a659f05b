"""A window of WebKit for the tests: what it shows, and what its keyboard does."""

import contextlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import PIL.Image
from selenium.webdriver import ActionChains, Keys, WebKitGTK
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.support.ui import WebDriverWait
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from tools.webkit import WebKit, environment, virtual_screen

HEIGHT = 2100
# What hangs ends here, not never.
ANSWER_SECONDS = 120
PICTURE_SECONDS = 10
WAIT_SECONDS = 60
FOCUSED = """
const focused = document.activeElement;
return [focused.tagName.toLowerCase(), focused.getAttribute("href") || "", focused.name || ""];
"""
LOAD_ALL = "for (const picture of document.images) picture.loading = 'eager'"
IS_SETTLED = """
return document.readyState === "complete" && document.fonts.status === "loaded"
  && [...document.images].every((picture) => picture.complete);
"""


@dataclass(frozen=True)
class Window:
    """A window, and the address of the site that it looks at."""

    driver: WebKitGTK
    connection: ClientConfig
    address: str

    def go(self, path: str) -> None:
        self.driver.get(self.address + path)

    def resize(self, width: int) -> None:
        self.driver.set_window_size(width, HEIGHT)
        self.wait_for(f"return innerWidth === {width}")

    def ask(self, script: str, *arguments: Any) -> Any:
        return self.driver.execute_script(script, *arguments)

    def wait_for(self, script: str) -> None:
        """Return as soon as a script says yes."""
        WebDriverWait(self.driver, WAIT_SECONDS, 0.05).until(lambda _driver: self.ask(script))

    def wait_for_answer(self, script: str, wanted: Callable[[Any], bool]) -> None:
        """Return as soon as what a script hands to its callback is what is wanted."""
        answers = self.driver.execute_async_script
        WebDriverWait(self.driver, WAIT_SECONDS, 0.05).until(
            lambda _driver: wanted(answers(script))
        )

    def picture(self) -> PIL.Image.Image:
        """What the window shows once all of the page is there."""
        self.ask(LOAD_ALL)
        self.wait_for(IS_SETTLED)
        # Now and then no picture comes, for nothing moves; asked again, one does.
        self.connection.timeout = PICTURE_SECONDS
        shown = PIL.Image.open(io.BytesIO(self.driver.get_screenshot_as_png()))
        self.connection.timeout = ANSWER_SECONDS
        return shown.convert("RGB")

    def press(self, *keys: str) -> None:
        ActionChains(self.driver).send_keys(*keys).perform()

    def tab_to(self, *, limit: int = 60, **wanted: str) -> None:
        """Press Tab until what has the focus is what is wanted.

        Outlines are looked at in Chromium: on a screen without a window manager this window is
        never the active one, and WebKit outlines nothing in others.
        """
        for _step in range(limit):
            self.press(Keys.TAB)
            focused = dict(zip(("tag", "href", "name"), self.ask(FOCUSED), strict=True))
            if wanted.items() <= focused.items():
                return
        raise AssertionError(f"{wanted} cannot be reached by keyboard")


@contextlib.contextmanager
def opened(programs: WebKit, address: str, home: Path) -> Iterator[Window]:
    """Open a window on a screen of its own."""
    options = Options()
    options.add_argument("--automation")
    options.binary_location = programs.window
    with virtual_screen(programs.screen, HEIGHT) as display:
        service = Service(programs.driver, env=environment(display, home))
        driver = WebKitGTK(options=options, service=service)
        assert isinstance(driver.command_executor, RemoteConnection)
        connection = driver.command_executor.client_config
        connection.timeout = ANSWER_SECONDS
        try:
            yield Window(driver, connection, address)
        finally:
            driver.quit()
