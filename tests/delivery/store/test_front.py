"""What anybody gets by a plain address is rendered once, and the same for all who ask."""

import gzip
import time

import brotli
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.delivery.store.pages import Page
from tests.trees import SmallSite, publish

from .readers import Readers, a_session

pytestmark = pytest.mark.django_db
HOME, ABOUT = "/en/", "/en/about/"
# What says how this answer was sent, and whether it still holds.
OF_THE_STORE = {"etag", "last-modified", "cache-control", "vary", "content-length"}


def test_a_page_is_rendered_once_and_asks_no_database_again(
    small: SmallSite, readers: Readers
) -> None:
    first = readers.get(ABOUT)
    with CaptureQueriesContext(connection) as asked:
        again = readers.get(ABOUT)
    assert (again.status, again.body, again.headers) == (200, first.body, first.headers)
    assert readers.rendered == [ABOUT]
    assert len(asked) == 0


def test_it_says_what_the_site_says(small: SmallSite, readers: Readers) -> None:
    for path in (HOME, ABOUT, "/ar/", "/en/zine/feed.xml", "/sitemap.xml", "/robots.txt"):
        readers.get(path)
        fresh, stored = readers.fresh(path), readers.get(path)
        assert stored.body == fresh.body
        told = {name: value for name, value in stored.headers.items() if name not in OF_THE_STORE}
        assert told == {k: v for k, v in fresh.headers.items() if k not in OF_THE_STORE}
        assert stored.headers["cache-control"] == "no-cache"
        assert "nonce" not in stored.headers["content-security-policy"]


def test_it_comes_in_the_coding_that_a_browser_takes(small: SmallSite, readers: Readers) -> None:
    plain = readers.get(HOME).body
    zipped = readers.get(HOME, accept_encoding="gzip, deflate")
    assert zipped.headers["content-encoding"] == "gzip"
    assert gzip.decompress(zipped.body) == plain
    assert len(zipped.body) < len(plain) / 2
    best = readers.get(HOME, accept_encoding="gzip, deflate, br, zstd")
    assert best.headers["content-encoding"] == "br"
    assert brotli.decompress(best.body) == plain
    for refused in ("br;q=0, gzip;q=0.0", "identity", "*", "br;q=nothing", "", ";;,,="):
        got = readers.get(HOME, accept_encoding=refused)
        assert (got.body, "content-encoding" in got.headers) == (plain, False), refused
    assert {got.headers["vary"] for got in (zipped, best)} == {"Accept-Encoding"}
    assert readers.rendered == [HOME]


def test_whoever_has_it_already_is_told_that_it_holds(small: SmallSite, readers: Readers) -> None:
    first = readers.get(ABOUT)
    tag, date = first.headers["etag"], first.headers["last-modified"]
    for known in (tag, f'"other", {tag}', "*"):
        again = readers.get(ABOUT, if_none_match=known, accept_encoding="br")
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == tag
    assert readers.get(ABOUT, if_modified_since=date).status == 304
    assert readers.get(ABOUT, if_none_match='"other"', if_modified_since=date).status == 200
    assert readers.get(ABOUT, if_modified_since="no date").status == 200


def test_what_did_not_change_keeps_its_tag_and_date(small: SmallSite, readers: Readers) -> None:
    about, other = readers.get(ABOUT), readers.get("/ar/")
    page = small["en", "about"]
    page.title = "Other words"
    with readers.committed():
        publish(page)
    readers.let_the_instant_pass()
    changed = readers.get(ABOUT)
    assert changed.headers["etag"] != about.headers["etag"]
    assert changed.headers["last-modified"] != about.headers["last-modified"]
    assert readers.get(ABOUT, if_modified_since=about.headers["last-modified"]).status == 200
    assert readers.get("/ar/").headers["etag"] == other.headers["etag"]
    assert readers.get("/ar/", if_modified_since=other.headers["last-modified"]).status == 304


def test_the_head_of_a_page_is_its_head_alone(small: SmallSite, readers: Readers) -> None:
    for _time in range(2):
        head = readers.ask(ABOUT, "HEAD")
        assert (head.status, head.body) == (200, b"")
        assert head.headers["content-length"] == str(len(readers.get(ABOUT).body))
    missing = readers.ask("/en/nothing-like-it/", "HEAD")
    assert (missing.status, missing.body) == (404, b"")


def test_a_part_is_answered_with_the_whole(small: SmallSite, readers: Readers) -> None:
    for parts in ("bytes=0-10", "bytes=-1", "bytes=5-", "bytes=9-3", "lines=1"):
        got = readers.get(ABOUT, range=parts)
        assert got.status == 200
        assert got.body == readers.get(ABOUT).body
    assert readers.rendered == [ABOUT]


def test_whoever_may_be_signed_in_neither_sees_nor_fills_it(
    small: SmallSite, readers: Readers
) -> None:
    for _time in range(2):
        assert readers.get(ABOUT, cookie=f"other=1; {a_session()}").status == 200
        assert readers.get(ABOUT, authorization="Bearer x").status == 200
    assert readers.stored() == set()
    assert len(readers.rendered) == 4
    readers.get(ABOUT)
    page = small["en", "about"]
    assert readers.stored() == {"testserver/en/about/index.html.page"}
    assert readers.get(ABOUT, cookie=a_session()).headers.get("etag") is None
    assert page.live


def test_for_an_instant_after_a_change_a_reader_gets_the_page_from_before(
    small: SmallSite, readers: Readers
) -> None:
    """Nobody waits: the one that is given begins the new one."""
    before = readers.get(ABOUT)
    page = small["en", "about"]
    page.title = "Other words"
    with readers.committed():
        publish(page)
    assert readers.get(ABOUT).body == before.body
    assert readers.rendered == [ABOUT, ABOUT]
    after = readers.get(ABOUT)
    assert b"Other words" in after.body
    assert readers.rendered == [ABOUT, ABOUT]


def test_after_that_instant_nobody_gets_it(small: SmallSite, readers: Readers) -> None:
    readers.get(ABOUT)
    page = small["en", "about"]
    page.title = "Other words"
    with readers.committed():
        publish(page)
    readers.let_the_instant_pass()
    assert b"Other words" in readers.get(ABOUT).body


def test_what_is_taken_from_readers_is_gone_at_once(small: SmallSite, readers: Readers) -> None:
    readers.get(ABOUT)
    readers.get(HOME)
    page = small["en", "about"]
    with readers.committed():
        page.unpublish()
    files = [path for path in readers.folder.rglob("*") if path.suffix in (".page", ".html", ".gz")]
    assert files == []
    assert readers.get(ABOUT).status == 404


def test_what_holds_for_a_time_ends_by_the_clock(
    small: SmallSite, readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long nobody asked: the page from before the moment is not given afterwards."""
    first = readers.get(ABOUT)
    assert first.status == 200
    page = readers.store.find(readers.store.generation().name, readers.address(ABOUT))  # type: ignore[union-attr]
    assert isinstance(page, Page)
    now = time.time()
    monkeypatch.setattr("cms.delivery.store.front.time.time", lambda: page.until + 10)
    readers.get(ABOUT)
    assert readers.rendered == [ABOUT, ABOUT]
    assert now < page.until <= now + 60 * 60


def test_what_is_no_page_of_everybodys_is_not_kept(small: SmallSite, readers: Readers) -> None:
    assert readers.get("/en/nothing-like-it/").status == 404
    assert readers.get("/").status == 302
    assert readers.get("/admin/login/").status == 200
    assert readers.get("/healthz").status == 200
    assert readers.ask("/en/search/", query=b"q=words").status == 200
    assert readers.stored() == set()
    assert list((readers.folder / "last").rglob("*.page")) == []
