"""What readers can download of an issue: every current file of what they can see, nothing else."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from cms.access.models import AccessEvent
from cms.media.fields import private_storage
from tests.markup import attribute, one, parse
from tests.trees import SmallSite, add_issue
from zine.editions.catalogue import BY_NAME, KINDS, OFFERED, USES
from zine.editions.kinds.epub import EPUB
from zine.editions.kinds.kind import Kind
from zine.editions.kinds.mini import A4 as MINI_A4
from zine.editions.kinds.pictures import COVER, SPREAD
from zine.editions.kinds.text import TEXT

from .offered import content_of, offer

ISSUE = "/en/zine/101/"
SHOWN = (TEXT, COVER, SPREAD)
pytestmark = pytest.mark.django_db


def links(client: Client, url: str = ISSUE) -> list[str]:
    return [attribute(a, "href") for a in parse(client.get(url)).select("#downloads .files a")]


def test_every_kind_but_pictures_of_pages_has_a_use_and_a_name() -> None:
    assert set(OFFERED) == set(KINDS) - {COVER, SPREAD}
    names = [str(kind.label) for kind in OFFERED]
    assert len(names) == len(set(names))
    assert not any("." in name for name in names)


def test_the_issue_lists_its_files_with_what_each_is_for(site: SmallSite, client: Client) -> None:
    offer(site["en", "101"])
    section = one(parse(client.get(ISSUE)), "#downloads")
    assert [h.get_text() for h in section.select(".uses h3")] == [str(use.title) for use in USES]
    files = section.select(".files li")
    assert len(files) == len(OFFERED)
    booklet = next(file for file in files if "A4" in file.get_text() and "6" in file.get_text())
    link = one(booklet, "a")
    assert link.get_text() == "Booklet for A4 paper"
    assert attribute(link, "type") == "application/pdf"
    assert "6 sheets" in booklet.get_text()
    assert "bytes" in one(booklet, "bdi").get_text()
    assert "English · 24 pages" in section.get_text()
    assert [attribute(a, "href") for a in section.select("p a")] == [f"{ISSUE}print/"]


@pytest.mark.parametrize("kind", KINDS, ids=BY_NAME)
def test_a_file_is_served_as_what_it_is(site: SmallSite, client: Client, kind: Kind) -> None:
    issue = site["en", "101"]
    offer(issue)
    redirect = client.get(f"{ISSUE}files/{kind.name}")
    assert (redirect.status_code, redirect["Cache-Control"]) == (302, "no-cache")
    response: Any = client.get(redirect["Location"])
    assert b"".join(response.streaming_content) == content_of(issue, kind)
    assert response["Content-Type"].partition(";")[0] == kind.media_type
    disposition, _, name = response["Content-Disposition"].partition("; ")
    assert disposition == ("inline" if kind in SHOWN else "attachment")
    assert name == f'filename="zine-101-en-{kind.name}"'
    assert response["Content-Length"] == str(len(content_of(issue, kind)))
    assert response["Cache-Control"] == "public, no-cache"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].endswith("; sandbox")
    assert not response.cookies
    assert "Vary" not in response


def test_an_unchanged_file_is_not_sent_again(site: SmallSite, client: Client) -> None:
    offer(site["en", "101"])
    address = links(client)[0]
    etag = client.get(address)["ETag"]
    response = client.get(address, headers={"if-none-match": etag})
    assert (response.status_code, response.content) == (304, b"")
    assert response["Cache-Control"] == "public, no-cache"
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405


def test_an_address_from_before_leads_to_what_is_current(site: SmallSite, client: Client) -> None:
    issue = site["en", "101"]
    offer(issue)
    before = links(client)
    offer(issue, edition="2")
    after = links(client)
    assert not set(before) & set(after)
    for old, new in zip(before, after, strict=True):
        assert client.get(old)["Location"] == new


def everything(client: Client) -> list[str]:
    return [*links(client), *(f"{ISSUE}files/{kind.name}" for kind in KINDS)]


def assert_none_is_served(client: Client, addresses: list[str]) -> None:
    assert len(addresses) > len(KINDS)
    assert {client.get(address).status_code for address in addresses} == {404}


def test_files_of_an_unpublished_issue_are_gone_at_once(site: SmallSite, client: Client) -> None:
    issue = site["en", "101"]
    offer(issue)
    addresses = everything(client)
    issue.unpublish()
    assert issue.editions.exists()
    assert_none_is_served(client, addresses)


@pytest.mark.parametrize("slug", ["101", "zine"])
def test_files_of_a_private_issue_are_not_for_readers(
    site: SmallSite, client: Client, slug: str
) -> None:
    offer(site["en", "101"])
    addresses = everything(client)
    PageViewRestriction.objects.create(
        page=site["en", slug], restriction_type=PageViewRestriction.LOGIN
    )
    assert_none_is_served(client, addresses)


def test_whoever_edits_an_issue_gets_its_files_before_readers_do(
    site: SmallSite, client: Client
) -> None:
    issue = site["en", "101"]
    offer(issue)
    issue.unpublish()
    address = reverse("zine:edition_file", args=[issue.pk, EPUB.name])
    assert client.get(address).status_code == 302
    client.force_login(User.objects.create_superuser("who_edits"))
    response: Any = client.get(address)
    assert b"".join(response.streaming_content) == content_of(issue, EPUB)
    assert response["Content-Disposition"].startswith("attachment")
    taken = AccessEvent.objects.get(kind="export")
    assert taken.reference == f"zine:edition_file page_id={issue.pk} kind={EPUB.name}"
    assert client.get(address.replace("issue.epub", "x.epub")).status_code == 404


def test_what_is_not_current_is_not_offered(site: SmallSite, client: Client) -> None:
    edition = offer(site["en", "101"])
    addresses = everything(client)
    edition.is_current = False
    edition.save()
    assert not parse(client.get(ISSUE)).select("#downloads, a[href='#downloads']")
    assert_none_is_served(client, addresses)


def test_files_have_no_other_address(site: SmallSite, client: Client) -> None:
    edition = offer(site["en", "101"])
    for artifact in edition.artifacts.all():
        name = str(artifact.file.name)
        assert not default_storage.exists(name)
        assert client.get(f"/media/{name}").status_code == 404
        with pytest.raises(NotImplementedError):
            _ = artifact.file.url


@pytest.mark.parametrize(
    "end",
    ["files/", "files/x.pdf", "files/manifest.json", "files/0/zine-101-en-x.pdf", "files/../x"],
)
def test_nothing_else_is_served(site: SmallSite, client: Client, end: str) -> None:
    offer(site["en", "101"])
    assert client.get(f"{ISSUE}{end}").status_code == 404


def test_a_lost_file_is_no_error_of_the_site(site: SmallSite, client: Client) -> None:
    edition = offer(site["en", "101"], [EPUB])
    address = links(client)[0]
    private_storage().delete(str(edition.artifacts.get().file.name))
    assert client.get(address).status_code == 404


def test_each_language_offers_its_own_and_names_the_others(site: SmallSite, client: Client) -> None:
    offer(site["en", "101"])
    spanish = add_issue(site, "es", 102, title="Número 102")
    offer(spanish, [EPUB, TEXT])
    offer(site["en", "102"], [EPUB])
    section = one(parse(client.get("/es/zine/102/")), "#downloads")
    assert len(section.select(".uses .files a")) == 2
    details = one(section, "details")
    assert one(details, "summary").get_text() == "English"
    link = one(details, "a")
    assert attribute(link, "hreflang") == "en"
    assert attribute(link, "href").startswith("/en/zine/102/files/")
    assert client.get(attribute(link, "href")).status_code == 200


def test_the_print_page_leads_to_what_it_explains(site: SmallSite, client: Client) -> None:
    issue = site["en", "101"]
    assert client.get(f"{ISSUE}print/").status_code == 404
    offer(issue, [EPUB])
    assert client.get(f"{ISSUE}print/").status_code == 404
    offer(issue, edition="2")
    page = parse(client.get(f"{ISSUE}print/"))
    assert len(page.select(".steps img")) == 6
    assert all(attribute(img, "alt") for img in page.select(".steps img"))
    assert len(page.select(".howto .files a")) == 4
    assert attribute(one(page, "link[rel=canonical]"), "href").endswith(f"{ISSUE}print/")
    assert one(page, "title").get_text().startswith("Print and fold: ")
    offer(issue, [MINI_A4], edition="3")
    page = parse(client.get(f"{ISSUE}print/"))
    assert [section.get("aria-labelledby") for section in page.select(".howto")] == ["mini"]


def test_reading_takes_the_time_that_its_words_take(site: SmallSite, client: Client) -> None:
    issue = site["en", "101"]
    words = " ".join(["word"] * 700)
    body = [{"type": "paragraph", "id": "a", "value": {"text": f"<p>{words}</p>", "footnotes": []}}]
    type(issue).objects.filter(pk=issue.pk).update(body=json.dumps(body))
    assert one(parse(client.get(ISSUE)), ".zine-time").get_text().startswith("4 minutes to read")
