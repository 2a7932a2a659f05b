"""The web process as `make run` starts it, and people who send too much, too slowly, too often."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
from django.conf import settings

from cms.delivery.gate.limits import ANONYMOUS, FORM, MIB, UPLOAD
from tests import prepared_database
from tests.servers import wait_until_it_answers
from tools.ports import HOST, HeldPort
from tools.processes import descendants, start, stop
from tools.run import APPLICATION, GRANIAN

ROOT = Path(__file__).parents[2]
SIGN_IN, READERS, PICTURES = "/admin/login/", "/robots.txt", "/admin/images/add/"
LARGE = "images/large.jpg"
GENEROUS = 60


@dataclass
class Site:
    port: int
    session: str
    pid: int

    def connect(self) -> socket.socket:
        return socket.create_connection((HOST, self.port), timeout=GENEROUS)

    def begin(self, path: str, *headers: str, sent: bytes = b"") -> socket.socket:
        """Send the head of a post, and so much of its body."""
        connection = self.connect()
        lines = [f"POST {path} HTTP/1.1", f"Host: {HOST}", *headers, "", ""]
        connection.sendall("\r\n".join(lines).encode() + sent)
        return connection

    def cookie(self, session: str | None = None) -> str:
        return f"Cookie: {settings.SESSION_COOKIE_NAME}={session or self.session}"

    def get(self, path: str) -> HTTPResponse:
        asking = HTTPConnection(HOST, self.port, timeout=GENEROUS)
        asking.request("GET", path)
        response = asking.getresponse()
        response.read()
        asking.close()
        return response

    def kept(self) -> int:
        """Bytes of files without a name that the web processes hold open: what was spooled."""
        found = 0
        for pid in [self.pid, *descendants(self.pid)]:
            for link in Path(f"/proc/{pid}/fd").glob("*"):
                with contextlib.suppress(OSError):
                    if link.readlink().name.endswith("(deleted)"):
                        found += link.stat().st_size
        return found


def status_of(connection: socket.socket) -> int:
    """The status that comes back, without another byte being sent."""
    response = HTTPResponse(connection)
    response.begin()
    response.read()
    connection.close()
    return response.status


def chunk(content: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(content), content)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("gated")
    database = folder / "site.sqlite3"
    if prepared_database.prepared_file().exists():
        shutil.copy(prepared_database.prepared_file(), database)
    environment = {
        "DATABASE_URL": f"sqlite:///{database}",
        "MEDIA_STORAGE_URL": (folder / "media").as_uri(),
        "DJANGO_SETTINGS_MODULE": "tests.delivery.gated_settings",
        "WEB_THREADS": "4",
    }
    large = folder / "media" / "public" / LARGE
    large.parent.mkdir(parents=True)
    with large.open("wb") as file:
        file.truncate(32 * MIB)
    command = [sys.executable, "-m", "tests.delivery.gated_site"]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    held = HeldPort(0)
    port = held.socket.getsockname()[1]
    held.hand_over()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        command = [sys.executable, "-m", "granian", *GRANIAN, f"--port={port}", APPLICATION]
        server = start(command, cwd=ROOT)
    try:
        wait_until_it_answers(port, server)
        yield Site(port, done.stdout.split()[-1], server.pid)
    finally:
        stop(server)
        held.close()


@pytest.mark.parametrize("slow", [4, 40])
def test_readers_are_served_while_others_trickle(site: Site, slow: int) -> None:
    """There are four threads; none of them waits for a body that does not come."""
    trickling = [site.begin(SIGN_IN, "Content-Length: 60000", sent=b"a") for _ in range(slow)]
    for connection in trickling:
        connection.sendall(b"b")
    for _time in range(8):
        assert site.get(READERS).status == 200
    for connection in trickling:
        connection.close()


def test_readers_are_served_while_others_begin_and_say_no_more(site: Site) -> None:
    heads = [site.connect() for _ in range(40)]
    for connection in heads:
        connection.sendall(b"POST /admin/login/ HTTP/1.1\r\nHost: x\r\nX-")
    assert site.get(READERS).status == 200
    for connection in heads:
        connection.close()


@pytest.mark.parametrize("path", [READERS, SIGN_IN, PICTURES, "/admin/", "/en/", "/media/a.jpg"])
def test_nobody_in_particular_sends_500_mb(site: Site, path: str) -> None:
    """It is refused by what its head says: of the body nothing is read."""
    before = site.kept()
    refused = site.begin(path, f"Content-Length: {500 * MIB}")
    assert status_of(refused) == 413
    assert site.kept() == before


@pytest.mark.parametrize("cookie", ["made-up", "a" * 32])
def test_a_made_up_cookie_is_nobody(site: Site, cookie: str) -> None:
    refused = site.begin(PICTURES, site.cookie(cookie), f"Content-Length: {ANONYMOUS + 1}")
    assert status_of(refused) == 413


def test_a_body_without_a_length_is_counted(site: Site) -> None:
    refused = site.begin(SIGN_IN, "Transfer-Encoding: chunked")
    for _time in range(ANONYMOUS // 8192 + 1):
        refused.sendall(chunk(b"a" * 8192))
    assert status_of(refused) == 413


def test_a_small_body_without_a_length_arrives(site: Site) -> None:
    sent = chunk(b"username=nobody&") + chunk(b"password=none") + b"0\r\n\r\n"
    kind = "Content-Type: application/x-www-form-urlencoded"
    # It has no token, which the view asks for when it has read the form.
    assert status_of(site.begin(SIGN_IN, kind, "Transfer-Encoding: chunked", sent=sent)) == 403


@pytest.mark.parametrize(("path", "most"), [("/admin/", FORM), (PICTURES, UPLOAD)])
def test_an_account_sends_what_its_view_takes(site: Site, path: str, most: int) -> None:
    refused = site.begin(path, site.cookie(), f"Content-Length: {most + 1}")
    assert status_of(refused) == 413


def test_an_upload_arrives_whole(site: Site) -> None:
    """It has no token either; what matters is that it was read to its end."""
    body = b"a" * (5 * MIB)
    head = (site.cookie(), f"Content-Length: {len(body)}", "Content-Type: text/plain")
    assert status_of(site.begin(PICTURES, *head, sent=body)) == 403


def test_what_is_too_large_is_told_on_a_page_of_the_site(site: Site) -> None:
    refused = site.begin("/es/", "Content-Length: 70000", "Accept-Language: es")
    response = HTTPResponse(refused)
    response.begin()
    assert response.status == 413
    assert response.headers["Content-Language"] == "es"
    assert response.headers["Content-Security-Policy"]
    assert b"<h1>" in response.read()
    refused.close()


def test_a_large_file_that_nobody_reads_keeps_no_thread(site: Site) -> None:
    """Sixteen readers ask for it, see that it comes, and take no more of it."""
    waiting = [site.connect() for _ in range(16)]
    for connection in waiting:
        connection.sendall(f"GET /media/{LARGE} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
        assert connection.recv(15) == b"HTTP/1.1 200 OK"
    for _time in range(8):
        assert site.get(READERS).status == 200
    for connection in waiting:
        connection.close()


def test_a_large_file_arrives_whole(site: Site) -> None:
    asking = HTTPConnection(HOST, site.port, timeout=GENEROUS)
    asking.request("GET", f"/media/{LARGE}")
    assert len(asking.getresponse().read()) == 32 * MIB
    asking.close()


def test_a_header_with_an_underscore_is_not_one_with_a_hyphen(site: Site) -> None:
    asking = HTTPConnection(HOST, site.port, timeout=GENEROUS)
    asking.request("GET", "/healthz", headers={"X_Forwarded_Proto": "https", "Cookie": "a=b"})
    assert asking.getresponse().read() == b"ok\n"
    asking.close()
