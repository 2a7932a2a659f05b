"""WebKit, the engine of iPhones, as WebKitGTK brings it, on a screen of its own."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.processes import die_with_parent

WINDOWS = ("/usr/lib/*/webkit2gtk-4.*/MiniBrowser", "/usr/libexec/webkit2gtk-4.*/MiniBrowser")
STOPPING_SECONDS = 10
# Its buttons would keep the window wider than a telephone.
NARROW = "* { min-width: 0; margin: 0; padding: 0; font-size: 1px; }"


@dataclass(frozen=True)
class WebKit:
    """The programs that a test of WebKit needs."""

    driver: str
    window: str
    screen: str


def find_webkit() -> WebKit | None:
    """Return the programs, or nothing where one of them is missing."""
    driver, screen = shutil.which("WebKitWebDriver"), shutil.which("Xvfb")
    windows = sorted(str(path) for each in WINDOWS for path in Path("/").glob(each[1:]))
    if driver and screen and windows:
        return WebKit(driver, windows[-1], screen)
    return None


def environment(display: str, home: Path) -> dict[str, str]:
    """Return what WebKit's programs need on a screen without a graphics card.

    What they keep goes below ``home``, which also tells the window to be as narrow as it is asked.
    """
    styles = home / "gtk-3.0" / "gtk.css"
    styles.parent.mkdir()
    styles.write_text(NARROW)
    folders = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")
    variables = os.environ | dict.fromkeys(folders, str(home)) | {"DISPLAY": display}
    variables |= {"GDK_BACKEND": "x11", "WEBKIT_DISABLE_COMPOSITING_MODE": "1"}
    if os.geteuid() == 0:
        # WebKit's sandbox does not start under root, which is what containers run as.
        variables["WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS"] = "1"
    return variables


@contextlib.contextmanager
def virtual_screen(program: str, height: int) -> Iterator[str]:
    """Run a screen that nobody sees, 1280 wide; yield its name once windows can open on it."""
    reading, writing = os.pipe()
    command = [program, "-displayfd", str(writing), "-screen", "0", f"1280x{height}x24"]
    server = subprocess.Popen(
        [*command, "-nolisten", "tcp"],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=[writing],
        preexec_fn=die_with_parent,  # noqa: PLW1509  (no thread runs that it could harm)
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        if not number:
            raise RuntimeError(f"{program} ended with {server.wait()} before a screen was there.")
        yield f":{number}"
    finally:
        server.terminate()
        try:
            server.wait(STOPPING_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
