"""A page as it is kept, and what it answers to whoever asks for it."""

import gzip
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any

import brotli
from django.utils.http import http_date, parse_http_date_safe

from cms.delivery.gate.answers import Answer

# A coding has to save this part of a page, and a page to have so many bytes, to be kept so.
EARNS, SMALLEST = 0.9, 256
BROTLI_QUALITY, GZIP_LEVEL = 5, 6
IDENTITY, CODINGS = "", ("br", "gzip")
# A browser may keep a page, and asks each time whether it still holds.
ASK_AGAIN = "no-cache"
# Of an answer that says that nothing has changed, these would speak of a body.
OF_A_BODY = frozenset({b"content-type", b"content-language"})

type Lines = list[tuple[bytes, bytes]]


@dataclass(frozen=True)
class Page:
    """What was rendered: its headers, and its body in each coding that is worth it.

    ``modified`` is a whole second that no other text of the page has; from ``until`` on it does not
    hold any more, by the clock.
    """

    generation: str
    modified: int
    until: float
    tag: str
    headers: tuple[tuple[str, str], ...]
    bodies: Mapping[str, bytes] = field(repr=False)

    @property
    def size(self) -> int:
        return sum(map(len, self.bodies.values()))

    def answer(self, method: str, asked: Iterable[tuple[bytes, bytes]]) -> Answer:
        """Answer a request with these headers: with the page, or that it is still the same.

        A part of it that somebody asks for is not made; the whole is a right answer.
        """
        wanted = {name.lower(): value for name, value in asked}
        if self._is_known(wanted):
            same = [line for line in self._lines() if line[0] not in OF_A_BODY]
            return Answer(304, same, b"")
        coding = chosen_coding(wanted.get(b"accept-encoding", b""), self.bodies)
        body = self.bodies[coding]
        lines = self._lines()
        if coding:
            lines.append((b"content-encoding", coding.encode()))
        lines.append((b"content-length", str(len(body)).encode()))
        return Answer(200, lines, b"" if method == "HEAD" else body)

    def _lines(self) -> Lines:
        lines = [(name.lower().encode(), value.encode("latin-1")) for name, value in self.headers]
        return [
            *lines,
            (b"etag", self.tag.encode()),
            (b"last-modified", http_date(self.modified).encode()),
            (b"cache-control", ASK_AGAIN.encode()),
            (b"vary", b"Accept-Encoding"),
        ]

    def _is_known(self, wanted: Mapping[bytes, bytes]) -> bool:
        if b"if-none-match" in wanted:
            known = wanted[b"if-none-match"].decode("latin-1")
            # The tag is a weak one, and is the same in every coding.
            return known.strip() == "*" or self.tag in map(str.strip, known.split(","))
        since = parse_http_date_safe(wanted.get(b"if-modified-since", b"").decode("latin-1"))
        return since is not None and since >= self.modified

    def packed(self) -> bytes:
        """The page as one file, which is there whole or not at all."""
        head = asdict(self) | {"bodies": {name: len(body) for name, body in self.bodies.items()}}
        return json.dumps(head).encode() + b"\n" + b"".join(self.bodies.values())


def unpacked(packed: bytes) -> Page:
    """Return what was packed. Raises ValueError for what is not whole."""
    line, _newline, rest = packed.partition(b"\n")
    head: dict[str, Any] = json.loads(line)
    bodies, begin = {}, 0
    for name, size in head["bodies"].items():
        bodies[name] = rest[begin : begin + size]
        begin += size
    if begin != len(rest):
        raise ValueError("A stored page was cut off.")
    headers = tuple((name, value) for name, value in head["headers"])
    return Page(**head | {"headers": headers, "bodies": bodies})


def page_of(generation: str, headers: Iterable[tuple[str, str]], body: bytes, until: float) -> Page:
    """A page that was rendered; when it was modified is decided where it is placed."""
    kept = tuple(headers)
    digest = sha256(repr(kept).encode() + body).hexdigest()[:32]
    return Page(generation, 0, until, f'W/"{digest}"', kept, coded(body))


def coded(body: bytes) -> dict[str, bytes]:
    """The body as it is, and in those codings that save enough of it."""
    bodies = {IDENTITY: body}
    if len(body) >= SMALLEST:
        bodies["br"] = brotli.compress(body, quality=BROTLI_QUALITY)
        bodies["gzip"] = gzip.compress(body, GZIP_LEVEL, mtime=0)
    most = len(body) * EARNS
    return {name: each for name, each in bodies.items() if not name or len(each) <= most}


def chosen_coding(accepted: bytes, bodies: Mapping[str, bytes]) -> str:
    """The best coding that is there and that a reader's browser takes."""
    if not accepted:
        return IDENTITY
    taken = set()
    for each in accepted.decode("latin-1").lower().split(","):
        name, *parameters = (part.strip() for part in each.split(";"))
        if not any(_is_none(parameter) for parameter in parameters):
            taken.add(name)
    return next((name for name in CODINGS if name in taken and name in bodies), IDENTITY)


def _is_none(parameter: str) -> bool:
    """Whether a weight says no, or says nothing that can be read."""
    name, _equals, value = parameter.partition("=")
    if name.strip() != "q":
        return False
    try:
        return not float(value) > 0
    except ValueError:
        return True
