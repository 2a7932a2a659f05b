"""Which requests the store may answer, and where their page lies: nothing else reaches the disk."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

LONGEST = 600
INDEX = "index.html"
# What stands at the root, and what may stand below any page.
OF_THE_SITE = ("robots.txt", "sitemap.xml")
BELOW_PAGES = ("feed.xml", "events.ics", "manifest.webmanifest")
SAFE = ("GET", "HEAD")


@dataclass(frozen=True)
class Address:
    """Where a page is asked for; each part is one of the site's own words.

    ``folder`` stands for the host on the disk.
    """

    host: str
    folder: str
    path: str

    @cached_property
    def file(self) -> str:
        """The file of the page, below the folder of a generation."""
        return f"{self.folder}{self.path}{INDEX if self.path.endswith('/') else ''}"


class Addresses:
    """The hosts of the site, and the shape of what it may have a page at.

    A host is one that ALLOWED_HOSTS names whole, with the port of BASE_URL or none. A path begins
    with a language, and its parts are letters, digits, hyphens and underscores. Nothing is decoded:
    what is written in another way is no page of the store, whatever it means.
    """

    def __init__(self, hosts: Iterable[str], base_url: str, languages: Iterable[str]) -> None:
        parts = urlsplit(base_url)
        self.scheme = parts.scheme
        self._folders = dict(_folders(hosts, f":{parts.port}" if parts.port else ""))
        names = "|".join(map(re.escape, BELOW_PAGES))
        codes = "|".join(map(re.escape, languages))
        roots = "|".join(map(re.escape, OF_THE_SITE))
        below = rf"(?:{codes})/(?:[A-Za-z0-9_-]{{1,200}}/)*(?:{names})?"
        self._plain = re.compile(rf"/(?:{roots}|{below})".encode())

    def of_request(self, scope: Mapping[str, Any]) -> Address | None:
        """The address of a page that the store may have for whoever asks; None for all else.

        Whoever may be signed in is somebody else.
        """
        if scope["method"] not in SAFE or scope.get("query_string"):
            return None
        headers = _Headers(scope["headers"])
        if not headers.are_a_readers or self._scheme(scope, headers) != self.scheme:
            return None
        host = headers.host.lower().decode("latin-1")
        path = scope.get("raw_path") or scope["path"].encode()
        folder = self._folders.get(host)
        if folder is None or len(path) > LONGEST or not self._plain.fullmatch(path):
            return None
        return Address(host, folder, path.decode())

    def of_file(self, file: str) -> Address | None:
        """The address whose page lies there; None of what is no page's file, or no host's."""
        folder, slash, rest = file.partition("/")
        path = slash + rest.removesuffix(INDEX)
        for host, own in self._folders.items():
            if own == folder and self._plain.fullmatch(path.encode()):
                return Address(host, folder, path)
        return None

    def _scheme(self, scope: Mapping[str, Any], headers: "_Headers") -> str:
        """How the reader has asked, by what the web server in front says of it."""
        if settings.SECURE_PROXY_SSL_HEADER and headers.forwarded is not None:
            secure = settings.SECURE_PROXY_SSL_HEADER[1].encode()
            return "https" if headers.forwarded == secure else "http"
        return str(scope.get("scheme", "http"))


class _Headers:
    """What decides whether a request is a reader's, and where it goes."""

    def __init__(self, headers: Iterable[tuple[bytes, bytes]]) -> None:
        session = settings.SESSION_COOKIE_NAME.encode()
        self.host, self.are_a_readers = b"", True
        self.forwarded: bytes | None = None
        for name, value in headers:
            match name.lower():
                case b"host":
                    # Two hosts are none.
                    self.are_a_readers &= not self.host
                    self.host = value
                case b"x-forwarded-proto":
                    self.forwarded = value
                case b"cookie":
                    self.are_a_readers &= session not in value
                case b"content-length":
                    self.are_a_readers &= value == b"0"
                case b"authorization" | b"transfer-encoding" | b"upgrade":
                    self.are_a_readers = False


def _folders(hosts: Iterable[str], port: str) -> Iterator[tuple[str, str]]:
    """Each name of the site, with and without its port, and the folder of its pages."""
    for host in hosts:
        name = host.lower()
        if re.fullmatch(r"[a-z0-9][a-z0-9.-]*|\[[0-9a-f:.]+\]", name):
            for each in {name, name + port}:
                yield each, re.sub(r"[^a-z0-9.-]", "_", each)


def own_addresses() -> Addresses:
    """The site's addresses, by its settings."""
    codes = [code for code, _name in settings.LANGUAGES]
    return Addresses(settings.ALLOWED_HOSTS, settings.WAGTAILADMIN_BASE_URL, codes)
