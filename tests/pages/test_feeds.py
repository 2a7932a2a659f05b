"""The zine's feed: what readers' programs get, language by language."""

import datetime
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.dateparse import parse_datetime
from wagtail.models import PageViewRestriction

from tests.trees import SmallSite, add_issue, publish
from tests.zine.offered import offer
from zine.editions.catalogue import OFFERED

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
BASE = settings.WAGTAILADMIN_BASE_URL


def feed(client: Client, code: str = "en") -> ET.Element:
    response = client.get(f"/{code}/zine/feed.xml")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert not response.cookies
    return ET.fromstring(response.content)  # noqa: S314  (our own)


def titles(root: ET.Element) -> list[str | None]:
    return [entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")]


def test_the_feed_lists_the_issues_newest_first(site: SmallSite, client: Client) -> None:
    root = feed(client)
    assert root.get(LANG) == "en"
    assert root.findtext(f"{ATOM}title") == "The zine — Never Again Action"
    assert root.findtext(f"{ATOM}id") == f"{BASE}/en/zine/"
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {"alternate": f"{BASE}/en/zine/", "self": f"{BASE}/en/zine/feed.xml"}
    assert titles(root) == ["Zine 102", "Zine 101"]
    entry = root.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}id") == f"{BASE}/en/zine/102/"
    assert entry.findtext(f"{ATOM}summary") == "Summary of 102."
    published = parse_datetime(entry.findtext(f"{ATOM}published") or "")
    assert published == datetime.datetime(2024, 1, 102 % 28, tzinfo=datetime.UTC)
    updated = parse_datetime(root.findtext(f"{ATOM}updated") or "")
    changed = [issue.last_published_at for issue in (site["en", "101"], site["en", "102"])]
    assert updated == max(changed)


def test_each_language_has_its_own_feed(site: SmallSite, client: Client) -> None:
    root = feed(client, "es")
    assert root.get(LANG) == "es"
    assert titles(root) == []
    changed = site["es", "zine"].last_published_at
    assert parse_datetime(root.findtext(f"{ATOM}updated") or "") == changed
    add_issue(site, "es", 103, title="Número 103")
    assert titles(feed(client, "es")) == ["Número 103"]


def test_nothing_private_or_unpublished_is_in_the_feed(site: SmallSite, client: Client) -> None:
    PageViewRestriction.objects.create(
        page=site["en", "101"], restriction_type=PageViewRestriction.LOGIN
    )
    site["en", "102"].unpublish()
    assert titles(feed(client)) == []
    PageViewRestriction.objects.create(
        page=site["en", "zine"], restriction_type=PageViewRestriction.LOGIN
    )
    assert client.get("/en/zine/feed.xml").status_code == 404


@pytest.mark.parametrize(
    "address", ["/ar/zine/feed.xml", "/fr/zine/feed.xml", "/en/about/feed.xml", "/en/x/feed.xml"]
)
def test_what_is_no_shelf_has_no_feed(site: SmallSite, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_whatever_an_author_writes_is_text(site: SmallSite, client: Client) -> None:
    issue = site["en", "102"]
    issue.title, issue.summary = "A & B <b>\x0b", "1 < 2 & <script>"
    publish(issue)
    entry = feed(client).find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == "A & B <b>"
    html = entry.findtext(f"{ATOM}summary") or ""
    assert BeautifulSoup(html, "html.parser").get_text() == "1 < 2 & <script>"


def test_the_shelf_tells_readers_programs_of_its_feed(site: SmallSite, client: Client) -> None:
    page = BeautifulSoup(client.get("/en/zine/").content, "html.parser")
    link = page.select_one('link[rel=alternate][type="application/atom+xml"]')
    assert link is not None
    assert link["href"] == f"{BASE}/en/zine/feed.xml"
    assert b"application/atom+xml" not in client.get("/en/about/").content


def enclosures(entry: ET.Element) -> list[dict[str, str]]:
    return [link.attrib for link in entry.iter(f"{ATOM}link") if link.get("rel") == "enclosure"]


def test_an_issue_brings_its_files(site: SmallSite, client: Client) -> None:
    offer(site["en", "102"])
    newest, other = feed(client).iter(f"{ATOM}entry")
    files = enclosures(newest)
    assert len(files) == len(OFFERED)
    assert enclosures(other) == []
    for file in files:
        assert file["href"].startswith(f"{BASE}/en/zine/102/files/")
        response = client.get(file["href"].removeprefix(BASE))
        assert file["length"] == response["Content-Length"]
        assert response["Content-Type"].startswith(file["type"])


def test_new_files_are_news(site: SmallSite, client: Client) -> None:
    made = offer(site["en", "102"])
    entry = feed(client).find(f"{ATOM}entry")
    assert entry is not None
    assert parse_datetime(entry.findtext(f"{ATOM}updated") or "") == made.finished_at


def test_more_issues_cost_no_more_queries(site: SmallSite, client: Client) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            feed(client)
        return len(queries)

    count()
    before = count()
    for number in range(3, 9):
        offer(add_issue(site, "en", number))
    assert count() == before
