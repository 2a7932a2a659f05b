"""An issue may be split in articles: each has an address of its own, and a byline if it wants."""

import datetime
import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource

from cms.pages.blocks import ZineBodyBlock
from cms.review.models import Decision
from tests.languages.test_sitemap import entries
from tests.markup import attribute, one, parse
from tests.trees import SmallSite, add
from zine.models import ZineIssuePage

pytestmark = pytest.mark.django_db

BASE = settings.WAGTAILADMIN_BASE_URL
RIGHTS = "/en/zine/7/rights/"


def heading(text: str, level: str = "2") -> tuple[str, Any]:
    return "heading", {"level": level, "text": text, "anchor": ""}


def paragraph(text: str) -> tuple[str, Any]:
    value = {"text": f"<p>{text}<sup>1</sup></p>", "footnotes": [f"<p>On {text}</p>"]}
    return "paragraph", value


def article(title: str, address: str, byline: str = "", summary: str = "") -> tuple[str, Any]:
    value = {"title": title, "address": address, "byline": byline, "summary": summary}
    return "article", value


def issue(title: str, body: list[tuple[str, Any]], number: int = 7) -> ZineIssuePage:
    return ZineIssuePage(
        title=title,
        slug=str(number),
        number=number,
        published_on=datetime.date(2026, 9, 1),
        summary="The whole issue.",
        body=json.dumps([{"type": kind, "value": value} for kind, value in body]),
    )


@pytest.fixture
def english(site: SmallSite) -> ZineIssuePage:
    body = [
        heading("Welcome"),
        paragraph("Welcome"),
        article("Your rights", "rights", "The night shift", "What to say."),
        paragraph("Silence"),
        heading("At the door", "3"),
        heading("A chain", "4"),
        article("Soup", "soup"),
        paragraph("Onions"),
        heading("Glossary"),
        paragraph("Words"),
    ]
    page = add(site["en", "zine"], issue("Seven", body))
    assert isinstance(page, ZineIssuePage)
    return page


@pytest.fixture
def spanish(site: SmallSite, english: ZineIssuePage) -> Page:
    """A version that has one of the articles."""
    body = [heading("Hola"), article("Tus derechos", "rights", "El turno de noche")]
    return add(site["es", "zine"], issue("Siete", body), original=english)


def read(client: Client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200, address
    return parse(response)


def links(page: BeautifulSoup, selector: str, name: str = "href") -> list[str]:
    return [attribute(link, name) for link in page.select(selector)]


@pytest.mark.usefixtures("english")
def test_an_article_has_its_own_address_title_and_byline(client: Client) -> None:
    page = read(client, RIGHTS)
    assert [h1.get_text() for h1 in page.select("h1")] == ["Your rights"]
    assert one(page, ".zine-article .byline").get_text() == "The night shift"
    assert one(page, ".zine-article .lead").get_text() == "What to say."
    assert attribute(one(page, ".zine-number a"), "href") == "/en/zine/7/"
    assert one(page, ".text").get_text().split() == [
        *("Silence2", "At", "the", "door", "A", "chain"),
        *("Notes", "On", "Silence", "↑"),
    ]


@pytest.mark.usefixtures("english")
def test_headings_below_an_article_skip_no_level(client: Client) -> None:
    page = read(client, RIGHTS)
    assert [(h.name, h.get_text()) for h in page.select(".text > :is(h2, h3, h4)")] == [
        ("h2", "At the door"),
        ("h3", "A chain"),
    ]


@pytest.mark.usefixtures("english")
def test_an_article_ends_where_the_next_section_begins(client: Client) -> None:
    assert "Words" in one(read(client, "/en/zine/7/4/"), ".text").get_text()
    soup = one(read(client, "/en/zine/7/soup/"), ".text").get_text()
    assert "Onions" in soup
    assert "Words" not in soup


@pytest.mark.usefixtures("english")
def test_the_number_of_an_article_leads_to_its_address(client: Client) -> None:
    response = client.get("/en/zine/7/2/")
    assert (response.status_code, response.headers["Location"]) == (302, RIGHTS)


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("end", ["rights/2/", "Rights/", "glossary/", "5/", "rights/rights/"])
def test_there_are_no_other_addresses(client: Client, end: str) -> None:
    assert client.get(f"/en/zine/7/{end}").status_code == 404


def test_an_article_of_a_draft_cannot_be_read(client: Client, english: ZineIssuePage) -> None:
    english.unpublish()
    assert client.get(RIGHTS).status_code == 404


@pytest.mark.usefixtures("english")
def test_the_contents_name_articles_and_who_made_them(client: Client) -> None:
    lines = read(client, "/en/zine/7/").select("article > header .contents li")
    assert [line.get_text(" ", strip=True) for line in lines] == [
        "Welcome",
        "Your rights The night shift",
        "Soup",
        "Glossary",
    ]
    assert attribute(one(lines[1], "a"), "href") == RIGHTS
    assert attribute(lines[1], "id") == "rights"


@pytest.mark.usefixtures("english")
def test_readers_turn_from_article_to_article(client: Client) -> None:
    front = read(client, "/en/zine/7/")
    assert one(front, "a[rel=next]").get_text() == "Read on: Your rights"
    page = read(client, "/en/zine/7/soup/")
    assert links(page, "a[rel=prev], a[rel=next]") == [RIGHTS, "/en/zine/7/4/"]


def test_an_issue_that_begins_with_an_article_has_a_front(client: Client, site: SmallSite) -> None:
    add(site["en", "zine"], issue("Eight", [article("First", "first")], number=8))
    assert read(client, "/en/zine/8/").select(".text > *") == []
    assert one(read(client, "/en/zine/8/first/"), "h1").get_text() == "First"


def test_an_editor_previews_articles_in_their_place(english: ZineIssuePage) -> None:
    text = one(parse(english.make_preview_request()), ".text")
    assert [(h.name, h.get_text()) for h in text.select("h2, h3, h4")][:5] == [
        ("h2", "Welcome"),
        ("h2", "Your rights"),
        ("h3", "At the door"),
        ("h4", "A chain"),
        ("h2", "Soup"),
    ]
    assert one(text, "#rights + .byline").get_text() == "The night shift"


@pytest.mark.usefixtures("english", "spanish")
def test_an_article_says_of_itself_what_is_its_own(client: Client) -> None:
    page = read(client, RIGHTS)
    assert one(page, "title").get_text() == "Your rights — Never Again Action"
    assert links(page, "link[rel=canonical]") == [f"{BASE}{RIGHTS}"]
    assert links(page, 'meta[property="og:url"]', "content") == [f"{BASE}{RIGHTS}"]
    assert links(page, 'meta[name="description"]', "content") == ["What to say."]
    data = [json.loads(script.string or "") for script in page.select("script[type*=ld]")]
    (own,) = [each for each in data if each["@type"] == "Article"]
    assert (own["headline"], own["url"]) == ("Your rights", f"{BASE}{RIGHTS}")
    assert own["author"] == {"name": "The night shift"}
    (trail,) = [each for each in data if each["@type"] == "BreadcrumbList"]
    names = [step["name"] for step in trail["itemListElement"]]
    assert names[-2:] == ["Seven", "Your rights"]
    picture = one(page, 'meta[property="og:image"]')
    assert client.get(attribute(picture, "content").removeprefix(BASE)).status_code == 200


@pytest.mark.usefixtures("english", "spanish")
def test_an_article_names_the_languages_that_have_it(client: Client) -> None:
    def alternates(address: str) -> dict[str, str]:
        found = read(client, address).select("link[rel=alternate][hreflang]")
        return {attribute(a, "hreflang"): attribute(a, "href") for a in found}

    both = {"en": BASE + RIGHTS, "es": f"{BASE}/es/zine/7/rights/", "x-default": BASE + RIGHTS}
    assert alternates(RIGHTS) == alternates("/es/zine/7/rights/") == both
    alone = f"{BASE}/en/zine/7/soup/"
    assert alternates("/en/zine/7/soup/") == {"en": alone, "x-default": alone}


@pytest.mark.usefixtures("english", "spanish")
def test_readers_change_the_language_of_an_article(client: Client) -> None:
    assert "/es/zine/7/rights/" in links(read(client, RIGHTS), ".language-switcher a")
    assert "/es/zine/7/" in links(read(client, "/en/zine/7/soup/"), ".language-switcher a")


@pytest.mark.usefixtures("english", "spanish")
def test_the_sitemap_lists_articles_where_they_exist(client: Client) -> None:
    found = entries(client)
    rights = {"en": RIGHTS, "es": "/es/zine/7/rights/", "x-default": RIGHTS}
    assert found[RIGHTS] == found["/es/zine/7/rights/"] == rights
    soup = "/en/zine/7/soup/"
    assert found[soup] == {"en": soup, "x-default": soup}
    assert "/es/zine/7/soup/" not in found
    assert "/en/zine/7/4/" not in found


def test_a_translation_keeps_the_address_and_translates_the_byline(
    site: SmallSite, english: ZineIssuePage
) -> None:
    source, _created = TranslationSource.update_or_create_from_instance(english)
    strings = set(source.stringsegment_set.values_list("string__data", flat=True))
    assert {"Your rights", "The night shift", "What to say."} <= strings
    assert "rights" not in strings
    locale = site["es", "zine"].locale
    Translation.objects.create(source=source, target_locale=locale).save_target(publish=False)
    draft = english.get_translation(locale).get_latest_revision_as_object()
    assert [b.value["address"] for b in draft.body if b.block_type == "article"] == [
        "rights",
        "soup",
    ]


def test_the_line_of_approval_stands_below_an_article(
    client: Client, english: ZineIssuePage
) -> None:
    """Review and freshness are the issue's: an article has no revision of its own."""
    revision = english.live_revision
    Decision.about(revision, Decision.Kind.APPROVED, get_user_model().objects.create(username="a"))
    front, own = read(client, "/en/zine/7/"), read(client, RIGHTS)
    assert one(own, ".trust-line").get_text() == one(front, ".trust-line").get_text()
    assert f"revision {revision.pk}" in one(own, ".trust-line").get_text()


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("Rights", "small latin letters"),
        ("our rights", "small latin letters"),
        ("12", "small latin letters"),
        ("-a", "small latin letters"),
        ("حقوق", "small latin letters"),
        ("print", "another meaning"),
        ("files", "another meaning"),
    ],
)
def test_an_address_that_cannot_be_is_refused(address: str, sentence: str) -> None:
    block = ZineBodyBlock()
    with pytest.raises(ValidationError) as caught:
        block.clean(block.to_python([raw(article("A", address))]))
    assert sentence in json.dumps(caught.value.as_json_data(), default=str)  # type: ignore[attr-defined]


def test_two_articles_with_one_address_are_refused() -> None:
    block = ZineBodyBlock()
    body = [raw(article("A", "a")), raw(heading("Between")), raw(article("B", "a"))]
    with pytest.raises(ValidationError) as caught:
        block.clean(block.to_python(body))
    assert list(caught.value.block_errors) == [2]  # type: ignore[attr-defined]
    body[2] = raw(article("B", "b"))
    assert len(block.clean(block.to_python(body))) == 3


def raw(block: tuple[str, Any]) -> dict[str, Any]:
    return {"type": block[0], "value": block[1]}
