"""A real server with the starter content, and a real Chromium that looks at it.

The server is the one of `make run`: granian, hashed static files, the reader's strict content
policy. It is prepared once for all processes of a run. What the browser saw is kept as pictures
in ``var/screenshots/``.
"""

import contextlib
import fcntl
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests import prepared_database
from tests.servers import wait_until_it_answers
from tools.processes import start, stop
from tools.run import APPLICATION, GRANIAN
from tools.test import BROWSERS

from .visits import PASSWORD, Visitor

ROOT = Path(__file__).parents[2]
# What never comes ends here; what comes late, on a busy machine, is waited for.
expect.set_options(timeout=30_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of the site under test; preparing it takes a while, so it is done once."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    folder = folder / "browser-site"
    folder.mkdir(exist_ok=True)
    variables = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        "BROWSER_TESTS_FOLDER": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
        "MEDIA_STORAGE_URL": (folder / "media").as_uri(),
        "DEMO_PASSWORD": PASSWORD,
    }
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ready = folder / "ready"
        if not ready.exists():
            if prepared_database.prepared_file().exists():
                shutil.copy(prepared_database.prepared_file(), folder / "site.sqlite3")
            command = [sys.executable, "-m", "tests.browser.prepare"]
            subprocess.run(command, cwd=ROOT, env=variables, check=True)
            ready.touch()
    return variables


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextlib.contextmanager
def serving(
    environment: dict[str, str], port: int = 0
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Run the server, and say where it answers."""
    port = port or free_port()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        patch.setenv("BASE_URL", f"http://127.0.0.1:{port}")
        command = [sys.executable, "-m", "granian", *GRANIAN, "--port", str(port), APPLICATION]
        server = start(command, cwd=ROOT)
    try:
        wait_until_it_answers(port, server)
        yield f"http://127.0.0.1:{port}", server
    finally:
        stop(server)


@pytest.fixture(scope="session")
def address(environment: dict[str, str]) -> Iterator[str]:
    """Where the site answers."""
    with serving(environment) as (found, _server):
        yield found


@dataclass(frozen=True)
class OwnSite:
    """The same site with a database and a server of one test's own."""

    address: str
    server: subprocess.Popen[bytes]
    environment: dict[str, str]

    def carry_out(self, code: str) -> None:
        """Run Python code beside the server, with Django set up."""
        command = [sys.executable, "-c", f"import django; django.setup()\n{code}"]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, check=False, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr

    def go_down(self) -> None:
        stop(self.server)


@pytest.fixture
def own_site(environment: dict[str, str], tmp_path: Path) -> Iterator[OwnSite]:
    original = environment["DATABASE_URL"].removeprefix("sqlite:///")
    with (
        contextlib.closing(sqlite3.connect(original)) as source,
        contextlib.closing(sqlite3.connect(tmp_path / "site.sqlite3")) as copy,
    ):
        source.backup(copy)
    own = environment | {"DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}"}
    with serving(own) as (found, server):
        yield OwnSite(found, server, own)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("No Chromium found (Debian: chromium).")
        pytest.skip("No Chromium found (Debian: chromium).")
    with sync_playwright() as playwright:
        # Chromium's sandbox does not start under root, which is what containers run as.
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=found, args=options)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def light(browser: Browser, address: str) -> Iterator[Visitor]:
    with Visitor.at(address, browser, color_scheme="light") as visitor:
        yield visitor


@pytest.fixture(scope="session")
def dark(browser: Browser, address: str) -> Iterator[Visitor]:
    with Visitor.at(address, browser, color_scheme="dark") as visitor:
        yield visitor


@pytest.fixture
def reader(browser: Browser, address: str) -> Iterator[Visitor]:
    """Somebody with a new browser."""
    with Visitor.at(address, browser, color_scheme="light") as visitor:
        yield visitor


@pytest.fixture
def reader_without_scripts(browser: Browser, address: str) -> Iterator[Visitor]:
    options = {"color_scheme": "light", "java_script_enabled": False}
    with Visitor.at(address, browser, **options) as visitor:
        yield visitor
