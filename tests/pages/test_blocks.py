"""Every block shows what its author wrote, in a page and in the admin's preview."""

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from cms.media.models import Document
from cms.pages.blocks import (
    BodyBlock,
    ContactBlock,
    ContactLinkBlock,
    ContactLinksBlock,
    ZineBodyBlock,
)
from tests.factories import (
    ChapterPageFactory,
    HomePageFactory,
    PersonFactory,
    PrincipleFactory,
    StandardPageFactory,
    ZineIssuePageFactory,
)
from tests.markup import one
from tests.safety.dirty_files import PDF

pytestmark = pytest.mark.django_db

BLOCKS = {
    f"{stream.__name__}.{name}": block
    for stream in (BodyBlock, ZineBodyBlock, ContactLinksBlock)
    for name, block in stream().child_blocks.items()
}


def text_of(client: Client, *body: tuple[str, Any]) -> Tag:
    """The text of a page with these blocks, as a reader gets it."""
    page = StandardPageFactory(body=list(body))
    response = client.get(page.url)
    assert response.status_code == 200
    found = BeautifulSoup(response.content, "lxml").select_one(".text")
    assert found is not None
    return found


def words(element: Tag) -> str:
    return element.get_text(" ", strip=True)


@pytest.mark.parametrize("name", BLOCKS)
def test_every_block_can_be_previewed(admin_client: Client, name: str) -> None:
    HomePageFactory()
    PrincipleFactory(key="principle-1")
    block = BLOCKS[name]
    assert block.is_previewable, name
    url = reverse("wagtailadmin_block_preview")
    response = admin_client.get(url, {"id": block.definition_prefix})
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "lxml")
    assert one(page, 'link[href$="site/site.css"]')
    assert one(page, "html")["dir"] == "ltr"
    assert not page.select("[style], script:not([src]), style")


@pytest.mark.parametrize(("level", "tag"), [("2", "h2"), ("3", "h3"), ("4", "h4")])
def test_headings(client: Client, level: str, tag: str) -> None:
    text = text_of(client, ("heading", {"level": level, "text": "How & why", "anchor": "how"}))
    assert one(text, f"{tag}#how").string == "How & why"


def test_a_heading_without_anchor_is_called_after_its_place(client: Client) -> None:
    heading = {"level": "2", "text": "Same", "anchor": ""}
    named = {"level": "2", "text": "Named", "anchor": "section-3"}
    text = text_of(client, ("heading", heading), ("heading", named), ("heading", heading))
    assert [tag["id"] for tag in text.select("h2")] == ["section-1", "section-3", "section-3-3"]


def test_a_long_page_lists_its_contents(client: Client) -> None:
    sections = [("heading", {"level": "2", "text": f"S{n}", "anchor": ""}) for n in (1, 2, 3)]
    small = ("heading", {"level": "3", "text": "Small", "anchor": ""})
    page = StandardPageFactory(body=[*sections, small])
    soup = BeautifulSoup(client.get(page.url).content, "lxml")
    links = {link["href"]: link.string for link in soup.select(".contents a")}
    assert links == {"#section-1": "S1", "#section-2": "S2", "#section-3": "S3"}
    assert all(soup.select(str(address)) for address in links)


def test_footnotes_link_both_ways_and_are_numbered_through(client: Client) -> None:
    def paragraph(letter: str) -> tuple[str, Any]:
        text = f"<p>{letter}<sup>1</sup> and<sup>2</sup></p>"
        return (
            "paragraph",
            {"text": text, "footnotes": [f"<p>{letter}1</p>", f"<p>{letter}2</p>"]},
        )

    text = text_of(client, paragraph("a"), paragraph("b"))
    marks = text.select("sup a[role=doc-noteref]")
    assert [mark.string for mark in marks] == ["1", "2", "3", "4"]
    for mark, note in zip(marks, text.select(".notes li"), strict=True):
        assert mark["href"] == f"#{note['id']}"
        assert one(note, "a[role=doc-backlink]")["href"] == f"#{mark['id']}"
    assert [words(note)[:2] for note in text.select(".notes li")] == ["a1", "a2", "b1", "b2"]


def test_pull_quote(client: Client) -> None:
    text = text_of(client, ("pull_quote", {"quotation": "Never <again>", "attribution": "A chant"}))
    assert words(one(text, "figure.pull-quote blockquote")) == "Never <again>"
    assert words(one(text, "figure.pull-quote figcaption")) == "A chant"


def test_contacts_are_dialled_by_a_tap(client: Client) -> None:
    contacts = [
        {"kind": "phone", "text": "Legal <line>", "target": "+1 (617) 555-0100", "note": "By day"},
        {"kind": "email", "text": "Letters", "target": "a@example.org", "note": ""},
        {"kind": "website", "text": "More", "target": "https://example.org/m/", "note": ""},
    ]
    box = one(
        text_of(client, ("contacts", {"title": "Whom to call", "contacts": contacts})), ".contacts"
    )
    assert words(one(box, ".box-title")) == "Whom to call"
    assert [words(line) for line in box.select("li")] == [
        "Legal <line> +1 (617) 555-0100 By day",
        "Letters a@example.org",
        "More example.org/m",
    ]
    addresses = [str(link["href"]) for link in box.select("li > a")]
    assert addresses == ["tel:+16175550100", "mailto:a@example.org", "https://example.org/m/"]
    assert [str(number["dir"]) for number in box.select("a > bdi")] == ["ltr"] * 3


@pytest.mark.parametrize("target", ["988", "1-800-555-0142", "+1 (617) 555-0100", "٠١٢٣٤٥٦٧"])
def test_a_number_that_can_be_dialled_passes(target: str) -> None:
    block = ContactBlock()
    value = {"kind": "phone", "text": "A", "target": target, "note": ""}
    assert block.clean(block.to_python(value))["target"] == target


@pytest.mark.parametrize("target", ["12", "1-800-FLOWERS", "555-0142 ext. 5", "help@example.org"])
def test_a_number_that_cannot_be_dialled_is_refused(target: str) -> None:
    block = ContactBlock()
    value = {"kind": "phone", "text": "A", "target": target, "note": ""}
    with pytest.raises(ValidationError) as caught:
        block.clean(block.to_python(value))
    assert list(caught.value.block_errors) == ["target"]  # type: ignore[attr-defined]


def test_numbered_points(client: Client) -> None:
    points = [{"statement": "One", "text": "<p>First</p>"}, {"statement": "Two", "text": ""}]
    text = text_of(client, ("numbered_points", {"points": points}))
    assert [words(point) for point in text.select("ol.points > li")] == ["One First", "Two"]


def test_checklist(client: Client) -> None:
    text = text_of(client, ("checklist", {"title": "Bring", "items": ["A pen", "Water"]}))
    assert words(one(text, ".checklist .box-title")) == "Bring"
    assert [item.string for item in text.select(".checklist li")] == ["A pen", "Water"]


@pytest.mark.parametrize(("kind", "marked"), [("note", None), ("important", "important")])
def test_callout(client: Client, kind: str, marked: str | None) -> None:
    value = {"kind": kind, "title": "Mind", "text": "<p>This is <b>not</b> advice.</p>"}
    box = one(text_of(client, ("callout", value)), ".callout[role=note]")
    assert box.get("data-kind") == marked
    assert words(box) == "Mind This is not advice."


def test_facts(client: Client) -> None:
    facts = [
        {"figure": "36", "text": "arrests", "source": "https://news.example.org/36"},
        {"figure": "40+", "text": "actions", "source": ""},
    ]
    text = text_of(client, ("facts", {"facts": facts}))
    assert [words(number) for number in text.select("dd.figure-number")] == ["36", "40+"]
    source = one(text, ".source a")
    assert source["href"] == "https://news.example.org/36"
    assert words(source) == "Source : arrests"


def test_call_to_action_leads_to_an_address(client: Client) -> None:
    value = {"text": "Join", "page": None, "address": "https://join.example.org/"}
    assert one(text_of(client, ("call_to_action", value)), "a.button")["href"] == value["address"]


def test_call_to_action_leads_to_a_page_that_readers_can_see(client: Client) -> None:
    page = StandardPageFactory(title="Target")
    action = ("call_to_action", {"text": "Go", "page": page, "address": ""})
    assert one(text_of(client, action), "a.button")["href"] == page.url
    Page.objects.get(pk=page.pk).unpublish()
    assert not text_of(client, action).select("a.button")


def test_principle_reference(client: Client) -> None:
    PrincipleFactory(key="principle-7", sort_order=1)
    second = PrincipleFactory(
        page=PrincipleFactory._meta.model.objects.get().page,
        key="principle-4",
        sort_order=2,
        statement="Nobody is left behind",
        explanation="<p>No compromise.</p>",
    )
    text = text_of(client, ("principle_reference", {"principle": "principle-4"}))
    box = one(text, ".principle-reference")
    assert one(box, "a")["href"] == f"{second.page.url}#principle-4"
    assert words(box) == "2 Principle 2: Nobody is left behind No compromise."


def test_a_principle_that_readers_cannot_see_is_left_out(client: Client) -> None:
    principle = PrincipleFactory(key="principle-4")
    Page.objects.get(pk=principle.page_id).unpublish()
    text = text_of(client, ("principle_reference", {"principle": "principle-4"}))
    assert not text.select(".principle-reference")


def test_chapter_list_comes_from_the_pages(client: Client) -> None:
    boston = ChapterPageFactory(title="Boston", place="Boston, Massachusetts")
    ChapterPageFactory(title="Texas", place="Texas", state="forming")
    ChapterPageFactory(title="Old", state="archived")
    ChapterPageFactory(title="Draft", live=False)
    cards = text_of(client, ("chapter_list", None)).select(".chapter-card")
    assert [words(card) for card in cards] == ["Boston Boston, Massachusetts", "Texas Forming"]
    assert one(cards[0], "a")["href"] == boston.url
    assert {str(card["data-pattern"]) for card in cards} <= set("1234567")


def test_no_chapter_says_so(client: Client) -> None:
    assert one(text_of(client, ("chapter_list", None)), ".empty").string


def test_staff_list_comes_from_the_records(client: Client) -> None:
    HomePageFactory()
    PersonFactory(name="Second", role="Field", order=2)
    PersonFactory(name="First", role="Director", order=1)
    PersonFactory(name="Gone", is_active=False)
    text = text_of(client, ("staff_list", None))
    assert [words(person) for person in text.select(".staff li")] == [
        "First Director",
        "Second Field",
    ]


def test_zine_reference(client: Client) -> None:
    issue = ZineIssuePageFactory(number=101, title="Zine one", tagline="Read it")
    text = text_of(client, ("zine_reference", {"issue": issue}))
    link = one(text, "article.cover h3 a")
    assert (link["href"], link.string) == (issue.url, "Zine one")
    Page.objects.get(pk=issue.pk).unpublish()
    assert not text_of(client, ("zine_reference", {"issue": issue})).select("article.cover")


def test_download(client: Client) -> None:
    document = Document.objects.create(title="Poster", file=ContentFile(PDF, name="poster.pdf"))
    text = text_of(client, ("download", {"document": document, "text": "The poster"}))
    assert one(text, ".download a")["href"] == document.url
    assert "PDF" in words(one(text, ".download small"))


@pytest.mark.parametrize(
    ("kind", "target", "address", "shown"),
    [
        ("email", "us@example.org", "mailto:us@example.org", "us@example.org"),
        ("phone", "+1 (617) 555-0142", "tel:+16175550142", "+1 (617) 555-0142"),
        ("website", "https://example.org/", "https://example.org/", None),
    ],
)
def test_contact_link(kind: str, target: str, address: str, shown: str | None) -> None:
    block = ContactLinkBlock()
    value = block.to_python({"kind": kind, "text": "Reach us", "target": target})
    link = one(BeautifulSoup(block.render(value), "lxml"), "a.contact")
    assert link["href"] == address
    assert (shown is None) == (link.bdi is None)
    if link.bdi is not None:
        assert (link.bdi.string, link.bdi["dir"]) == (shown, "ltr")


def test_an_empty_body_is_a_page_all_the_same(client: Client) -> None:
    assert words(text_of(client)) == ""


def test_nothing_that_an_author_writes_becomes_markup(client: Client) -> None:
    evil = "<script>alert(1)</script>"
    text = text_of(
        client,
        ("heading", {"level": "2", "text": evil, "anchor": ""}),
        ("pull_quote", {"quotation": evil, "attribution": evil}),
        ("checklist", {"title": evil, "items": [evil]}),
        ("facts", {"facts": [{"figure": evil, "text": evil, "source": ""}]}),
    )
    assert not text.select("script")
    assert words(text).count(evil) == 7
