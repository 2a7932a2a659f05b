"""A picture or document is taken down: out of every text and every storage, in one act."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.files.storage import default_storage, storages
from django.db import transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, WorkflowState

from cms.access.models import AccessEvent
from cms.media.models import Document, Image
from cms.review.downs import address_of
from cms.review.models import Decision, PublicationSet, SetMember, TakeDown
from cms.review.subjects import key_of
from cms.search.models import SearchEntry
from tests.access.movement import make_document, make_image

from .flow import Commit, Flow, fresh, words

pytestmark = pytest.mark.django_db


REASON = "Whoever is in it is in danger."
CAPTION = "Somebody at the gate"


@dataclass
class Files:
    """A picture and a document of Boston's: those of the movement have files that others need."""

    picture: Image
    document: Document

    @property
    def stored(self) -> list[Path]:
        """Where the bytes lie, in every storage."""
        private = storages["private"]
        sizes = list(self.picture.renditions.values_list("file", flat=True))
        assert len(sizes) >= 2
        names = [*sizes, self.picture.file.name, self.document.file.name]
        return [
            *(Path(private.path(name)) for name in names),
            *(Path(default_storage.path(name)) for name in sizes),
        ]

    @property
    def addresses(self) -> list[str]:
        sizes = self.picture.renditions.values_list("file", flat=True)
        return [*(f"/media/{name}" for name in sizes), self.document.url]

    def body(self) -> list[tuple[str, Any]]:
        shown = {"image": self.picture, "alt_text": "A gate", "decorative": False}
        link = f'<p>Read <a linktype="document" id="{self.document.pk}">the flyer</a> first.</p>'
        return [
            ("heading", {"level": "2", "text": "What stays", "anchor": ""}),
            ("image", {"picture": shown, "caption": CAPTION, "credit": ""}),
            ("download", {"document": self.document, "text": "The flyer to print"}),
            ("paragraph", {"text": link, "footnotes": []}),
        ]


@pytest.fixture
def files(flow: Flow) -> Files:
    collection = flow.movement.files["boston"].collection
    made = Files(make_image("A gate", collection), make_document("A flyer", collection))
    made.picture.get_renditions("max-165x165", "width-20")
    return made


def publish(commit: Commit, page: Page, files: Files) -> Page:
    """As code publishes: a review takes seconds, and one test goes through it."""
    page.body = files.body()
    with commit():
        page.save_revision().publish()
    return fresh(page)


def take_down(flow: Flow, thing: Any, who: str = "boston-lead", **values: Any) -> Any:
    data = {"action": "take-down", "reason": REASON, **values}
    return flow.client(who).post(address_of(thing), data, follow=True)


def kinds_of_blocks(page: Page) -> list[str]:
    return [block.block_type for block in page.body]


def in_draft(page: Page) -> list[str]:
    return kinds_of_blocks(page.get_latest_revision_as_object())


def test_it_goes_from_every_address_and_storage_in_one_act(
    flow: Flow, commit: Commit, files: Files, settings: Any
) -> None:
    page = publish(commit, flow.page, files)
    translation = publish(commit, flow.translation, files)
    addresses, stored = files.addresses, files.stored
    assert {Client().get(each).status_code for each in addresses} == {200}
    assert all(path.exists() for path in stored)
    # No worker comes by: what has to go goes with the commit.
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    with commit(), transaction.atomic():
        take_down(flow, files.picture)
        transaction.set_rollback(True)
    assert all(path.exists() for path in stored)
    with commit():
        assert "Readers do not see it any more." in words(take_down(flow, files.picture))
        assert "Readers do not see it any more." in words(take_down(flow, files.document))
    assert {Client().get(each).status_code for each in addresses} == {404}
    assert [path for path in stored if path.exists()] == []
    assert not Image.objects.filter(pk=files.picture.pk).exists()
    for each in (page, translation):
        assert kinds_of_blocks(fresh(each)) == ["heading", "paragraph"]
        text = flow.public_text(each)
        assert CAPTION not in text
        assert "Read the flyer first." in text
        assert not SearchEntry.objects.filter(page=each.pk, text__contains=CAPTION).exists()


def test_the_act_is_recorded_and_written_of(flow: Flow, commit: Commit, files: Files) -> None:
    number = files.picture.pk
    page = publish(commit, flow.page, files)
    mail.outbox.clear()
    with commit():
        take_down(flow, files.picture)
    done = TakeDown.objects.get()
    assert (done.state, done.title, done.reason) == ("done", "A gate", REASON)
    assert (done.decided_by, done.other_texts) == (flow.user("boston-lead"), 0)
    assert done.addresses == [page.full_url]
    assert {message.to[0] for message in mail.outbox} == {
        "staff@example.org",
        "approver@example.org",
    }
    entry = AccessEvent.objects.get(kind="take-down")
    assert (entry.actor, entry.about) == (flow.user("boston-lead"), "A gate")
    assert entry.reference == f"image {number}"
    assert REASON in mail.outbox[0].body
    assert page.full_url in mail.outbox[0].body
    assert flow.kinds()[-2:] == ["file-taken-out", "published"]
    for who, tells in (("boston-lead", True), ("staff", True), ("chicago-lead", False)):
        assert (REASON in words(flow.client(who).get("/admin/review/take-down/"))) is tells


@pytest.mark.parametrize("who", ["boston-editor", "chicago-lead", "es-translator", "emergency"])
def test_who_may_not_changes_nothing(flow: Flow, files: Files, who: str) -> None:
    take_down(flow, files.picture, who)
    assert Image.objects.filter(pk=files.picture.pk).exists()
    assert not TakeDown.objects.exists()


@pytest.mark.parametrize("who", ["staff", "approver", "superuser"])
def test_staff_take_down_what_is_a_chapter_s(flow: Flow, files: Files, who: str) -> None:
    take_down(flow, files.document, who)
    assert not Document.objects.filter(pk=files.document.pk).exists()


def test_a_lead_leaves_what_is_shared_or_national(flow: Flow) -> None:
    shared = Image.objects.get(title="A shared picture")
    for picture in (shared, flow.movement.files["national"].image):
        take_down(flow, picture)
        assert Image.objects.filter(pk=picture.pk).exists()


def test_without_a_reason_nothing_goes(flow: Flow, files: Files) -> None:
    assert "Please say why" in words(take_down(flow, files.picture, reason=" "))
    assert Image.objects.filter(pk=files.picture.pk).exists()


def test_a_text_in_review_is_sent_back_with_the_reason(
    flow: Flow, commit: Commit, files: Files
) -> None:
    shown = flow.page
    shown.body = files.body()
    shown.save_revision(user=flow.user("boston-editor"))
    from cms.review.decisions import submit  # noqa: PLC0415

    submit(flow.page, flow.user("boston-editor"))
    state = flow.state()
    take_down(flow, files.picture)
    review = flow.page.current_workflow_state
    assert review.status == WorkflowState.STATUS_NEEDS_CHANGES
    assert REASON in review.current_task_state.comment
    assert "image" not in in_draft(flow.page)
    flow.decide("boston-lead", "approve", state=state)
    assert not flow.page.live
    submit(flow.page, flow.user("boston-editor"))
    flow.approve()
    assert kinds_of_blocks(flow.page) == ["heading", "download", "paragraph"]


def test_dates_and_sets_of_texts_with_it_wait_for_a_new_approval(
    flow: Flow, commit: Commit, files: Files
) -> None:
    ahead = timezone.now() + timedelta(days=1)
    page = flow.page
    page.body = files.body()
    dated = page.save_revision(approved_go_live_at=ahead)
    kind, number = key_of(page)
    held = SetMember.objects.create(
        publication_set=PublicationSet.objects.create(name="Together"),
        base_content_type_id=kind,
        object_id=number,
        revision=dated,
    )
    take_down(flow, files.picture)
    dated.refresh_from_db()
    held.refresh_from_db()
    assert (dated.approved_go_live_at, held.revision, held.is_open) == (None, None, True)
    assert flow.kinds()[-1] == Decision.Kind.WITHDRAWN


def test_a_draft_without_it_stays_as_it_is(flow: Flow, commit: Commit, files: Files) -> None:
    page = publish(commit, flow.page, files)
    page.body = [("heading", {"level": "2", "text": "Other words", "anchor": ""})]
    ahead = timezone.now() + timedelta(days=1)
    draft = page.save_revision(user=flow.user("boston-editor"), approved_go_live_at=ahead)
    take_down(flow, files.picture)
    page = fresh(page)
    assert kinds_of_blocks(page) == ["heading", "download", "paragraph"]
    assert (page.latest_revision, page.has_unpublished_changes) == (draft, True)
    draft.refresh_from_db()
    assert draft.approved_go_live_at == ahead


def test_the_screen_says_where_it_stands_and_no_more_than_one_may_know(
    flow: Flow, commit: Commit, files: Files
) -> None:
    publish(commit, flow.page, files)
    secret = flow.national_page
    secret.body = files.body()
    secret.save_revision()
    page = flow.page
    said = words(flow.client("boston-lead").get(address_of(files.picture)))
    assert f"{page.title} (English) {page.url}" in said
    assert "It stands in 1 text that is not yours to see." in said
    assert secret.title not in said
    assert secret.title in words(flow.client("staff").get(address_of(files.picture)))


def test_it_is_one_click_from_where_it_is_kept(flow: Flow, files: Files) -> None:
    for kind, thing in (("images", files.picture), ("documents/edit", files.document)):
        response = flow.client("boston-lead").get(f"/admin/{kind}/{thing.pk}/")
        assert address_of(thing) in response.content.decode()


# Asking


def test_a_volunteer_asks_in_two_clicks_and_whoever_may_answers(
    flow: Flow, commit: Commit, files: Files
) -> None:
    page = publish(commit, flow.page, files)
    editor, home = flow.client("boston-editor"), "/admin/"
    said = words(editor.get(address_of(page)))
    assert "Ask for it to be taken down" in said
    assert "A gate" in said
    mail.outbox.clear()
    with commit():
        editor.post(address_of(files.picture), {"action": "ask", "reason": REASON})
    told = {message.to[0] for message in mail.outbox}
    assert told == {f"{who}@example.org" for who in ("staff", "approver", "boston-lead")}
    for who in ("staff", "approver", "boston-lead"):
        assert REASON in words(flow.client(who).get(home))
    assert REASON not in words(flow.client("chicago-lead").get(home))
    with commit():
        take_down(flow, files.picture)
    assert REASON not in words(flow.client("staff").get(home))
    assert "boston-editor@example.org" in {message.to[0] for message in mail.outbox}
    assert TakeDown.objects.get(asked_by__isnull=False).state == "done"


def test_who_may_declines_with_a_reason(flow: Flow, commit: Commit, files: Files) -> None:
    page = flow.news
    flow.client("boston-editor").post(address_of(page), {"action": "ask"})
    assert "asks for this to be taken down" in words(flow.client("staff").get("/admin/"))
    again = flow.client("boston-editor").post(address_of(page), {"action": "ask"})
    assert "You have asked for this already." in words(again)
    flow.client("boston-editor").post(address_of(page), {"action": "decline", "reason": "No."})
    refused = flow.client("boston-lead").post(address_of(page), {"action": "decline"})
    assert "Please say why it stays" in words(refused)
    assert TakeDown.objects.get().state == "asked"
    mail.outbox.clear()
    with commit():
        data = {"action": "decline", "reason": "They have agreed to it."}
        flow.client("boston-lead").post(address_of(page), data)
    assert [message.to for message in mail.outbox] == [["boston-editor@example.org"]]
    assert "They have agreed to it." in mail.outbox[0].body
    assert TakeDown.objects.get().state == "declined"
    assert page.live


def test_a_page_that_goes_answers_who_asked(flow: Flow) -> None:
    flow.client("boston-editor").post(address_of(flow.news), {"action": "ask"})
    spanish = fresh(flow.movement.places["boston", "es"].news)
    take_down(flow, spanish)
    assert not flow.news.live
    assert {row.state for row in TakeDown.objects.all()} == {"done"}
