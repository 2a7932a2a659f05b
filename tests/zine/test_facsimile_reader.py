"""Readers get a PDF page by page: what is on each, in which order, and nothing before its time."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from cms.media.fields import private_storage
from cms.sandbox.runner import WorkerError
from tests.markup import attribute, one, parse
from tests.trees import SmallSite, add_issue, add_section
from zine.facsimiles import limits
from zine.facsimiles.drawing import DrawnPage
from zine.models import Facsimile, FacsimilePage, ShownFacsimile, ZineIndexPage, ZineIssuePage

from . import pdfs
from .facsimiles import kept, publish_with

ISSUE = "/en/zine/101/"
PAGES = f"{ISSUE}pages/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Draw nothing: a page's text says which it is. Returns the sheets that were asked for."""
    asked: list[int] = []

    def draw(content: bytes, frames: Any) -> list[DrawnPage]:
        asked.extend(frame.sheet for frame in frames)
        pictures = dict.fromkeys(limits.WIDTHS, b"RIFF-webp")
        return [
            DrawnPage(
                f"Words of sheet{frame.sheet + 1}", 1600, 2400, is_blank=False, pictures=pictures
            )
            for frame in frames
        ]

    monkeypatch.setattr("zine.facsimiles.build.draw", draw)
    return asked


@pytest.fixture
def issue(site: SmallSite) -> ZineIssuePage:
    page: ZineIssuePage = site["en", "101"]
    return page


def status(url: str) -> int:
    return Client().get(url).status_code


def picture_of(url: str) -> str:
    return attribute(one(parse(Client().get(url)), ".facsimile-picture img"), "src")


def test_a_zine_is_read_from_the_first_page_to_the_last(
    issue: ZineIssuePage, client: Client
) -> None:
    """Real pages of a real booklet: each has its own words, and leads to the next."""
    publish_with(issue, kept(pdfs.booklet(4)))
    url: str | None = attribute(one(parse(client.get(ISSUE)), f"a[href='{PAGES}']"), "href")
    url = attribute(one(parse(client.get(PAGES)), ".facsimile-pages a"), "href")
    for number in (1, 2, 3, 4):
        page = parse(client.get(url or ""))
        assert one(page, "h1").get_text() == f"Page {number} of 4"
        words = one(page, ".facsimile-words")
        assert f"This is leaf{number}." in words.get_text()
        assert (attribute(words, "lang"), attribute(words, "dir")) == ("en", "ltr")
        image = one(page, ".facsimile-picture img")
        assert attribute(image, "alt") == f"Page {number} of 4. Its text stands below."
        narrow, wide = attribute(image, "srcset").split(", ")
        assert narrow.endswith(" 800w")
        for source in (narrow, wide):
            served: Any = client.get(source.split()[0])
            assert served["Content-Type"] == "image/webp"
            assert b"".join(served.streaming_content)[:4] == b"RIFF"
        back = page.select_one("a[rel=prev]")
        assert (attribute(back, "href") if back else None) == (
            f"{PAGES}{number - 1}/" if number > 1 else None
        )
        following = page.select_one("a[rel=next]")
        url = attribute(following, "href") if following else None
    assert url is None


def test_the_list_names_each_page_by_its_first_words(
    issue: ZineIssuePage, client: Client, quick: list[int]
) -> None:
    publish_with(issue, kept(pdfs.numbered(3)))
    entries = parse(client.get(PAGES)).select(".facsimile-pages li")
    assert [entry.get_text(" ", strip=True) for entry in entries] == [
        f"Page {n} Words of sheet{n}" for n in (1, 2, 3)
    ]


def test_the_cleaned_pdf_can_be_downloaded(
    issue: ZineIssuePage, client: Client, quick: list[int]
) -> None:
    facsimile = kept(pdfs.talkative())
    publish_with(issue, facsimile)
    link = one(parse(client.get(PAGES)), "a[type='application/pdf']")
    served: Any = client.get(attribute(link, "href"))
    assert b"".join(served.streaming_content) == facsimile.content()
    assert served["Content-Disposition"] == 'attachment; filename="zine-101-en-pages.pdf"'
    assert served["Cache-Control"] == "public, no-cache"
    assert "sandbox" in served["Content-Security-Policy"]


def test_pages_without_text_say_so(issue: ZineIssuePage, client: Client) -> None:
    publish_with(issue, kept(pdfs.scanned(1)))
    page = parse(client.get(f"{PAGES}1/"))
    assert not page.select(".facsimile-words")
    alt = attribute(one(page, ".facsimile-picture img"), "alt")
    assert alt == "Page 1 of 1. Its text cannot be read by a machine."
    FacsimilePage.objects.update(is_blank=True)
    page = parse(client.get(f"{PAGES}1/"))
    assert attribute(one(page, ".facsimile-picture img"), "alt") == "Page 1 of 1, which is blank."


@pytest.mark.parametrize("url", ["0/", "01/", "4/", "9999/", "99999/", "1/2/", "x/", "-1/"])
def test_pages_that_are_not_there(issue: ZineIssuePage, quick: list[int], url: str) -> None:
    publish_with(issue, kept(pdfs.numbered(3)))
    assert status(f"{PAGES}{url}") == 404


def test_an_issue_without_a_pdf_has_no_pages_and_asks_nothing(issue: ZineIssuePage) -> None:
    assert status(PAGES) == status(f"{PAGES}1/") == 404
    with CaptureQueriesContext(connection) as queries:
        Client().get(ISSUE)
    assert not [query for query in queries if "facsimile" in query["sql"].partition("FROM")[2]]


def test_nothing_is_seen_before_publication(issue: ZineIssuePage, quick: list[int]) -> None:
    facsimile = kept(pdfs.numbered(2))
    draft = issue.get_latest_revision_as_object()
    draft.facsimile = facsimile
    draft.save_revision()
    address = f"{PAGES}{facsimile.token}"
    addresses = [PAGES, f"{PAGES}1/", f"{address}-1-800.webp", f"{address}.pdf"]
    assert {status(url) for url in addresses} == {404}
    publish_with(issue, facsimile)
    assert {status(url) for url in addresses} == {200}
    ZineIssuePage.objects.get(pk=issue.pk).unpublish()
    assert {status(url) for url in addresses} == {404}


def test_a_private_issue_keeps_its_pages_private(issue: ZineIssuePage, quick: list[int]) -> None:
    facsimile = kept(pdfs.numbered(2))
    publish_with(issue, facsimile)
    PageViewRestriction.objects.create(
        page=issue, restriction_type=PageViewRestriction.PASSWORD, password="x"
    )
    for name in ("-1-800.webp", ".pdf"):
        assert status(f"{PAGES}{facsimile.token}{name}") == 404
    assert "Words of sheet1" not in Client().get(f"{PAGES}1/").content.decode()


def test_what_was_published_is_what_is_shown(issue: ZineIssuePage, quick: list[int]) -> None:
    """A newer draft with another PDF changes nothing for readers; nor do its files serve."""
    first, second = kept(pdfs.numbered(2)), kept(pdfs.numbered(3))
    issue = publish_with(issue, first)
    issue.facsimile = second
    issue.save_revision()
    assert first.token in picture_of(f"{PAGES}1/")
    assert status(f"{PAGES}{second.token}.pdf") == 404
    publish_with(issue, second)
    assert second.token in picture_of(f"{PAGES}1/")
    assert status(f"{PAGES}{first.token}.pdf") == 404
    publish_with(issue, None)
    assert status(PAGES) == 404


def test_a_pdf_that_cannot_be_drawn_leaves_the_last_good_one(
    issue: ZineIssuePage, quick: list[int]
) -> None:
    good = kept(pdfs.numbered(2))
    publish_with(issue, good)
    bad = kept(pdfs.numbered(4), drawn=False)
    publish_with(issue, bad)
    assert good.token in picture_of(f"{PAGES}1/")
    Facsimile.objects.filter(pk=bad.pk).update(state=Facsimile.State.FAILED, failed_page=2)
    publish_with(issue, bad)
    assert good.token in picture_of(f"{PAGES}1/")


def test_right_to_left_issues_are_read_in_their_own_direction(
    site: SmallSite, client: Client, quick: list[int]
) -> None:
    add_section(site, "ar", ZineIndexPage(title="زين", slug="zine"))
    add_issue(site, "ar", 101)
    publish_with(site["ar", "101"], kept(pdfs.scanned(3), "ar"))
    page = parse(client.get("/ar/zine/101/pages/2/"))
    assert attribute(one(page, "html"), "dir") == "rtl"
    words = one(page, ".facsimile-words")
    assert (attribute(words, "lang"), attribute(words, "dir")) == ("ar", "rtl")
    assert attribute(one(page, "a[rel=next]"), "href") == "/ar/zine/101/pages/3/"


def test_pages_have_addresses_of_their_own(
    issue: ZineIssuePage, client: Client, quick: list[int]
) -> None:
    publish_with(issue, kept(pdfs.numbered(2)))
    sitemap = client.get("/sitemap.xml").content.decode()
    for subpath, title in (("", "all pages"), ("1/", "page 1"), ("2/", "page 2")):
        page = parse(client.get(f"{PAGES}{subpath}"))
        canonical = attribute(one(page, "link[rel=canonical]"), "href")
        assert canonical.endswith(f"{PAGES}{subpath}")
        assert f"<loc>{canonical}</loc>" in sitemap
        assert one(page, "title").get_text().startswith(f"Zine 101, {title}")
        assert {attribute(link, "hreflang") for link in page.select("link[hreflang]")} == {
            "en",
            "x-default",
        }


def test_no_page_costs_more_queries_than_another(issue: ZineIssuePage, quick: list[int]) -> None:
    def asked(url: str) -> int:
        Client().get(url)
        with CaptureQueriesContext(connection) as queries:
            assert status(url) == 200
        return len(queries)

    publish_with(issue, kept(pdfs.numbered(2)))
    few = {url: asked(url) for url in (PAGES, f"{PAGES}1/", "/sitemap.xml")}
    publish_with(issue, kept(pdfs.numbered(60)))
    assert {url: asked(url) for url in few} == few
    assert few[f"{PAGES}1/"] <= 22


def test_search_finds_the_page_that_has_the_words(
    issue: ZineIssuePage, client: Client, quick: list[int]
) -> None:
    publish_with(issue, kept(pdfs.numbered(3)))
    (result,) = parse(client.get("/en/search/?q=sheet2")).select(".search-result")
    link = one(result, "a")
    assert attribute(link, "href") == f"{PAGES}2/"
    assert link.get_text() == "Zine 101, page 2"
    assert one(parse(client.get(attribute(link, "href"))), "h1").get_text() == "Page 2 of 3"


def test_a_long_zine_does_not_crowd_out_the_rest(
    site: SmallSite, issue: ZineIssuePage, client: Client, quick: list[int]
) -> None:
    publish_with(issue, kept(pdfs.numbered(20)))
    publish_with(site["en", "102"], kept(pdfs.numbered(20)))
    found = parse(client.get("/en/search/?q=words")).select(".search-result a")
    issues = [attribute(link, "href").split("/")[3] for link in found]
    assert sorted(issues) == ["101"] * 3 + ["102"] * 3


def test_search_forgets_what_readers_no_longer_have(
    issue: ZineIssuePage, client: Client, quick: list[int]
) -> None:
    def found() -> int:
        return len(parse(client.get("/en/search/?q=sheet2")).select(".search-result"))

    issue = publish_with(issue, kept(pdfs.numbered(3)))
    assert found() == 1
    issue = publish_with(issue, None)
    assert found() == 0
    publish_with(issue, kept(pdfs.numbered(3))).unpublish()
    assert found() == 0


# Drawing


def test_drawing_goes_on_where_a_worker_died(
    issue: ZineIssuePage, quick: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that is killed between a page's pictures and its row leaves nothing half done."""
    facsimile = kept(pdfs.numbered(10), drawn=False)
    publish_with(issue, facsimile)
    save, saved = FacsimilePage.objects.update_or_create, 0

    def dying(*args: Any, **kwargs: Any) -> Any:
        nonlocal saved
        saved += 1
        if saved > 7:
            raise KeyboardInterrupt
        return save(*args, **kwargs)

    from zine import tasks  # noqa: PLC0415
    from zine.facsimiles import build  # noqa: PLC0415

    with monkeypatch.context() as patch:
        patch.setattr(FacsimilePage.objects, "update_or_create", dying)
        with pytest.raises(KeyboardInterrupt):
            build.draw_facsimile(facsimile)
    assert status(PAGES) == 404
    # The picture of the eighth page is there, cut short.
    cut = f"facsimiles/{str(facsimile.file.name).rpartition('/')[2][:-4]}/8-800.webp"
    private_storage().delete(cut)
    private_storage().save(cut, ContentFile(b"RI"))
    quick.clear()
    tasks.draw_facsimile_pages.call(facsimile.pk)
    assert quick == [7, 8, 9]
    assert private_storage().open(cut).read() == b"RIFF-webp"
    assert status(f"{PAGES}10/") == 200
    quick.clear()
    tasks.draw_facsimile_pages.call(facsimile.pk)
    assert quick == []


@pytest.mark.parametrize("content", [True, False])
def test_a_page_that_cannot_be_drawn_is_named(
    quick: list[int], monkeypatch: pytest.MonkeyPatch, content: bool
) -> None:
    from zine.facsimiles import build  # noqa: PLC0415

    draw = vars(build)["draw"]

    def failing(pdf: bytes, frames: Any) -> list[DrawnPage]:
        if any(frame.sheet == 8 for frame in frames):
            raise WorkerError("It is not to be drawn.", content=content)
        return draw(pdf, frames)

    monkeypatch.setattr(build, "draw", failing)
    facsimile = kept(pdfs.numbered(10))
    assert facsimile.state == Facsimile.State.FAILED
    assert (facsimile.failed_page, facsimile.too_slow) == (9, not content)
    assert facsimile.pages.count() == 8
    assert not ShownFacsimile.objects.exists()


def test_a_deleted_pdf_takes_its_pictures_along(quick: list[int]) -> None:
    facsimile = kept(pdfs.numbered(2))
    names = [name for page in facsimile.pages.all() for name in page.pictures.values()]
    names.append(str(facsimile.file.name))
    assert all(map(private_storage().exists, names))
    facsimile.delete()
    assert not any(map(private_storage().exists, names))
