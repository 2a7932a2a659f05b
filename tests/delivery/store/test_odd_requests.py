"""Nothing that a visitor sends can make the store grow, or put into it what others get."""

from random import Random

import pytest
from hypothesis import given, settings, strategies as st

from cms.delivery.store.addresses import Addresses
from tests import drills
from tests.trees import SmallSite

from .readers import HOST, Readers

SITE = Addresses(["example.org", "[::1]", ".wild.org", "*"], "https://example.org", ["en", "ar"])
# Made for the one question: may this reach the disk?
PIECES = st.sampled_from(
    [
        "en",
        "/",
        "..",
        ".",
        "%2e%2e",
        "%00",
        "\0",
        "\\",
        "//",
        "about",
        "feed.xml",
        ".page",
        "?",
        "a" * 300,
    ]
)
PATHS = st.one_of(st.binary(max_size=80), st.lists(PIECES).map("".join).map(str.encode))
MANY = settings(max_examples=700 * drills.TIMES, deadline=None, derandomize=True, database=None)


def scope(
    path: bytes = b"/en/", host: bytes = b"example.org", **changed: object
) -> dict[str, object]:
    return {
        "type": "http",
        "method": "GET",
        "path": path.decode("latin-1"),
        "raw_path": path,
        "query_string": b"",
        "headers": [(b"host", host)],
        "scheme": "https",
    } | changed


@MANY
@given(path=PATHS)
def test_no_path_leads_out_of_its_folder(path: bytes) -> None:
    address = SITE.of_request(scope(b"/en/" + path))
    if address is None:
        return
    parts = address.file.split("/")
    assert parts[0] == "example.org"
    assert all(part and set(part) != {"."} and len(part) <= 200 for part in parts)
    assert address.file.isascii()
    assert address.file.isprintable()
    assert address.path.encode() == b"/en/" + path
    assert SITE.of_file(address.file) == address


@MANY
@given(host=st.one_of(st.binary(max_size=60), st.from_regex(rb"example\.org[:./@\x00]\w*")))
def test_no_host_but_the_sites_own_has_a_folder(host: bytes) -> None:
    address = SITE.of_request(scope(host=host))
    assert address is None or host.lower() in (b"example.org", b"[::1]")


@MANY
@given(method=st.text(max_size=10), query=st.binary(min_size=1, max_size=60))
def test_no_other_method_and_no_query_is_answered(method: str, query: bytes) -> None:
    assert SITE.of_request(scope(query_string=query)) is None
    address = SITE.of_request(scope(method=method))
    assert (address is not None) == (method in ("GET", "HEAD"))


@pytest.mark.parametrize(
    "path",
    [
        b"/en/about",
        b"/EN/about/",
        b"/fr/about/",
        b"/admin/",
        b"/en/../admin/",
        b"/en/./about/",
        b"/en//about/",
        b"/en/about/index.html",
        b"/en/about/index.html.page",
        b"/en/%61bout/",
        b"/en/\xd8\xa7/",
        b"/en/about/?x",
        b"//en/",
        b"http://example.org/en/",
        b"*",
        b"",
        b"/" + b"en/" * 300,
    ],
)
def test_what_is_not_plain_is_no_page_of_the_store(path: bytes) -> None:
    assert SITE.of_request(scope(path)) is None


def test_two_hosts_and_what_has_a_body_are_left_to_the_site() -> None:
    hosts = [(b"host", b"example.org"), (b"Host", b"example.org")]
    assert SITE.of_request(scope(headers=hosts)) is None
    for name, value in ((b"transfer-encoding", b"chunked"), (b"content-length", b"5")):
        assert SITE.of_request(scope(headers=[hosts[0], (name, value)])) is None
    assert SITE.of_request(scope(scheme="http")) is None


def test_of_thousands_at_random_none_is_taken_for_a_page() -> None:
    chance = Random(7)  # noqa: S311 - the same each time
    for _time in range(3_000):
        odd = bytes(chance.choices(range(256), k=8))
        if not odd.replace(b"-", b"").replace(b"_", b"").isalnum():
            assert SITE.of_request(scope(b"/en/" + odd + b"/")) is None or odd.count(b"/")
        assert SITE.of_request(scope(host=odd)) is None
        assert SITE.of_request(scope(query_string=odd)) is None
        assert SITE.of_request(scope(method=odd.hex())) is None


@pytest.mark.django_db
def test_thousands_of_odd_requests_leave_nothing(small: SmallSite, readers: Readers) -> None:
    """Each is answered, and the store holds one page: the one that there is."""
    readers.get("/en/about/")
    for number in range(400):
        readers.ask("/en/about/", accept_encoding=f"x{number}, br;q=0.{number}")
        readers.ask("/en/about/", range=f"bytes={number}-", if_none_match=f'"{number}"')
        readers.ask("/en/about/", "HEAD", user_agent=f"browser {number}", x_forwarded_host="evil")
    assert readers.rendered == ["/en/about/"]
    for number in range(15):
        assert readers.get(f"/en/nothing-{number}/").status == 404
        assert readers.ask("/en/about/", query=b"q=%d" % number).status == 200
        assert readers.ask("/en/about/", host=f"host-{number}.example.org").status == 400
        assert readers.ask("/en/about/", host=f"{HOST}:{number + 1}").status == 200
    assert readers.stored() == {f"{HOST}/en/about/index.html.page"}
    assert b"evil" not in readers.get("/en/about/").body


@pytest.mark.django_db
def test_what_a_reader_sends_is_no_part_of_what_is_rendered(
    small: SmallSite, readers: Readers
) -> None:
    first = readers.ask(
        "/en/",
        x_forwarded_proto="https",
        x_forwarded_host="evil.example.org",
        accept_language="ar",
        referer="https://evil.example.org/",
        forwarded="host=evil.example.org",
        cookie="language=ar; theme=<script>",
    )
    plain = readers.fresh("/en/")
    assert first.body == plain.body
    assert readers.get("/en/").body == plain.body
