"""A block that cannot be read spoils nothing but itself, and is kept until an editor deletes it."""

import html
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from wagtail.models import Locale, Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield
from wagtail_localize.models import Translation, TranslationSource

from cms.pages.blocks.text import PARAGRAPH_FEATURES
from cms.pages.blocks.unreadable import Unreadable
from cms.pages.blocks.whole_streams import MOST_BLOCKS
from home.models import StandardPage
from tests.factories import (
    ChapterPageFactory,
    SiteIdentityFactory,
    StandardPageFactory,
    ZineIssuePageFactory,
    home_page,
)
from zine.editions.document.from_page import document_from_page
from zine.models import ZineIssuePage

from .bad_blocks import BLOCKS, ODD_WORDS, STREAMS, paragraph, spoil, stored_in

pytestmark = pytest.mark.django_db

HERE = BLOCKS if connection.vendor == "postgresql" else BLOCKS | ODD_WORDS


@pytest.fixture
def page() -> StandardPage:
    page = StandardPageFactory(title="Press", body=[paragraph("Before")])
    page.save_revision().publish()
    return page


def address(page: Page) -> str:
    return str(page.get_url())


def editor(page: Page) -> str:
    return f"/admin/pages/{page.pk}/edit/"


def words(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return html.unescape(response.content.decode())


@pytest.mark.parametrize("wrong", HERE)
def test_readers_get_the_rest_of_the_page(client: Client, page: StandardPage, wrong: str) -> None:
    spoil(page, "body", [paragraph("Before"), HERE[wrong], paragraph("After")])
    shown = words(client, address(page))
    assert "Before" in shown
    assert "After" in shown
    assert "cannot be read" not in shown


@pytest.mark.parametrize("wrong", STREAMS)
def test_a_page_without_blocks_is_a_page(
    client: Client, staff: Client, page: StandardPage, wrong: str
) -> None:
    spoil(page, "body", STREAMS[wrong])
    assert page.title in words(client, address(page))
    shown = words(staff, editor(page))
    assert "Block 1 (of unknown kind) cannot be read." in shown


def test_the_editor_says_which_blocks(staff: Client, page: StandardPage) -> None:
    spoil(page, "body", [paragraph("Before"), *HERE.values(), paragraph("After")])
    shown = words(staff, editor(page))
    for number, bad in enumerate(HERE.values(), start=2):
        assert f"Block {number} (" in shown, bad
    assert f"Block {list(HERE).index('a type of old') + 2} (carousel) cannot be read." in shown
    assert f"Block {list(HERE).index('a number for a struct') + 2} (Heading) cannot" in shown


# Saving


def form(page: StandardPage, *blocks: tuple[str, Any], **more: Any) -> dict[str, Any]:
    """What the editor's form sends."""
    data = {
        "title": page.title,
        "slug": page.slug,
        "summary": page.summary,
        "body": streamfield(list(blocks)),
        "comments": inline_formset([]),
    }
    return nested_form_data(data) | more


def sealed(number: int) -> str:
    """What the form has of a bad block."""
    body = StandardPage.objects.get().body
    value = body[number - 1].value
    assert isinstance(value, Unreadable)
    return value.sealed()


def said(words: str) -> dict[str, Any]:
    return {
        "text": rich_text(f"<p>{words}</p>", features=PARAGRAPH_FEATURES),
        "footnotes": {"count": "0"},
    }


def drafted(page: StandardPage) -> list[Any]:
    revision = Page.objects.get(pk=page.pk).get_latest_revision()
    assert revision is not None
    stored: list[Any] = json.loads(revision.content["body"])
    return stored


def test_saving_keeps_what_is_stored(staff: Client, page: StandardPage) -> None:
    bad = list(HERE.values())
    spoil(page, "body", [paragraph("Before"), *bad])
    numbers = range(2, len(bad) + 2)
    kept = [("unreadable", sealed(number).replace("\n", "\r\n")) for number in numbers]
    response = staff.post(editor(page), form(page, ("paragraph", said("Anew")), *kept))
    assert response.status_code == 302
    first, *rest = drafted(page)
    assert "Anew" in first["value"]["text"]
    assert rest == bad


def test_a_stream_of_something_else_is_kept(staff: Client, page: StandardPage) -> None:
    spoil(page, "body", STREAMS["an object"])
    assert staff.post(editor(page), form(page, ("unreadable", sealed(1)))).status_code == 302
    assert drafted(page) == STREAMS["an object"]
    page.refresh_from_db()
    page.save()
    assert stored_in(page, "body") == STREAMS["an object"]


def test_what_somebody_changed_is_refused(staff: Client, page: StandardPage) -> None:
    spoil(page, "body", [HERE["a type of old"]])
    for changed in (
        sealed(1).replace("carousel", "heading"),
        sealed(1).replace("slides", "sliders"),
        sealed(1)[:-3],
        "",
        "{}",
    ):
        response = staff.post(editor(page), form(page, ("unreadable", changed)))
        assert "This block came back changed." in html.unescape(response.content.decode())
    assert drafted(page) == [HERE["a type of old"]]


def test_who_deletes_it_is_rid_of_it(staff: Client, page: StandardPage) -> None:
    spoil(page, "body", [HERE["nothing"], paragraph("After")])
    assert staff.post(editor(page), form(page, ("paragraph", said("After")))).status_code == 302
    assert len(drafted(page)) == 1


def test_it_is_not_submitted(staff: Client, page: StandardPage) -> None:
    spoil(page, "body", [paragraph("Before"), HERE["a type of old"]])
    blocks = (("paragraph", said("Before")), ("unreadable", sealed(2)))
    response = staff.post(editor(page), form(page, *blocks, **{"action-submit": "1"}))
    shown = html.unescape(response.content.decode())
    assert "Body, block 2 (Block that cannot be read): This block cannot be read." in shown


def test_the_menu_of_blocks_does_not_offer_it(staff: Client, page: StandardPage) -> None:
    shown = words(staff, editor(page))
    assert "cms.pages.WholeStream" in shown
    assert "pages/whole-streams.js" in shown
    assert "unreadable" not in page.body.stream_block.child_blocks


# What else reads a page


def test_a_preview_says_which_block(staff: Client, page: StandardPage) -> None:
    spoil(page, "body", [paragraph("Before"), HERE["a type of old"]])
    blocks = (("paragraph", said("Before")), ("unreadable", sealed(2)))
    url = f"{editor(page)}preview/"
    assert staff.post(url, form(page, *blocks)).json()["is_valid"]
    assert "Block 2 (carousel) cannot be read. Readers do not see it." in words(staff, url)


def test_versions_are_compared(staff: Client, page: StandardPage) -> None:
    spoil(page, "body", [paragraph("Before"), *HERE.values()])
    first = page.latest_revision
    changed = StandardPage.objects.get()
    changed.body = [*list(changed.body.raw_data)[1:], HERE["a type of old"]]
    second = changed.save_revision()
    for place in (f"{first.pk}...{second.pk}", "live...latest"):
        words(staff, f"/admin/pages/{page.pk}/revisions/compare/{place}/")
    words(staff, f"/admin/pages/{page.pk}/history/")
    words(staff, f"/admin/pages/{page.pk}/usage/")


def test_it_is_published_and_found(client: Client, page: StandardPage) -> None:
    spoil(page, "body", [paragraph("Before"), *HERE.values(), paragraph("Findable")])
    StandardPage.objects.get().save_revision().publish()
    assert "Press" in words(client, "/en/search/?q=findable")


def test_it_is_translated_around(page: StandardPage) -> None:
    spoil(page, "body", [paragraph("Before"), *HERE.values(), paragraph("After")])
    spoiled = StandardPage.objects.get()
    locale = Locale.objects.create(language_code="es")
    source, _made = TranslationSource.get_or_create_from_instance(spoiled)
    translation = Translation.objects.create(source=source, target_locale=locale)
    home_page().copy_for_translation(locale).save_revision().publish()
    translation.save_target(publish=False)
    made = StandardPage.objects.get(locale=locale).get_latest_revision_as_object()
    assert len(made.body) == len(spoiled.body)


# Other streams


def test_the_head_of_the_site(client: Client, staff: Client) -> None:
    home = home_page()
    home.save_revision().publish()
    identity = SiteIdentityFactory()
    spoil(home, "hero", [*HERE.values(), 7])
    for name in ("menu", "footer", "social_links"):
        spoil(identity, name, [*HERE.values(), 7])
    words(client, "/en/")
    assert "Block 1 (" in words(staff, editor(home))
    assert "Block 1 (" in words(staff, f"/admin/snippets/home/siteidentity/edit/{identity.pk}/")
    spoil(home, "hero", {"picture": 1})
    words(client, "/en/")


def test_a_chapters_ways_to_reach_it(client: Client, staff: Client) -> None:
    chapter = ChapterPageFactory(title="Boston")
    chapter.save_revision().publish()
    spoil(chapter, "contact_links", list(HERE.values()))
    words(client, address(chapter))
    assert "Block 1 (" in words(staff, editor(chapter))


def test_an_issue_and_its_editions(client: Client, staff: Client) -> None:
    issue = ZineIssuePageFactory(number=7, body=[paragraph("Before")])
    issue.save_revision().publish()
    article = {"type": "article", "value": {"title": "One", "address": None}, "id": "a"}
    spoil(issue, "body", [paragraph("Before"), *HERE.values(), article, paragraph("After")])
    spoil(issue, "cover", [7])
    for url in (address(issue), address(issue.get_parent()), f"{address(issue)}read/"):
        assert client.get(url).status_code in {200, 404}, url
    assert "Block 2 (" in words(staff, editor(issue))
    document = document_from_page(ZineIssuePage.objects.get())
    assert [type(each).__name__ for each in document.blocks] == [
        "Paragraph",
        "Article",
        "Paragraph",
    ]


# How many


def test_a_page_of_too_many_blocks_is_a_sentence(staff: Client, page: StandardPage) -> None:
    many = [("chapter_list", "")] * 1500
    response = staff.post(editor(page), form(page, *many))
    assert response.status_code == 200
    shown = html.unescape(response.content.decode())
    assert f"These are 1500 blocks, and {MOST_BLOCKS} is the most." in shown


def test_a_page_that_has_too_many_opens(client: Client, staff: Client, page: StandardPage) -> None:
    spoil(page, "body", [paragraph(str(number)) for number in range(1500)])
    words(client, address(page))
    words(staff, editor(page))
