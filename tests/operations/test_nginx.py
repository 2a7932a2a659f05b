"""nginx with the lines of docs/operating.md: what it gives to readers itself, and what it asks for.

nginx really runs, with a site behind it that notes what it is asked.
"""

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from cms.media.views import ASK_AGAIN, KEPT_BY_NOBODY
from tests.operations.test_operating import NGINX, fenced
from tests.servers import wait_until_it_answers
from tools.ports import HOST, HeldPort
from tools.processes import start, stop

pytestmark = pytest.mark.skipif(
    NGINX is None, reason="nginx is not installed (Debian: nginx-light)"
)

SIZE, ORIGINAL = b"a size that readers have", b"an original"
OF_A_DRAFT = "/media/images/of-a-draft.jpg"
ONE_PROCESS = "daemon off;\nmaster_process off;\npid {folder}/pid;\nevents {{}}\n"
# Where it puts what is too large for its memory; its own place may be another account's.
TEMPORARY = "".join(
    f"{kind}_temp_path {{folder}}/{kind};\n"
    for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
)


@dataclass(frozen=True)
class Got:
    """What a reader got."""

    status: int
    content: bytes
    headers: list[tuple[str, str]]

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name.lower()]


class Behind(ThreadingHTTPServer):
    """A site that has a draft's picture for whoever asks, and nothing else."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__((HOST, 0), Answering)
        self.asked: list[str] = []


class Answering(BaseHTTPRequestHandler):
    server: Behind

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        has_it = self.path == OF_A_DRAFT
        self.send_response(200 if has_it else 404)
        self.send_header("Cache-Control", KEPT_BY_NOBODY)
        self.end_headers()
        self.wfile.write(b"the draft's picture" if has_it else b"the site knows no such page")

    def do_POST(self) -> None:
        self.server.asked.append(self.path)
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as it is called
        """Say nothing."""


@dataclass
class Front:
    """nginx in front of the site, and the folder that it serves from."""

    port: int
    media: Path
    behind: Behind = field(default_factory=Behind)

    def get(self, path: str, **headers: str) -> Got:
        """Ask for a path as it is written: nobody takes dots out of it on the way."""
        asking = HTTPConnection(HOST, self.port, timeout=30)
        asking.request("GET", path, headers={"Host": "example.org", **headers})
        response = asking.getresponse()
        got = Got(response.status, response.read(), response.getheaders())
        asking.close()
        return got

    def begin(self, path: str, size: int, sent: bytes = b"", person: int = 1) -> socket.socket:
        """Begin to post so many bytes, and send some; each person has an address of their own."""
        source = (f"127.0.0.{person}", 0)
        connection = socket.create_connection((HOST, self.port), 30, source_address=source)
        head = f"POST {path} HTTP/1.1\r\nHost: example.org\r\nContent-Length: {size}\r\n\r\n"
        connection.sendall(head.encode() + sent)
        return connection

    def send(self, path: str, size: int, sent: bytes = b"", person: int = 1) -> int:
        """Post so many bytes, of which some are sent; return the status that comes back."""
        with self.begin(path, size, sent, person) as connection:
            response = HTTPResponse(connection)
            response.begin()
            return response.status

    def from_the_site(self, path: str) -> Got:
        """What the site answers, which nginx has asked exactly once."""
        got, asked = self._and_what_was_asked(path)
        assert len(asked) == 1, (path, got)
        return got

    def without_the_site(self, path: str, **headers: str) -> Got:
        """What nginx answers by itself."""
        got, asked = self._and_what_was_asked(path, **headers)
        assert asked == []
        return got

    def _and_what_was_asked(self, path: str, **headers: str) -> tuple[Got, list[str]]:
        before = len(self.behind.asked)
        got = self.get(path, **headers)
        return got, self.behind.asked[before:]


def files_below(folder: Path) -> None:
    """Public and private storage, with what may lie in either."""
    for name, content in {
        "public/images/march.jpg": SIZE,
        "public/images/.half-copied": SIZE,
        "public/.hidden/march.jpg": SIZE,
        "private/original_images/march.jpg": ORIGINAL,
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / "public/images/linked.jpg").symlink_to(folder / "private/original_images/march.jpg")
    (folder / "public/linked").symlink_to(folder / "private")


def configuration(folder: Path, port: int, behind: int) -> str:
    """The document's lines; only names of this machine are others, and TLS is off."""
    [lines] = fenced("nginx")
    lines = re.sub(r"^ *ssl_certificate.*\n", "", lines, flags=re.MULTILINE)
    lines = lines.partition("\nserver {\n    listen 80;")[0]
    for ours, theirs in {
        "listen 443 ssl;": f"listen {HOST}:{port} reuseport;",
        "/var/log/nginx/": f"{folder}/",
        "/srv/site/var/media/": f"{folder}/media/",
        "http://127.0.0.1:8000": f"http://{HOST}:{behind}",
    }.items():
        assert ours in lines
        lines = lines.replace(ours, theirs)
    before = (ONE_PROCESS + "http {{\n" + TEMPORARY).format(folder=folder)
    return f"{before}{lines}\n}}\n"


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("nginx").resolve()
    files_below(folder / "media")
    held = HeldPort(0)
    front = Front(held.socket.getsockname()[1], folder / "media")
    thread = threading.Thread(target=front.behind.serve_forever)
    thread.start()
    text = configuration(folder, front.port, front.behind.server_address[1])
    (folder / "nginx.conf").write_text(text)
    held.hand_over()
    server = start([str(NGINX), "-p", str(folder), "-c", f"{folder}/nginx.conf", "-e", "stderr"])
    try:
        wait_until_it_answers(front.port, server)
        yield front
    finally:
        stop(server)
        held.close()
        front.behind.shutdown()
        thread.join()
        front.behind.server_close()


def test_what_readers_have_is_served_without_the_site(front: Front) -> None:
    got = front.without_the_site("/media/images/march.jpg")
    assert (got.status, got.content) == (200, SIZE)
    assert got.all("Cache-Control") == [ASK_AGAIN]
    assert got.all("X-Content-Type-Options") == ["nosniff"]
    assert got.all("Cross-Origin-Resource-Policy") == ["same-origin"]


def test_it_is_asked_for_again_and_not_sent_again(front: Front) -> None:
    [known] = front.get("/media/images/march.jpg").all("ETag")
    got = front.without_the_site("/media/images/march.jpg", **{"If-None-Match": known})
    assert (got.status, got.content) == (304, b"")
    assert got.all("Cache-Control") == [ASK_AGAIN]


def test_what_is_taken_down_is_gone_at_once(front: Front) -> None:
    path = front.media / "public/images/taken.jpg"
    path.write_bytes(SIZE)
    assert front.get("/media/images/taken.jpg").status == 200
    path.unlink()
    assert front.from_the_site("/media/images/taken.jpg").status == 404


def test_what_is_not_public_the_site_is_asked_for(front: Front) -> None:
    """As previews get their pictures: the site says who may have one, and who may keep it."""
    got = front.from_the_site(OF_A_DRAFT)
    assert (got.status, got.content) == (200, b"the draft's picture")
    assert got.all("Cache-Control") == [KEPT_BY_NOBODY]
    assert front.behind.asked[-1] == OF_A_DRAFT


@pytest.mark.parametrize(
    "path",
    [
        "/media/original_images/march.jpg",
        "/media/private/original_images/march.jpg",
        "/private/original_images/march.jpg",
        "/media/images/",
        "/media/",
        "/media/images/.half-copied",
        "/media/.hidden/march.jpg",
        "/media/images/%2ehalf-copied",
        "/media/images/linked.jpg",
        "/media/linked/original_images/march.jpg",
        "/media../private/original_images/march.jpg",
        "/media/../private/original_images/march.jpg",
        "/media/%2e%2e/private/original_images/march.jpg",
        "/media/..%2fprivate/original_images/march.jpg",
        "/media/images/..%2f..%2fprivate/original_images/march.jpg",
        "/media//original_images/march.jpg",
    ],
)
def test_nothing_else_is_served(front: Front, path: str) -> None:
    """Neither originals nor hidden files, by no way of writing it: it is the site's to refuse."""
    got = front.from_the_site(path)
    assert (got.status, got.content) == (404, b"the site knows no such page")


@pytest.mark.parametrize(
    "path", ["/media/../../etc/passwd", "/media/..%2f..%2fetc/passwd", "/media/march.jpg%00.txt"]
)
def test_what_leads_nowhere_is_refused(front: Front, path: str) -> None:
    assert front.get(path).status == 400


@pytest.mark.parametrize("path", ["/en/", "/admin/login/", "/admin/password_reset/", "/media/a"])
def test_nobody_sends_more_than_a_form(front: Front, path: str) -> None:
    """What the head says is enough: the site hears nothing of it."""
    asked = len(front.behind.asked)
    assert front.send(path, 64 * 1024 + 1) == 413
    assert front.behind.asked[asked:] == []


def test_the_admin_takes_files_and_nothing_larger(front: Front) -> None:
    assert front.send("/admin/images/add/", 500 * 1024**2) == 413
    assert front.send("/admin/images/add/", 70_000, b"a" * 70_000) == 200


def test_the_site_is_asked_when_a_body_is_whole(front: Front) -> None:
    """Forty trickle; the site hears of none of them, and others are answered."""
    asked = len(front.behind.asked)
    with ExitStack() as trickling:
        for _time in range(40):
            trickling.enter_context(front.begin("/admin/pages/", 60_000, b"a", person=2))
        assert front.get("/media/images/march.jpg").status == 200
        assert front.behind.asked[asked:] == []


def test_one_address_has_so_many_connections(front: Front) -> None:
    with ExitStack() as trickling:
        for _time in range(100):
            trickling.enter_context(front.begin("/en/", 10, b"a", person=3))
        assert front.send("/en/", 10, b"a" * 10, person=3) == 429
        assert front.send("/en/", 10, b"a" * 10, person=4) == 200


def test_sign_ins_are_few_from_one_address(front: Front) -> None:
    answers = [front.send("/admin/login/", 3, b"abc", person=5) for _ in range(60)]
    assert answers[0] == 200
    assert answers[-1] == 429
    assert front.send("/en/", 3, b"abc", person=5) == 200


def test_no_address_is_written_down(front: Front) -> None:
    front.get("/en/")
    written = [path for path in front.media.parent.glob("*.log") if HOST in path.read_text()]
    assert written == []
