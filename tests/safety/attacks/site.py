"""The site that is attacked, and the browsers that come to it, each from a network of its own."""

import contextlib
import itertools
import json
import re
import socket
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from email.message import Message
from functools import cached_property
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests import drills
from tests.production.site import ProductionSite
from tools.ports import HOST

ORIGIN = "https://example.org"
SESSION, CSRF = "__Host-sessionid", "__Host-csrftoken"
TOKEN = "a" * 32
FORM = "application/x-www-form-urlencoded"
# What an attempt has gained: nothing, or what it was in words.
type Gain = str | bool | list[str]


@dataclass(frozen=True)
class Attempt:
    """What somebody wants, and how they try; ``could`` does or finds the same where it happens.

    ``could`` is the act by whoever may, or the same look at an answer in which it has happened.
    Without it nobody would know whether ``tries`` finds anything at all.
    """

    wants: str
    tries: Callable[["AttackedSite"], Gain]
    could: Callable[["AttackedSite"], Gain]


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Message
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode(errors="replace")

    @property
    def location(self) -> str:
        return str(self.headers.get("Location", ""))

    @property
    def whole(self) -> str:
        """Everything of it, to look for something in."""
        return f"{self.status}\n{self.headers}\n{self.text}"


@dataclass
class Browser:
    """Keeps cookies, and sends the token of its forms along."""

    front: int
    address: str
    cookies: dict[str, str] = field(default_factory=lambda: {CSRF: TOKEN})

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """Ask from this browser's address; ``_`` in the name of a header is a hyphen."""
        asking = HTTPConnection(HOST, self.front, timeout=60, source_address=(self.address, 0))
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {"Host": "example.org", "Accept-Language": "en", "Cookie": cookie}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        asking.request(method, path, body or None, sent)
        response = asking.getresponse()
        answer = Answer(response.status, response.headers, response.read())
        asking.close()
        for line in response.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return answer

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, b"", **headers)

    def post(self, path: str, data: Mapping[str, Any] | None = None, **headers: str) -> Answer:
        """Send a form as this site's own pages do, but for what the headers say."""
        body = urlencode({"csrfmiddlewaretoken": self.cookies[CSRF], **(data or {})}, doseq=True)
        headers = {"Origin": ORIGIN, "Content_Type": FORM} | headers
        return self.ask("POST", path, body.encode(), **headers)

    def upload(self, path: str, data: Mapping[str, Any], **files: tuple[str, bytes]) -> Answer:
        """Send a form with files."""
        sent = {"csrfmiddlewaretoken": self.cookies[CSRF], **data}
        sent |= {key: ContentFile(content, name) for key, (name, content) in files.items()}
        body = encode_multipart(BOUNDARY, sent)
        return self.ask("POST", path, body, Origin=ORIGIN, Content_Type=MULTIPART_CONTENT)

    def hidden_fields(self, path: str) -> dict[str, str]:
        """What the form of a screen sends of itself."""
        page = BeautifulSoup(self.get(path).text, "html.parser")
        fields = page.select("main form[method=post] input[type=hidden]")
        told = {str(each["name"]): str(each.get("value", "")) for each in fields}
        return {name: value for name, value in told.items() if name != "csrfmiddlewaretoken"}

    def is_inside(self) -> bool:
        """Whether the admin opens."""
        return self.get("/admin/").status == 200


class AttackedSite(ProductionSite):
    """A movement of two chapters, and what is known of it."""

    _networks: Iterator[int] = itertools.count(1)

    @cached_property
    def known(self) -> dict[str, Any]:
        log = self.folder / "tests.safety.attacks.prepare.log"
        told: dict[str, Any] = json.loads(log.read_text().splitlines()[-1])
        return told

    def network(self) -> str:
        """The beginning of a network's addresses from which nobody has come yet."""
        number = next(self._networks)
        return f"127.{1 + number // 250}.{1 + number % 250}"

    def stranger(self, address: str = "") -> Browser:
        return Browser(self.front, address or f"{self.network()}.1")

    def account(self, name: str, session: str = "fresh") -> Browser:
        """A browser with a session of the account: ``fresh``, ``stolen``, or without a factor."""
        browser = self.stranger()
        browser.cookies[SESSION] = self.known["accounts"][name][session]
        return browser

    def chapter(self, name: str) -> dict[str, Any]:
        told: dict[str, Any] = self.known["territories"][name]
        return told

    def code_of(self, name: str) -> str:
        """A recovery code that was not used yet."""
        return str(self.known["accounts"][name]["codes"].pop())

    def raw(self, content: bytes, port: int = 0, until: bytes = b"") -> bytes:
        """Send bytes as they are, and read until the other side is done, or has said something."""
        with socket.create_connection((HOST, port or self.front), 60) as connection:
            connection.sendall(content)
            got = b""
            with contextlib.suppress(ConnectionResetError):
                while not (until and until in got) and (chunk := connection.recv(65536)):
                    got += chunk
        return got


def some[Item](items: Iterable[Item], every: int, first: int = 0) -> list[Item]:
    """Every so many of them in CI, from one on; all in a drill."""
    return [*items] if drills.TIMES > 1 else [*items][first % every :: every]


def without_what_differs(text: str) -> str:
    """A page without what is new each time: tokens, nonces, and the name that was typed."""
    text = re.sub(r'(nonce|value)=["\'][^"\']*["\']', "", text)
    return re.sub(r"nonce-[\w+/=-]+|\b[A-Za-z0-9]{64}\b", "", text)
