"""A zine is read in parts: each light, each with an address, all of them reachable."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client, RequestFactory
from django.utils.translation import override

from tests.factories import ZineIssuePageFactory
from tests.markup import attribute, one, parse
from tests.seeding import SeededSite
from tests.zine.offered import offer
from zine.models import ZineIssuePage
from zine.web.parts import BLOCKS_PER_PART

from .test_weight import TEXT_BUDGET, text_parts
from .whole_site import LANGUAGES, fetch

pytestmark = pytest.mark.django_db


def section(name: str, paragraphs: int, anchor: str = "") -> list[tuple[str, Any]]:
    text = {"text": f"<p>{name}<sup>1</sup></p>", "footnotes": [f"<p>On {name}</p>"]}
    return [
        ("heading", {"level": "2", "text": name, "anchor": anchor}),
        *[("paragraph", text)] * paragraphs,
    ]


@pytest.fixture
def issue(db: None) -> ZineIssuePage:
    """Four sections, of which each two fill a part."""
    half = BLOCKS_PER_PART // 2 - 1
    body = [
        *section("One", half),
        *section("Two", half),
        *section("Three", half, anchor="third"),
        *section("Four", half),
    ]
    return ZineIssuePageFactory(title="The zine", body=body)


def headings(soup: BeautifulSoup) -> list[str]:
    return [heading.get_text() for heading in soup.select(".text > h2")]


def test_sections_are_kept_whole(client: Client, issue: ZineIssuePage) -> None:
    assert headings(parse(client.get(issue.url))) == ["One", "Two"]
    assert headings(parse(client.get(f"{issue.url}2/"))) == ["Three", "Four"]


def test_every_line_of_the_contents_leads_to_its_section(
    client: Client, issue: ZineIssuePage
) -> None:
    front = parse(client.get(issue.url))
    links = front.select(".contents a")
    assert [link.get_text() for link in links] == ["One", "Two", "Three", "Four"]
    assert attribute(links[2], "href") == f"{issue.url}2/#third"
    for link in links:
        address, _, anchor = attribute(link, "href").partition("#")
        target = parse(client.get(address or issue.url))
        assert one(target, f".text > #{anchor}").get_text() == link.get_text()


def test_an_old_link_to_a_section_finds_its_line(client: Client, issue: ZineIssuePage) -> None:
    line = one(parse(client.get(issue.url)), ".contents #third")
    assert attribute(one(line, "a"), "href") == f"{issue.url}2/#third"


def test_notes_are_numbered_through_the_whole_text(client: Client, issue: ZineIssuePage) -> None:
    first = parse(client.get(issue.url)).select(".notes li")
    second = parse(client.get(f"{issue.url}2/")).select(".notes li")
    assert attribute(first[0], "id") == "note-1"
    assert attribute(second[0], "id") == f"note-{len(first) + 1}"
    assert attribute(second[0].parent, "start") == str(len(first) + 1)  # type: ignore[arg-type]


def test_a_reader_turns_the_pages(client: Client, issue: ZineIssuePage) -> None:
    front = parse(client.get(issue.url))
    assert attribute(one(front, "a[rel=next]"), "href") == f"{issue.url}2/"
    assert not front.select("a[rel=prev]")
    back = parse(client.get(f"{issue.url}2/"))
    assert attribute(one(back, "a[rel=prev]"), "href") == issue.url
    assert not back.select("a[rel=next]")


def test_a_part_says_which_it_is(client: Client, issue: ZineIssuePage) -> None:
    back = parse(client.get(f"{issue.url}2/"))
    assert one(back, "title").get_text().startswith("The zine, part 2")
    assert attribute(one(back, "link[rel=canonical]"), "href").endswith(f"{issue.url}2/")
    assert not back.select("link[rel=alternate][hreflang]")
    assert len(back.select("h1")) == 1


@pytest.mark.parametrize(
    "end", ["0/", "1/", "3/", "02/", "-1/", "²/", "2/2/", "x/", "9" * 5000 + "/"]
)
def test_there_are_no_other_parts(client: Client, issue: ZineIssuePage, end: str) -> None:
    assert client.get(issue.url + end).status_code == 404


def test_parts_of_a_draft_cannot_be_read(client: Client, issue: ZineIssuePage) -> None:
    issue.unpublish()
    assert client.get(f"{issue.url}2/").status_code == 404


def test_a_short_issue_is_one_page(client: Client) -> None:
    issue = ZineIssuePageFactory(body=section("Only", 3))
    page = parse(client.get(issue.url))
    assert headings(page) == ["Only"]
    assert not page.select(".parts")
    assert client.get(f"{issue.url}2/").status_code == 404


def test_an_empty_issue_has_a_page(client: Client) -> None:
    assert client.get(ZineIssuePageFactory().url).status_code == 200


def test_what_one_request_shows_is_gone_with_it() -> None:
    """One page, asked for one part after another, shows of each what a new page would."""
    article = {"title": "Own", "address": "own", "byline": "A crew", "summary": "In short."}
    body = [*section("One", 3), ("article", article), *section("Two", BLOCKS_PER_PART)]
    page = ZineIssuePageFactory(title="The zine", body=body)
    offer(page)
    ends = ["own/", "3/", "print/", "", "own/"]
    told = [told_of(page, end) for end in ends]
    assert told == [told_of(ZineIssuePage.objects.get(pk=page.pk), end) for end in ends]
    titles = [title.partition(" — ")[0] for title, *_rest in told]
    assert titles == ["Own", "The zine, part 3", "Print and fold: The zine", "The zine", "Own"]


def told_of(page: ZineIssuePage, end: str) -> list[str]:
    """The title and what else machines are told, of the part of a page at an address."""
    request = RequestFactory().get(f"{page.url}{end}")
    with override("en"):
        served, args, kwargs = page.route(request, [part for part in end.split("/") if part])
        soup = parse(served.serve(request, *args, **kwargs).render())
    told = soup.select("link[rel=canonical], link[rel=alternate], meta[name=description]")
    return [one(soup, "title").get_text(), *map(str, told)]


def test_an_editor_previews_the_whole_text(issue: ZineIssuePage) -> None:
    response = issue.make_preview_request()
    assert headings(parse(response)) == ["One", "Two", "Three", "Four"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_is_light(seeded_site: SeededSite, client: Client, language: str) -> None:
    issue = seeded_site.page(language, "zine/101/")
    assert len(issue.parts) > 1
    for part in issue.parts:
        sizes = text_parts(fetch(client, f"/{language}/zine/101/{part.subpath}"))
        assert sum(sizes.values()) <= TEXT_BUDGET, (part.number, sizes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_part_is_light_with_its_files(
    seeded_site: SeededSite, client: Client, language: str
) -> None:
    for each in LANGUAGES:
        offer(seeded_site.page(each, "zine/101/"))
    page = fetch(client, f"/{language}/zine/101/")
    assert page.soup.select(f"#downloads a[hreflang={'en' if language != 'en' else 'ar'}]")
    sizes = text_parts(page)
    assert "site/shelf.css" in sizes
    assert sum(sizes.values()) <= TEXT_BUDGET, sizes


def test_parts_are_divided_alike_in_every_language(seeded_site: SeededSite) -> None:
    divisions = {
        tuple(len(part.blocks) for part in seeded_site.page(language, "zine/101/").parts)
        for language in LANGUAGES
    }
    assert len(divisions) == 1
