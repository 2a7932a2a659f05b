"""The shelf: every issue with its cover, its languages and its files."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from tests.factories import ImageFactory
from tests.markup import attribute, one, parse
from tests.trees import SmallSite, add_issue
from zine.editions.catalogue import OFFERED
from zine.editions.kinds.epub import EPUB
from zine.editions.kinds.pictures import COVER
from zine.models import ZineIssuePage

from .offered import offer

pytestmark = pytest.mark.django_db


def shelved(client: Client, code: str = "en") -> list[Any]:
    return parse(client.get(f"/{code}/zine/")).select(".shelf > li")


def test_an_issue_shows_its_printed_cover_and_its_files(site: SmallSite, client: Client) -> None:
    issue = site["en", "102"]
    picture = {"image": ImageFactory().pk, "alt_text": "A raised fist", "decorative": False}
    ZineIssuePage.objects.filter(pk=issue.pk).update(
        cover=json.dumps([{"type": "picture", "id": "c", "value": picture}])
    )
    offer(issue)
    newest, other = shelved(client)
    cover = one(newest, ".cover-face img")
    assert attribute(cover, "alt") == "A raised fist"
    assert client.get(attribute(cover, "src"))["Content-Type"] == "image/webp"
    files = newest.select(".files li")
    assert len(files) == len(OFFERED)
    assert "24 pages" in files[0].get_text()
    assert "bytes" in files[0].get_text()
    assert not other.select(".files, .cover-face img")
    assert other.select(".cover-blank")


def test_each_issue_names_its_other_languages(site: SmallSite, client: Client) -> None:
    add_issue(site, "es", 102, title="Número 102")
    newest, other = shelved(client)
    link = one(newest, ".also a")
    assert (attribute(link, "href"), attribute(link, "lang")) == ("/es/zine/102/", "es")
    assert not other.select(".also")


def test_what_only_other_languages_have_is_named(site: SmallSite, client: Client) -> None:
    add_issue(site, "es", 102, title="Número 102")
    page = parse(client.get("/es/zine/"))
    assert len(page.select(".shelf > li")) == 1
    (line,) = page.select(".elsewhere > li")
    assert attribute(one(line, "a"), "href") == "/en/zine/101/"
    assert one(line, "bdi").get_text() == "Zine 101"


def test_nothing_private_or_unpublished_is_named(site: SmallSite, client: Client) -> None:
    add_issue(site, "es", 102, title="Número 102")
    PageViewRestriction.objects.create(
        page=site["en", "102"], restriction_type=PageViewRestriction.LOGIN
    )
    site["en", "101"].unpublish()
    page = parse(client.get("/es/zine/"))
    assert not page.select(".also, .elsewhere")
    assert "Zine 101" not in page.get_text()


def test_more_issues_and_files_cost_no_more_queries(site: SmallSite, client: Client) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/en/zine/")
        return len(queries)

    offer(site["en", "101"])
    count()
    before = count()
    for number in range(3, 9):
        offer(add_issue(site, "en", number), [EPUB, COVER])
        offer(add_issue(site, "es", number), [EPUB, COVER])
    assert count() == before
    assert len(shelved(client)) == 8
