"""No address of the site breaks by what is asked of it or sent to it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from home.models import StandardPage
from tests import drills
from tests.factories import ImageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db

# What a query may hold: names that views of the admin and of readers know, and values they do not.
QUERIES = (
    "p=99999999999999999999&q=%00&page=x&order_by=%00&ordering=x&id=%00&locale=%00",
    "p=-1&q=%FF&collection_id=x&page_type=x&content_type=x&chosen=%00&id=x&id=%00&letter=%00",
    "p[a]=1&q[]=x&id=99999999999999999999&parent_page_id=%00&user=x&tag=%00&multiple=x&language=%00",
)
BODIES: tuple[tuple[str, bytes], ...] = (
    ("application/json", b"{}"),
    ("application/json", b"[null]"),
    ("application/json", b'"\\u0000"'),
    ("application/json", b"null"),
    ("application/json", b"\xff{"),
    ("application/x-www-form-urlencoded", b"{}"),
    ("application/x-www-form-urlencoded", b"id=%00&title=%00&name=%FF&page=x&q=%00&type=x&ids=x"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name"),
)
ARGUMENT = re.compile(r"<(?:(\w+):)?\w+>|\(\?P<\w+>(?:[^()]|\([^()]*\))*\)|\([^()]*\)")
# Of numbers, and of names.
KNOWN, ODD = ("1", "home"), ("99999999999999999999", "%00")
# In CI some of the addresses, in a drill all of them with everything.
EVERY = 5
# What ends the session that the others need.
LEFT_OUT = ("logout",)


def addresses(entries: Any = None, path: str = "") -> Iterator[str]:
    """Every address of the site, as its pattern is written."""
    for entry in get_resolver().url_patterns if entries is None else entries:
        here = path + str(entry.pattern).removeprefix("^").removesuffix("$")
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, here)
        elif isinstance(entry, URLPattern) and not any(name in here for name in LEFT_OUT):
            yield here


def filled(pattern: str, values: tuple[str, str]) -> str:
    def value(match: re.Match[str]) -> str:
        is_number = match[1] == "int" or "\\d" in match[0] or "0-9" in match[0]
        return values[0] if is_number else values[1]

    return "/" + ARGUMENT.sub(value, pattern).replace("\\", "").replace("?", "").replace("$", "")


def tried(client: Client, url: str, number: int) -> Iterator[str]:
    """What of some odd requests to an address breaks it."""
    client.raise_request_exception = False
    query = QUERIES[number % len(QUERIES)]
    kind, body = BODIES[number % len(BODIES)]
    for name, response in (
        (f"GET {url}?{query}", client.get(f"{url}?{query}")),
        (f"POST {url} {body!r}", client.post(url, body, content_type=kind)),
    ):
        if response.status_code >= 500:
            yield f"{name}: {response.exc_info[1]!r}"  # type: ignore[attr-defined]


@pytest.fixture
def page() -> StandardPage:
    ImageFactory()
    return StandardPageFactory()


def test_no_address_breaks(staff: Client, page: StandardPage) -> None:
    patterns = sorted(set(addresses()))
    assert len(patterns) > 400
    if drills.TIMES == 1:
        patterns = patterns[::EVERY]
    broken: list[str] = []
    for number, pattern in enumerate(patterns):
        for values in (KNOWN, ODD):
            for step in range(min(drills.TIMES, len(BODIES))):
                broken += tried(staff, filled(pattern, values), number + step)
    assert not broken, "\n".join(broken)


def test_pictures_are_searched_for_in_the_chooser(staff: Client) -> None:
    ImageFactory(title="Banner")
    ImageFactory(title="Banner unanswered", people=None)
    response = staff.get("/admin/images/chooser/results/?q=banner")
    assert response.status_code == 200
    assert "unanswered" not in response.content.decode()
    assert "Banner" in response.content.decode()
