"""Readers find what is public in their language, however they spell it, and never get an error."""

from io import StringIO
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from cms.search.models import SearchEntry
from home.models import StandardPage
from tests.markup import attribute, one
from tests.trees import SmallSite, add, add_principle, publish


def write(site: SmallSite, code: str, title: str, text: str = "", slug: str = "note") -> Page:
    """Publish a page of prose below a home page."""
    body = [{"type": "paragraph", "value": {"text": f"<p>{text}</p>", "footnotes": []}}]
    page = StandardPage(title=title, slug=slug, body=body)
    return add(site[code, "home"], page)


def answer(client: Client, query: str, code: str = "en", **parameters: Any) -> BeautifulSoup:
    response = client.get(f"/{code}/search/", {"q": query, **parameters})
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    return BeautifulSoup(response.content, "html.parser")


def found(client: Client, query: str, code: str = "en") -> list[str]:
    page = answer(client, query, code)
    return [title.get_text() for title in page.select(".search-result h2")]


def marks(element: BeautifulSoup | Tag) -> list[str]:
    return [mark.get_text() for mark in element.select("mark")]


@pytest.mark.parametrize(
    ("code", "text", "query"),
    [
        ("en", "They don’t let anyone down", "don't"),
        ("en", "They don't let anyone down", "DONT"),
        ("en", "The organization’s people", "organization"),
        ("en", "Łódź and Göteborg", "lodz goteborg"),
        ("es", "La deportación no es la solución", "deportacion"),
        ("es", "La deportacion sin acento", "deportación"),
        ("es", "El niño", "NINO"),
        ("en", "L’action directe à l’échelle", "action"),
        ("en", "Đà Nẵng, trục xuất", "da nang"),
        ("en", "trục xuất", "truc xuat"),
        ("ar", "الأُمَّةُ كُلُّها", "الامه"),
        ("ar", "الامة كلها", "أمّة"),
        ("ar", "إلى الأمام", "الى الامام"),
        ("ar", "آباؤنا وأجدادنا", "اباؤنا"),
        ("ar", "مســـيرة على الحدود", "مسيره حدود"),
        ("ar", "هذا شيء آخر", "شي"),
        ("ar", "مستشفى", "مستشفي"),
        ("ar", "سنة ٢٠١٩", "2019"),
        ("ar", "في 2019", "٢٠١٩"),
        ("en", "שָׁלוֹם עֲלֵיכֶם", "שלום עליכם"),
        ("en", 'הפעולה של צה"ל', "צהל"),
        ("en", "ייִדיש", "יידיש"),
        ("en", "ײִדיש", "ייִדיש"),
        ("en", "停止驱逐移民的行动", "移民"),
        ("en", "停止驱逐移民的行动", "驱逐移民"),
        ("en", "Everyone is welcome", "welc"),
    ],
)
def test_what_differs_only_in_spelling_is_found(
    site: SmallSite, client: Client, code: str, text: str, query: str
) -> None:
    write(site, code, "A page", text)
    assert found(client, query, code) == ["A page"]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Unwelcome", "welcome"),
        ("Everyone is welcome", "everyone left"),
        ("移居的民众", "移民"),
        ("Everyone is welcome", "%"),
        ("Everyone is welcome", "w_lcome"),
    ],
)
def test_what_is_not_there_is_not_found(
    site: SmallSite, client: Client, text: str, query: str
) -> None:
    write(site, "en", "A page", text)
    assert found(client, query) == []


def test_only_the_readers_language_is_searched(site: SmallSite, client: Client) -> None:
    write(site, "en", "English", "solidarity")
    write(site, "es", "Español", "solidarity")
    assert found(client, "solidarity") == ["English"]
    assert found(client, "solidarity", "es") == ["Español"]


def test_the_title_weighs_more_than_the_text(site: SmallSite, client: Client) -> None:
    write(site, "en", "A note", "detention " * 30, "a")
    write(site, "en", "Detention centers", "something else", "b")
    write(site, "en", "Detentions", "something else", "c")
    write(site, "en", "Z note", "detention once", "d")
    assert found(client, "detention") == ["Detention centers", "Detentions", "A note", "Z note"]


def test_principles_and_their_explanations_are_found(site: SmallSite, client: Client) -> None:
    add_principle(site["es", "principles"], 1, "Nadie queda atrás", "<p>Sin compromisos.</p>")
    assert found(client, "compromisos", "es") == ["Principios"]
    assert found(client, "atras", "es") == ["Principios"]


def test_machine_names_are_not_words(site: SmallSite, client: Client) -> None:
    add_principle(site["en", "principles"], 1, "Nobody", "<p>is left behind</p>")
    assert found(client, "principle-1") == []


def test_nothing_private_unpublished_or_deleted_is_found(site: SmallSite, client: Client) -> None:
    section = write(site, "en", "Section", "outer")
    inner = add(section, StandardPage(title="Inner", slug="inner", summary="secret solidarity"))
    assert found(client, "solidarity") == ["Inner"]
    restriction = PageViewRestriction.objects.create(
        page=section, restriction_type=PageViewRestriction.LOGIN
    )
    assert found(client, "solidarity") == []
    restriction.delete()
    inner.refresh_from_db()
    inner.unpublish()
    assert found(client, "solidarity") == []
    publish(inner)
    assert found(client, "solidarity") == ["Inner"]
    inner.delete()
    assert found(client, "solidarity") == []


def test_a_draft_is_not_found_until_it_is_published(site: SmallSite, client: Client) -> None:
    page = write(site, "en", "A note", "before")
    page.title, page.summary = "Changed", "afterwards"
    revision = page.save_revision()
    assert found(client, "afterwards") == []
    revision.publish()
    assert found(client, "afterwards") == ["Changed"]


def test_aliases_are_not_found(site: SmallSite, client: Client) -> None:
    write(site, "en", "A note", "solidarity")
    note = Page.objects.get(title="A note")
    note.copy_for_translation(site["es", "home"].locale, alias=True)
    call_command("rebuild_search", stdout=StringIO())
    assert found(client, "solidarity", "es") == []


def test_the_index_can_be_rebuilt(site: SmallSite, client: Client) -> None:
    write(site, "en", "A note", "solidarity")
    SearchEntry.objects.all().delete()
    assert found(client, "solidarity") == []
    output = StringIO()
    call_command("rebuild_search", stdout=output)
    assert found(client, "solidarity") == ["A note"]
    assert f"{SearchEntry.objects.count()} pages" in output.getvalue()


def test_the_excerpt_marks_the_words_as_they_are_written(site: SmallSite, client: Client) -> None:
    filler = "palabra " * 200
    write(site, "es", "Título", f"{filler} contra la DEPORTACIÓN de vecinos {filler}")
    result = answer(client, "deportacion vecinos", "es").select_one(".search-result p")
    assert result is not None
    assert marks(result) == ["DEPORTACIÓN", "vecinos"]
    text = result.get_text()
    assert text.startswith("… ")
    assert text.endswith(" …")
    assert len(text) < 260


def test_nothing_that_an_author_or_reader_writes_becomes_markup(
    site: SmallSite, client: Client
) -> None:
    write(site, "en", "<script>alert(1)</script> & note", "1 &lt; 2 &lt;img src=x&gt; solidarity")
    page = answer(client, 'solidarity"><script>alert(2)</script>')
    assert not page.select("main script")
    page = answer(client, "script solidarity")
    assert one(page, ".search-result h2").get_text() == "<script>alert(1)</script> & note"
    assert marks(page) == ["script", "script", "solidarity"]
    assert not page.select("main img")


HOSTILE = [
    "",
    "   ",
    "\x00",
    "a\x00b",
    "%00%ff",
    "'; DROP TABLE search_searchentry; --",
    '"',
    "'''",
    "* AND OR NOT NEAR(a b) ^title:",
    "(((",
    "\\",
    "%_%",
    "…—!?¿؟،",
    "🔥🔥",
    "\u202e\u2066\ufeff",
    "\ud800",
    "a" * 10_000,
    "word " * 5_000,
    "移" * 10_000,
    "ا" * 5_000,
    "e" + "\u0301" * 5_000,
    "-" * 10_000,
    "<mark>",
    "{{ 7 }}{% x %}",
]


@pytest.mark.parametrize("query", HOSTILE)
def test_every_query_has_an_answer(site: SmallSite, client: Client, query: str) -> None:
    write(site, "en", "A note", "a word 移")
    query = query.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    page = answer(client, query)
    assert page.select_one("main .search-form input[name=q]") is not None
    assert len(page.select("h1")) == 1


@pytest.mark.parametrize("raw", ["q=%00", "q=%ff%fe", "q=a&q=b", "page=2", "q=a&page=-1", "%3D"])
def test_every_query_string_has_an_answer(site: SmallSite, client: Client, raw: str) -> None:
    assert client.get(f"/en/search/?{raw}").status_code == 200


def test_a_long_query_is_cut_and_says_so(site: SmallSite, client: Client) -> None:
    page = answer(client, "solidarity " * 100)
    assert page.select_one(".search-note") is not None
    assert len(attribute(one(page, "main input[name=q]"), "value")) <= 100
    assert answer(client, "solidarity").select_one(".search-note") is None


def test_results_come_in_pages(site: SmallSite, client: Client) -> None:
    for number in range(13):
        write(site, "en", f"Note {number:02}", "solidarity", f"note-{number}")
    first = answer(client, "solidarity")
    assert len(first.select(".search-result")) == 10
    following = first.select_one(".pagination [rel=next]")
    assert following is not None
    second = BeautifulSoup(client.get(f"/en/search/{following['href']}").content, "html.parser")
    titles = [title.get_text() for title in second.select(".search-result h2")]
    assert titles == ["Note 10", "Note 11", "Note 12"]
    assert second.select_one(".pagination [rel=prev]") is not None


@pytest.mark.parametrize("number", ["0", "-1", "99", "x", "9" * 5000, "1.5", "", "\x00"])
def test_a_page_that_is_not_there_is_the_nearest_one(
    site: SmallSite, client: Client, number: str
) -> None:
    write(site, "en", "Note", "solidarity")
    assert len(answer(client, "solidarity", page=number).select(".search-result")) == 1


def test_search_engines_keep_out(site: SmallSite, client: Client) -> None:
    robots = answer(client, "note").select_one("meta[name=robots]")
    assert robots is not None
    assert robots["content"] == "noindex"


def test_a_language_that_is_not_offered_has_no_search(site: SmallSite, client: Client) -> None:
    assert client.get("/fr/search/?q=note").status_code == 404


def test_more_results_cost_no_more_queries(site: SmallSite, client: Client) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            answer(client, "solidarity")
        return len(queries)

    write(site, "en", "Note", "solidarity")
    count()
    before = count()
    for number in range(12):
        write(site, "en", f"Note {number}", "solidarity", f"note-{number}")
    assert count() == before
