"""What was approved is what is published: the files and links that a text stands on, too.

A file that a text stands on cannot be changed in the admin (``test_files_in_use.py``).
Here it is changed past every door, as a fault or somebody at the database would do it.
"""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Site
from wagtail.test.utils.form_data import rich_text

from cms.media.models import Document, Image
from home.models import SiteIdentity

from .flow import Flow, fresh, read_form, words
from .test_dates import ahead, keep_dates_later
from .test_sets import act, make_set

pytestmark = pytest.mark.django_db

CHANGED = "The text has changed since you read it."
type Change = Callable[[Flow], None]


def picture(flow: Flow) -> Any:
    return Image.objects.filter(pk=flow.movement.files["boston"].image.pk)


def document(flow: Flow) -> Any:
    return Document.objects.filter(pk=flow.movement.files["boston"].document.pk)


def linked_page(flow: Flow) -> Any:
    return Page.objects.filter(pk=flow.news.pk)


def body(flow: Flow) -> list[Any]:
    """A text that stands on a picture, a document and a page."""
    files = flow.movement.files["boston"]
    shown = {"image": str(files.image.pk), "alt_text": "A march", "decorative": ""}
    link = f'<p><a linktype="page" id="{flow.news.pk}">news</a></p>'
    return [
        ("image", {"picture": shown, "caption": "", "credit": ""}),
        ("download", {"document": str(files.document.pk), "text": "The flyer"}),
        ("paragraph", {"text": rich_text(link), "footnotes": {"count": "0"}}),
    ]


def another_picture(flow: Flow) -> None:
    picture(flow).update(file_hash="0" * 40)


def another_focus(flow: Flow) -> None:
    picture(flow).update(
        focal_point_x=5, focal_point_y=5, focal_point_width=2, focal_point_height=2
    )


def another_document(flow: Flow) -> None:
    document(flow).update(file_hash="0" * 40)


def another_page(flow: Flow) -> None:
    linked_page(flow).update(translation_key=uuid.uuid4())


def no_picture(flow: Flow) -> None:
    picture(flow).delete()


def only_words_for_the_library(flow: Flow) -> None:
    picture(flow).update(title="Renamed")
    document(flow).update(title="Renamed")


FILES: dict[str, Change] = {
    "picture": another_picture,
    "focus": another_focus,
    "document": another_document,
    "deleted": no_picture,
}
ALL: dict[str, Change] = FILES | {"page": another_page}


def submitted(flow: Flow, **values: Any) -> None:
    flow.submit("boston-editor", body=body(flow), **values)
    assert flow.page.workflow_in_progress


def form_at(client: Client, address: str) -> dict[str, str]:
    """What a page about a text sends of which text was read."""
    return read_form(BeautifulSoup(client.get(address).content, "html.parser"))


def decide(flow: Flow, who: str, form: dict[str, str]) -> str:
    data = form | {"decision": "approve"}
    return words(flow.client(who).post(flow.review_address(), data, follow=True))


@pytest.mark.parametrize("change", ALL.values(), ids=ALL.keys())
def test_what_changed_since_it_was_read_is_not_approved(flow: Flow, change: Change) -> None:
    submitted(flow)
    form = form_at(flow.client("boston-lead"), flow.review_address())
    change(flow)
    assert CHANGED in decide(flow, "boston-lead", form)
    assert "approved" not in flow.kinds()


def test_what_no_reader_gets_is_no_part_of_it(flow: Flow) -> None:
    submitted(flow)
    form = form_at(flow.client("boston-lead"), flow.review_address())
    only_words_for_the_library(flow)
    assert CHANGED not in decide(flow, "boston-lead", form)
    assert "approved" in flow.kinds()


@pytest.mark.parametrize("change", FILES.values(), ids=FILES.keys())
def test_what_changed_before_its_emergency_is_not_published(flow: Flow, change: Change) -> None:
    flow.save("boston-editor", body=body(flow))
    address = reverse("review:emergency", args=[flow.page.pk])
    soup = form_at(flow.client("emergency"), address)
    change(flow)
    said = words(flow.client("emergency").post(address, soup | {"reason": "Now."}, follow=True))
    assert CHANGED in said
    assert not flow.public_text()


@pytest.mark.parametrize("change", FILES.values(), ids=FILES.keys())
def test_what_changed_before_its_date_is_not_published(
    flow: Flow, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    submitted(flow, go_live_at=ahead(days=2))
    flow.approve()
    assert flow.kinds()[-1] == "scheduled"
    change(flow)
    assert keep_dates_later(monkeypatch) == 0
    assert not flow.public_text()
    assert flow.kinds()[-1] == "publication-refused"


@pytest.mark.parametrize("change", FILES.values(), ids=FILES.keys())
def test_what_changed_while_it_waits_for_its_set_is_not_published(
    flow: Flow, change: Change
) -> None:
    made = make_set(flow, flow.page)
    submitted(flow)
    flow.approve()
    assert flow.kinds()[-1] == "held"
    change(flow)
    assert "has not been approved yet" in act(flow, made, "publish")
    assert not flow.public_text()


def test_what_has_a_review_of_its_own_keeps_no_date(
    flow: Flow, monkeypatch: pytest.MonkeyPatch
) -> None:
    submitted(flow, go_live_at=ahead(days=2))
    flow.approve()
    another_page(flow)
    only_words_for_the_library(flow)
    assert keep_dates_later(monkeypatch) == 1
    assert flow.public_text()


def test_what_did_not_change_is_published(flow: Flow) -> None:
    submitted(flow)
    flow.approve()
    assert "The flyer" in flow.public_text()


def test_a_record_that_changed_since_it_was_read_is_read_again(flow: Flow) -> None:
    """The identity's site is a row of its own, which no draft of the identity holds."""
    identity = SiteIdentity.objects.first()
    assert identity is not None
    flow.submit_record("staff", identity)
    state = fresh(identity).current_workflow_task_state
    address = reverse("review:review", args=[state.pk])
    form = form_at(flow.client("approver"), address)
    Site.objects.filter(pk=identity.site_id).update(hostname="elsewhere.example.org")
    said = words(flow.client("approver").post(address, form | {"decision": "approve"}, follow=True))
    assert CHANGED in said
