"""What a page's form refuses: a chapter's identity, and what is not the account's to use."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import rich_text, streamfield

from chapters.models import ChapterPage
from cms.access.reconcile import shared_collection
from cms.media.models import Image
from cms.pages.blocks.text import PARAGRAPH_FEATURES

from .movement import Movement
from .views.cases import page_form

type Making = Callable[[Movement], dict[str, Any]]

IDENTITY = {
    "title": "Our own name",
    "slug": "our-own-address",
    "place": "Elsewhere",
    "state": "archived",
    "time_zone": "Asia/Tokyo",
}


def chapter_form(**more: Any) -> dict[str, Any]:
    data = page_form("", "", join_url="", accessibility_note="Step-free.")
    del data["title"], data["slug"]
    return data | {"contact_links-count": "0"} | more


def chapter(code: str = "en") -> ChapterPage:
    page: ChapterPage = ChapterPage.objects.get(slug="boston", locale__language_code=code)
    return page


def edit(movement: Movement, who: str, page: Page, data: dict[str, Any], **headers: str) -> Any:
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return movement.clients[who].post(address, data, headers=headers)


@pytest.mark.parametrize("who", ["boston-editor", "boston-lead"])
@pytest.mark.parametrize("code", ["en", "es"])
@pytest.mark.parametrize("field", IDENTITY)
def test_volunteers_do_not_change_the_identity(
    movement: Movement, who: str, code: str, field: str
) -> None:
    page = chapter(code)
    form = movement.clients[who].get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert f'name="{field}"' not in form.content.decode()
    before = page.latest_revision_id
    response = edit(movement, who, page, chapter_form(**{field: IDENTITY[field]}))
    assert "Only national staff may change these" in response.content.decode()
    page.refresh_from_db()
    assert page.latest_revision_id == before


def test_volunteers_change_the_rest(movement: Movement) -> None:
    page = chapter()
    edit(movement, "boston-editor", page, chapter_form())
    draft = chapter().get_latest_revision_as_object()
    assert draft.accessibility_note == "Step-free."
    assert (draft.title, draft.slug, draft.state) == ("Boston", "boston", "active")


def test_staff_change_the_identity(movement: Movement) -> None:
    edit(movement, "staff", chapter(), chapter_form(**IDENTITY))
    draft = chapter().get_latest_revision_as_object()
    assert (draft.title, draft.place, draft.state) == ("Our own name", "Elsewhere", "archived")


def test_an_old_revision_does_not_bring_an_old_identity_back(movement: Movement) -> None:
    page = chapter()
    page.state = ChapterPage.State.FORMING
    old = page.save_revision()
    page.state = ChapterPage.State.PAUSED
    page.save_revision()
    data = chapter_form() | {"revision": str(old.pk)}
    edit(movement, "boston-editor", page, data)
    assert chapter().get_latest_revision_as_object().state == ChapterPage.State.PAUSED


def picture(pk: int) -> dict[str, Any]:
    value = {"image": pk, "alt_text": "x", "decorative": ""}
    return {"body": streamfield([("image", {"picture": value, "caption": "", "credit": ""})])}


def download(pk: int) -> dict[str, Any]:
    return {"body": streamfield([("download", {"document": pk, "text": "x"})])}


def button(pk: int) -> dict[str, Any]:
    return {"body": streamfield([("call_to_action", {"text": "x", "page": pk, "address": ""})])}


def link(kind: str, pk: int) -> dict[str, Any]:
    html = f'<p><a linktype="{kind}" id="{pk}">x</a></p>'
    text = rich_text(html, features=[*PARAGRAPH_FEATURES, "document-link"])
    value = {"text": text, "footnotes": {"count": "0"}}
    return {"body": streamfield([("paragraph", value)])}


FOREIGN: dict[str, Making] = {
    "picture": lambda movement: picture(movement.files["chicago"].image.pk),
    "national picture": lambda movement: picture(movement.files["national"].image.pk),
    "document": lambda movement: download(movement.files["chicago"].document.pk),
    "page": lambda movement: button(movement.places["chicago", "en"].plan.pk),
    "link to a page": lambda movement: link("page", movement.places["chicago", "en"].plan.pk),
}
OWN: dict[str, Making] = {
    "picture": lambda movement: picture(movement.files["boston"].image.pk),
    "shared picture": lambda _movement: picture(
        Image.objects.get(collection=shared_collection()).pk
    ),
    "document": lambda movement: download(movement.files["boston"].document.pk),
    "own draft": lambda movement: button(movement.places["boston", "en"].plan.pk),
    "public page": lambda movement: link("page", movement.places["chicago", "en"].news.pk),
}


@pytest.mark.parametrize("what", FOREIGN)
@pytest.mark.parametrize("door", ["edit", "autosave", "add", "preview"])
def test_what_is_not_ones_own_is_refused(movement: Movement, what: str, door: str) -> None:
    page = movement.places["boston", "en"].plan
    data = page_form("Plan", "another-plan", **FOREIGN[what](movement))
    revisions = page.revisions.count()
    children = Page.objects.count()
    client = movement.clients["boston-editor"]
    if door == "edit":
        told = edit(movement, "boston-editor", page, data).content.decode()
        assert "is not yours to use" in told
        assert "SECRET chicago" not in told
        assert "SECRET national" not in told
    elif door == "autosave":
        answer = edit(movement, "boston-editor", page, data, accept="application/json")
        assert answer.status_code == 400
        assert json.loads(answer.content)["success"] is False
    elif door == "add":
        client.post(
            reverse("wagtailadmin_pages:add", args=["home", "standardpage", chapter().pk]), data
        )
    else:
        address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
        assert json.loads(client.post(address, data).content)["is_valid"] is False
    assert page.revisions.count() == revisions
    assert Page.objects.count() == children


def test_what_was_typed_stays_where_a_choice_is_refused(movement: Movement) -> None:
    """Even words that read as the number of the picture; its alternative text goes with it."""
    number = str(movement.files["chicago"].image.pk)
    value = {"image": number, "alt_text": number, "decorative": ""}
    body = [("image", {"picture": value, "caption": number, "credit": number})]
    data = page_form("Plan", "plan", summary=number, body=streamfield(body))
    page = movement.places["boston", "en"].plan
    told = BeautifulSoup(edit(movement, "boston-editor", page, data).content, "html.parser")
    assert "is not yours to use" in told.get_text()
    (summary,), (body_field, *_) = told.select("#id_summary"), told.select("[data-block]")
    assert summary.get_text().strip() == number
    [[block], _errors] = json.loads(str(body_field["data-w-block-arguments-value"]))
    assert block["value"]["picture"]["image"] is None
    assert (block["value"]["caption"], block["value"]["credit"]) == (number, number)


@pytest.mark.parametrize("who", ["boston-editor", "boston-lead", "staff"])
def test_a_chapters_page_is_previewed(movement: Movement, who: str) -> None:
    """Its name is not shown to volunteers, and it is in the preview all the same."""
    client, page = movement.clients[who], chapter()
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    identity = {"title": "Boston", "slug": "boston", "place": "Boston", "state": "active"}
    shown = identity | {"time_zone": page.time_zone} if who == "staff" else {}
    answer = json.loads(client.post(address, chapter_form(**shown)).content)
    assert answer == {"is_valid": True, "is_available": True}
    preview = client.get(address).content.decode()
    assert "Step-free." in preview
    assert "<h1>Boston</h1>" in preview
    assert "Placeholder" not in preview


@pytest.mark.parametrize("what", OWN)
def test_what_is_ones_own_is_taken(movement: Movement, what: str) -> None:
    page = movement.places["boston", "en"].plan
    revisions = page.revisions.count()
    edit(movement, "boston-editor", page, page_form("Plan", "plan", **OWN[what](movement)))
    assert page.revisions.count() == revisions + 1


def test_what_staff_placed_may_stay(movement: Movement) -> None:
    """A volunteer goes on with a page on which there is somebody else's picture already."""
    page = movement.places["boston", "en"].plan
    data = page_form("Plan", "plan", **picture(movement.files["chicago"].image.pk))
    edit(movement, "staff", page, data)
    revisions = page.revisions.count()
    edit(movement, "boston-editor", page, data | {"summary": "Edited further."})
    assert page.revisions.count() == revisions + 1
