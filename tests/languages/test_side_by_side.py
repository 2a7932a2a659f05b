"""A page in two languages side by side, section by section."""

import json
import uuid
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from cms.languages.sections import Section, paired
from home.models import Principle
from tests.markup import attribute, one, parse
from tests.trees import SmallSite, publish

BASE = settings.WAGTAILADMIN_BASE_URL


def stream(numbers: list[uuid.UUID], words: str, sections: int) -> str:
    """Sections of a heading and a paragraph with a footnote, with these numbers of blocks."""
    blocks: list[dict[str, Any]] = []
    for place in range(sections):
        blocks += [
            {"type": "heading", "id": str(numbers[2 * place]), "value": heading(words, place)},
            {"type": "paragraph", "id": str(numbers[2 * place + 1]), "value": note(words, place)},
        ]
    return json.dumps(blocks)


def heading(words: str, place: int) -> dict[str, str]:
    return {"text": f"{words} {place}", "level": "2", "anchor": ""}


def note(words: str, place: int) -> dict[str, Any]:
    text = f"<p>{words} text {place}<sup>1</sup></p>"
    return {"text": text, "footnotes": [f"<p>{words} note {place}</p>"]}


NUMBERS = [uuid.UUID(int=number) for number in range(200)]


def write(site: SmallSite, code: str, words: str, sections: int, start: int = 0) -> None:
    page = site[code, "about"]
    page.body, page.summary = stream(NUMBERS[start:], words, sections), f"{words} summary"
    publish(page)


@pytest.fixture
def written(site: SmallSite) -> SmallSite:
    write(site, "en", "English", 3)
    write(site, "es", "Español", 3)
    return site


def rows(client: Client, address: str) -> list[tuple[str, str]]:
    """The texts of both sides, for each pair of sections."""
    pairs = parse(client.get(address)).select("main article > .pair")
    texts = [
        tuple(side.get_text(" ", strip=True) for side in pair.select(":scope > .side"))
        for pair in pairs
    ]
    return [(text[0], text[1]) for text in texts]


def test_each_section_stands_beside_its_translation(written: SmallSite, client: Client) -> None:
    found = rows(client, "/en/about/with/es/")
    assert found[0] == ("English summary", "Español summary")
    for place in range(3):
        left, right = found[1 + place]
        assert left.startswith(f"English {place} English text {place}")
        assert right.startswith(f"Español {place} Español text {place}")
    assert "English note 2" in found[-1][0]
    assert "Español note 2" in found[-1][1]


def test_each_side_says_its_language(written: SmallSite, client: Client) -> None:
    response = client.get("/ar/principles/with/en/")
    page = parse(response)
    assert (one(page, "html")["lang"], one(page, "html")["dir"]) == ("ar", "rtl")
    sides = {(attribute(each, "lang"), attribute(each, "dir")) for each in page.select(".side")}
    assert sides == {("ar", "rtl"), ("en", "ltr")}
    title = one(page, "h1")
    assert [each.get_text() for each in title.select(".side")] == ["مبادئنا", "Principles"]


def test_search_engines_are_sent_to_the_page_in_one_language(
    written: SmallSite, client: Client
) -> None:
    page = parse(client.get("/es/about/with/en/"))
    assert [each["href"] for each in page.select("link[rel=canonical]")] == [f"{BASE}/es/about/"]
    assert one(page, "meta[name=robots]")["content"] == "noindex"
    assert not page.select("link[hreflang]")
    assert "/with/" not in client.get("/sitemap.xml").text


def test_it_asks_nothing_of_the_browser(written: SmallSite, client: Client) -> None:
    response = client.get("/en/about/with/es/")
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    page = parse(response)
    assert not page.select("main script, main [style], main form")
    marks = [each["id"] for each in page.select("[id]")]
    assert len(marks) == len(set(marks))
    for link in page.select("a[href^='#']"):
        assert attribute(link, "href")[1:] in marks


@pytest.mark.parametrize(
    "address",
    [
        "/en/about/with/en/",
        "/en/about/with/ar/",
        "/en/about/with/fr/",
        "/en/about/with/xx/",
        "/fr/about/with/en/",
        "/en/zine/101/with/es/",
        "/en/nothing/with/es/",
        "/en/about/with/es/2/",
        "/en/about/with/es/0/",
        "/en/about/with/es/999/",
    ],
)
def test_both_must_be_there(site: SmallSite, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("code", ["en", "es"])
def test_both_must_be_public(written: SmallSite, client: Client, code: str) -> None:
    PageViewRestriction.objects.create(
        page=written[code, "about"], restriction_type=PageViewRestriction.LOGIN
    )
    response = client.get("/en/about/with/es/")
    assert response.status_code == 404
    assert "text 0" not in response.text
    assert "/with/" not in client.get("/en/about/").text


@pytest.mark.parametrize("code", ["en", "es"])
def test_both_must_be_live(written: SmallSite, client: Client, code: str) -> None:
    written[code, "about"].unpublish()
    assert client.get("/en/about/with/es/").status_code == 404


def test_pages_lead_to_it(written: SmallSite, client: Client) -> None:
    links = parse(client.get("/en/about/")).select(".beside a")
    assert [link["href"] for link in links] == ["/en/about/with/es/"]
    assert client.get("/en/about/with/es/").status_code == 200
    home = parse(client.get("/ar/")).select(".beside a")
    assert [link["href"] for link in home] == ["/ar/with/en/", "/ar/with/es/"]
    assert client.get("/ar/with/es/").status_code == 200
    assert not parse(client.get("/en/zine/102/")).select(".beside")


def test_records_find_their_translations_whatever_their_order(
    site: SmallSite, client: Client
) -> None:
    keys = [uuid.uuid4(), uuid.uuid4()]
    for code, order in (("en", (0, 1)), ("ar", (1, 0))):
        page = site[code, "principles"]
        page.principles = [
            Principle(
                key=f"principle-{number + 1}",
                translation_key=keys[number],
                statement=f"{code} {number}",
                explanation=f"<p>Why {code} {number}</p>",
                locale=page.locale,
                sort_order=place,
            )
            for place, number in enumerate(order)
        ]
        publish(page)
    assert rows(client, "/en/principles/with/ar/")[:2] == [
        ("en 0 Why en 0", "ar 0 Why ar 0"),
        ("en 1 Why en 1", "ar 1 Why ar 1"),
    ]


def test_what_one_language_lacks_is_said(written: SmallSite, client: Client) -> None:
    write(written, "es", "Español", 2)
    left, right = rows(client, "/en/about/with/es/")[3]
    assert left.startswith("English 2")
    assert right == "This part is not in this language."


def test_a_page_that_was_written_by_itself_is_paired_by_place(
    written: SmallSite, client: Client
) -> None:
    write(written, "es", "Propio", 2, start=100)
    assert rows(client, "/en/about/with/es/")[2][1].startswith("Propio 1")


def test_what_only_the_second_has_stands_in_its_place() -> None:
    def made(keys: str) -> list[Section]:
        return [Section("body", key) for key in keys]

    def keys(left: str, right: str) -> list[tuple[str | None, str | None]]:
        pairs = paired(made(left), made(right))
        return [
            (
                None if each.first is None else each.first.key,
                None if each.second is None else each.second.key,
            )
            for each in pairs
        ]

    assert keys("abd", "xaycz") == [
        (None, "x"),
        ("a", "a"),
        ("b", None),
        ("d", None),
        (None, "y"),
        (None, "c"),
        (None, "z"),
    ]
    assert keys("ab", "ba") == [("a", "a"), ("b", "b")]


def test_a_long_page_comes_in_parts_with_its_notes_numbered_through(
    site: SmallSite, client: Client
) -> None:
    for code in ("en", "es"):
        write(site, code, code, 40)
    first = parse(client.get("/en/about/with/es/"))
    assert one(first, "a[rel=next]")["href"] == "/en/about/with/es/2/"
    second = parse(client.get("/en/about/with/es/2/"))
    assert one(second, "a[rel=prev]")["href"] == "/en/about/with/es/"
    last = len(first.select("[id^=en-note-reference]"))
    numbers = [attribute(each, "id") for each in second.select("[id^=en-note-reference]")]
    assert numbers[0] == f"en-note-reference-{last + 1}"
    assert len(client.get("/en/about/with/es/").content) < 60_000


def test_sides_change(written: SmallSite, client: Client) -> None:
    page = parse(client.get("/en/about/with/es/"))
    assert one(page, ".turn a")["href"] == "/es/about/with/en/"
    assert client.get("/es/about/with/en/").status_code == 200


def test_more_sections_and_languages_cost_no_more_queries(
    written: SmallSite, client: Client
) -> None:
    def queries() -> int:
        client.get("/en/about/with/es/")
        with CaptureQueriesContext(connection) as found:
            assert client.get("/en/about/with/es/").status_code == 200
        return len(found)

    before = queries()
    for code in ("en", "es"):
        write(written, code, code, 10)
    publish(written["fr", "home"])
    assert queries() == before
