"""Autosave stays on, and never touches a text about which something has been decided."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import Revision

from cms.review.decisions import submit
from cms.review.digest import content_digest

from .flow import Flow

pytestmark = pytest.mark.django_db


def test_an_autosave_overwrites_its_own_draft(flow: Flow) -> None:
    first = json.loads(flow.autosave("boston-editor", summary="One.").content)
    draft = Revision.objects.get(pk=first["revision_id"])
    second = json.loads(flow.autosave("boston-editor", overwrite=draft, summary="Two.").content)
    assert second["revision_id"] == draft.pk
    assert flow.page.get_latest_revision_as_object().summary == "Two."


def test_an_autosave_never_overwrites_a_text_under_review(flow: Flow) -> None:
    """An editor of staff stays open while somebody else submits the draft that it saved."""
    saved = json.loads(flow.autosave("staff", summary="What was submitted.").content)
    draft = Revision.objects.get(pk=saved["revision_id"])
    submit(flow.page, flow.user("boston-editor"))
    assert flow.state().revision == draft
    digest = content_digest(draft)
    answer = flow.autosave("staff", overwrite=draft, summary="Slipped in.")
    assert json.loads(answer.content)["success"] is False
    draft.refresh_from_db()
    assert content_digest(draft) == digest
    assert flow.page.latest_revision == draft


def test_an_autosave_after_that_is_a_draft_of_its_own(flow: Flow) -> None:
    flow.submit("boston-editor", summary="What was submitted.")
    saved = json.loads(flow.autosave("staff", summary="A thought.").content)
    assert saved["success"] is True
    assert flow.state().revision_id != saved["revision_id"]
    flow.decide("boston-lead", "approve")
    flow.decide("approver", "approve")
    assert "What was submitted." in flow.public_text()
    assert flow.page.get_latest_revision_as_object().summary == "A thought."


def test_an_autosave_of_a_page_in_review_is_refused_to_its_team(flow: Flow) -> None:
    flow.submit("boston-editor", summary="What was submitted.")
    answer = json.loads(flow.autosave("boston-editor", summary="A stray edit.").content)
    assert answer["success"] is False
    assert flow.page.get_latest_revision_as_object().summary == "What was submitted."


def test_code_cannot_overwrite_a_decided_text_either(flow: Flow) -> None:
    flow.submit("boston-editor", summary="What was submitted.")
    revision = flow.state().revision
    revision.content = dict(revision.content) | {"summary": "Slipped in."}
    with pytest.raises(PermissionDenied):
        revision.save()


def test_a_decided_text_with_a_date_is_kept_from_autosaves_too(flow: Flow) -> None:
    """Its dates are objects while it is being saved, and words once it is."""
    dated = {"go_live_at": "2040-05-01 10:00", "summary": "What was submitted."}
    saved = json.loads(flow.autosave("staff", **dated).content)
    draft = Revision.objects.get(pk=saved["revision_id"])
    submit(flow.page, flow.user("boston-editor"))
    digest = content_digest(draft)
    answer = flow.autosave("staff", overwrite=draft, **dated | {"summary": "Slipped in."})
    assert json.loads(answer.content)["success"] is False
    draft.refresh_from_db()
    assert content_digest(draft) == digest


def test_dates_give_one_digest_before_and_after_they_are_saved(flow: Flow) -> None:
    page = flow.page
    page.go_live_at = timezone.now() + timedelta(days=400)
    kept = page.save_revision()
    unsaved = Revision(content_object=page, content=page.serializable_data())
    assert content_digest(unsaved) == content_digest(Revision.objects.get(pk=kept.pk))
