"""Whoever has time and connections, and wants readers to get nothing. Bounded, on loopback."""

import itertools
import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPException

from tests.safety.dirty_files import jpeg
from tools.ports import HOST

from .at_the_door import LOGIN
from .site import AttackedSite, Attempt, Browser, Gain

KILOBYTE, MEGABYTE = 1024, 1024**2
HEAD = b"\r\n\r\n"
FORM = "application/x-www-form-urlencoded"
BEGUN = (
    "POST {path} HTTP/1.1\r\nHost: example.org\r\nX-Forwarded-Proto: https\r\n"
    f"Content-Type: {FORM}\r\nContent-Length: 60000\r\n\r\na"
)
HALF_A_HEAD = "GET {path} HTTP/1.1\r\nHost: example.org\r\nX-"


@contextmanager
def begun(port: int, address: str, connections: int, sent: str, *paths: str) -> Iterator[None]:
    """So many requests that were begun, and go no further."""
    with ExitStack() as standing:
        for number in range(connections):
            path = paths[number % len(paths)]
            one = socket.create_connection((HOST, port), 30, source_address=(address, 0))
            standing.enter_context(closing(one))
            one.sendall(sent.format(path=path).encode())
        yield


def is_served(reader: Browser) -> bool:
    try:
        return all(reader.get(path).status == 200 for path in ("/en/", LOGIN, "/en/search/?q=a"))
    except (OSError, HTTPException):
        return False


def keeps_readers_out(site: AttackedSite, *, behind: bool, sent: str) -> Gain:
    """Many connections that dawdle, from one address to nginx or past it."""
    thief, reader = f"{site.network()}.1", site.stranger()
    port = site.back if behind else site.front
    with begun(port, thief, 90, sent, LOGIN, "/en/", "/admin/images/add/"):
        return not is_served(reader)


def nothing_answers(_site: AttackedSite) -> Gain:
    """A server that has ended serves no reader."""
    with socket.create_server((HOST, 0)) as gone:
        port = gone.getsockname()[1]
    return not is_served(Browser(port, HOST))


def opens_more(site: AttackedSite, connections: int) -> Gain:
    """One more connection, beside so many of the same address."""
    thief = site.stranger()
    with begun(site.front, thief.address, connections, BEGUN, "/en/"):
        return thief.get("/en/").status == 200


def announces(site: AttackedSite, *sizes: int) -> Gain:
    """Bodies of such a size that are received, of nobody in particular."""
    taken = []
    paths = ("/en/", LOGIN, "/admin/images/add/", "/media/x.jpg", "/admin/documents/multiple/add/")
    for path, size in itertools.product(paths, sizes):
        for port in (site.front, site.back):
            head = f"POST {path} HTTP/1.1\r\nHost: example.org\r\nX-Forwarded-Proto: https\r\n"
            cookie = f"Cookie: __Host-sessionid={'x' * 32}\r\nConnection: close\r\n"
            length = f"Content-Length: {size}\r\n\r\n"
            body = b"a" * size if size < MEGABYTE else b""
            sent = head.encode() + cookie.encode() + length.encode() + body
            answer = site.raw(sent, port, until=HEAD)
            if answer and b" 413 " not in answer[:16]:
                taken.append(f"{path} {answer[:16]!r}")
    return taken


def in_chunks(site: AttackedSite, size: int) -> Gain:
    """A body whose size is announced by nobody."""
    head = f"POST {LOGIN} HTTP/1.1\r\nHost: example.org\r\nX-Forwarded-Proto: https\r\n"
    head += "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    body = b"%x\r\n%s\r\n0\r\n\r\n" % (size, b"a" * size)
    answers = [site.raw(head.encode() + body, port, HEAD) for port in (site.front, site.back)]
    return [str(each[:16]) for each in answers if each and b" 413 " not in each[:16]]


def uploads(site: AttackedSite, who: str) -> Gain:
    """A file of a hundred kilobytes, to where pictures go."""
    form = {"title": "x", "collection": site.chapter("boston")["collection"], "people": "nobody"}
    file = ("x.jpg", jpeg() + b"a" * 100_000)
    return site.account(who).upload("/admin/images/add/", form, file=file).status != 413


ATTEMPTS = [
    Attempt(
        "keep readers out by bodies that trickle",
        lambda site: keeps_readers_out(site, behind=False, sent=BEGUN),
        nothing_answers,
    ),
    Attempt(
        "keep readers out by bodies that trickle past nginx",
        lambda site: keeps_readers_out(site, behind=True, sent=BEGUN),
        nothing_answers,
    ),
    Attempt(
        "keep readers out by heads that never end",
        lambda site: keeps_readers_out(site, behind=True, sent=HALF_A_HEAD),
        nothing_answers,
    ),
    Attempt(
        "hold more connections than an address has",
        lambda site: opens_more(site, 100),
        lambda site: opens_more(site, 10),
    ),
    Attempt(
        "send a large body as nobody",
        lambda site: announces(site, 64 * KILOBYTE + 1, 500 * MEGABYTE),
        lambda site: announces(site, 900),
    ),
    Attempt(
        "send a large body without saying how large it is",
        lambda site: in_chunks(site, 70_000),
        lambda site: in_chunks(site, 1000),
    ),
    Attempt(
        "send a file that one may not upload",
        lambda site: uploads(site, "newcomer"),
        lambda site: uploads(site, "boston-editor"),
    ),
]
