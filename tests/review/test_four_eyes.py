"""Nobody approves or publishes what they wrote, whichever way they try; nobody by permission."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from wagtail.log_actions import LogContext
from wagtail.models import Locale, Page, TaskState
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield
from wagtail_localize.models import TranslationSource

from cms.review import decisions
from cms.review.publication import NotApproved, publish_approved_text
from cms.review.standing import read_digest
from home.models import SiteIdentity
from tests.access.movement import Movement

from .flow import Flow, fresh, words

pytestmark = pytest.mark.django_db


def test_a_lead_who_submitted_may_not_approve(flow: Flow) -> None:
    flow.join("boston-lead-2", "leads", "boston")
    flow.submit("boston-lead")
    assert flow.review("boston-lead").find("button", value="approve") is None
    assert "somebody else has to review it" in words(flow.decide("boston-lead", "approve"))
    assert flow.kinds() == ["submitted"]
    flow.decide("boston-lead-2", "approve")
    assert flow.kinds() == ["submitted", "approved"]


def test_whoever_wrote_an_earlier_draft_may_not_approve(flow: Flow) -> None:
    flow.join("boston-lead-2", "leads", "boston")
    flow.save("boston-lead-2", summary="Mine.")
    flow.submit("boston-editor", summary="Ours.")
    assert "somebody else has to review it" in words(flow.decide("boston-lead-2", "approve"))
    flow.decide("boston-lead", "approve")
    assert flow.kinds() == ["submitted", "approved"]


def test_whoever_resubmits_may_not_approve(flow: Flow) -> None:
    flow.join("boston-lead-2", "leads", "boston")
    flow.submit("boston-editor")
    flow.decide("boston-lead-2", "request-changes", "Better so.")
    flow.submit("boston-lead")
    answer = flow.decide("boston-lead", "approve")
    assert "somebody else has to review it" in words(answer)


def test_an_approver_who_is_also_a_lead_and_wrote_may_not_approve(flow: Flow) -> None:
    lead = flow.user("boston-lead")
    lead.groups.add(flow.movement.team("approvers").group)
    flow.submit("boston-lead")
    answer = flow.decide("boston-lead", "approve")
    assert "somebody else has to review it" in words(answer)
    flow.decide("approver", "approve")
    assert flow.public_text()


def test_a_superuser_is_no_reviewer(flow: Flow) -> None:
    flow.submit("boston-editor")
    assert "This step of review is not yours" in words(flow.decide("superuser", "approve"))
    assert flow.kinds() == ["submitted"]


@pytest.mark.parametrize(
    "who", ["chicago-lead", "chicago-editor", "es-reviewer", "coordinator", "boston-editor"]
)
def test_who_is_not_a_reviewer_of_the_step_cannot_take_it(flow: Flow, who: str) -> None:
    flow.submit("boston-lead" if who == "boston-editor" else "boston-editor")
    flow.decide(who, "approve")
    assert "approved" not in flow.kinds()
    assert flow.public_text() == ""


@pytest.mark.parametrize("who", ["chicago-lead", "boston-editor", "approver", "superuser"])
def test_who_is_not_a_reviewer_of_the_step_cannot_send_it_back(flow: Flow, who: str) -> None:
    flow.submit("boston-lead" if who == "boston-editor" else "boston-editor")
    waiting = flow.state()
    flow.decide(who, "request-changes", "Not like this.")
    assert "changes-requested" not in flow.kinds()
    assert flow.state() == waiting


def test_whoever_submitted_the_same_draft_before_may_not_approve_it(flow: Flow) -> None:
    """They wrote nothing of it, and somebody else submitted it last."""
    flow.join("boston-lead-2", "leads", "boston")
    flow.save("boston-editor", summary="A draft.")
    for who in ("boston-lead-2", "boston-editor"):
        decisions.submit(flow.page, flow.user(who))
        if who == "boston-lead-2":
            decisions.withdraw(flow.page, flow.user(who))
    assert "somebody else has to review it" in words(flow.decide("boston-lead-2", "approve"))
    flow.decide("boston-lead", "approve")
    assert flow.kinds()[-1] == "approved"


def test_whoever_wrote_what_readers_see_already_may_approve_what_follows(flow: Flow) -> None:
    flow.join("boston-lead-2", "leads", "boston")
    flow.submit("boston-lead-2", summary="What readers see.")
    flow.approve()
    assert "What readers see." in flow.public_text()
    flow.submit("boston-editor", summary="What follows.")
    flow.decide("boston-lead-2", "approve")
    assert flow.kinds()[-1] == "approved"


def test_whoever_wrote_what_somebody_brings_back_may_not_approve_it(flow: Flow) -> None:
    """Readers have had another version since, so that the draft is older than what is public."""
    flow.join("boston-lead-2", "leads", "boston")
    flow.save("boston-lead-2", summary="Nobody has approved this.")
    theirs = flow.page.latest_revision
    flow.submit("boston-editor", summary="What readers see.")
    flow.approve()
    flow.restore("boston-editor", theirs)
    restored = flow.page.latest_revision
    flow.submit("boston-editor", summary="Another text.")
    flow.approve()
    flow.restore("boston-editor", restored, **{"action-submit": "1"})
    assert flow.state().revision.content["summary"] == "Nobody has approved this."
    assert "somebody else has to review it" in words(flow.decide("boston-lead-2", "approve"))
    flow.decide("boston-lead", "approve")
    assert flow.kinds()[-1] == "approved"


def test_whoever_wrote_what_was_approved_once_may_approve_it_again(flow: Flow) -> None:
    flow.join("boston-lead-2", "leads", "boston")
    flow.submit("boston-lead-2", summary="What readers had.")
    approved = flow.page.latest_revision
    flow.approve()
    flow.submit("boston-editor", summary="What readers see.")
    flow.approve()
    flow.restore("boston-editor", approved, **{"action-submit": "1"})
    flow.decide("boston-lead-2", "approve")
    assert flow.kinds()[-1] == "approved"


def test_so_it_is_with_records(flow: Flow) -> None:
    flow.join("approver-2", "approvers")
    identity = SiteIdentity.objects.get(locale__language_code="en")
    identity.statement = "Nobody has approved this."
    theirs = identity.save_revision(user=flow.user("approver-2"))
    flow.submit_record("staff", identity, statement="What readers see.")
    flow.decide("approver", "approve", state=flow.state(identity))
    flow.restore("staff", theirs, **{"action-submit": "1"})
    step = flow.state(identity)
    assert step.revision.content["statement"] == "Nobody has approved this."
    assert "somebody else has to" in words(flow.decide("approver-2", "approve", state=step))
    flow.decide("approver", "approve", state=step)
    assert fresh(identity).statement == "Nobody has approved this."


EVERYBODY = ("boston-editor", "boston-lead", "approver", "staff", "superuser", "emergency")
ACTIONS = ("approve", "reject")


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("action", ACTIONS)
def test_wagtails_own_endpoints_decide_nothing(flow: Flow, who: str, action: str) -> None:
    flow.submit("boston-editor")
    state = flow.state()
    arguments = [flow.page.pk, action, state.pk]
    client = flow.client(who)
    for name in ("workflow_action", "collect_workflow_action_data"):
        address = reverse(f"wagtailadmin_pages:{name}", args=arguments)
        client.get(address)
        client.post(address, {"comment": "x"})
    client.get(reverse("wagtailadmin_pages:confirm_workflow_cancellation", args=arguments[:1]))
    flow.save(who, **{"action-workflow-action": "1", "workflow-action-name": action})
    flow.save(who, **{"action-publish": "1"})
    assert flow.kinds() == ["submitted"]
    assert TaskState.objects.get(pk=state.pk).status == TaskState.STATUS_IN_PROGRESS
    assert flow.public_text() == ""


@pytest.mark.parametrize("who", EVERYBODY)
def test_nobody_publishes_by_a_permission(flow: Flow, who: str) -> None:
    page = flow.page
    flow.save(who, **{"action-publish": "1", "summary": "By permission."})
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    flow.client(who).post(f"{bulk}?id={page.pk}", {"include_descendants": "on"})
    assert flow.public_text() == ""
    assert flow.kinds() == []


@pytest.mark.parametrize("who", ["superuser", "approver", "staff"])
def test_a_new_page_is_not_published_by_a_permission(flow: Flow, who: str) -> None:
    parent = flow.movement.homes["en"]
    form = _new_page_form() | {"action-publish": "1"}
    address = reverse("wagtailadmin_pages:add", args=["home", "standardpage", parent.pk])
    flow.client(who).post(address, form)
    assert not Page.objects.filter(slug="a-new-page", live=True).exists()


def test_a_superuser_publishes_no_translation_past_review(
    flow: Flow, django_capture_on_commit_callbacks: Any
) -> None:
    """wagtail-localize asks for no permission to publish when it updates translations."""
    movement: Movement = flow.movement
    source = movement.places["national", "en"].news
    submit = reverse("wagtail_localize:submit_page_translation", args=[source.pk])
    arabic = _locale_id("ar")
    client = flow.client("superuser")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(submit, {"locales": [arabic]})
    translated = source.get_translations().filter(locale_id=arabic).first()
    assert translated is not None
    pk = TranslationSource.objects.get_for_instance(source).pk
    update = reverse("wagtail_localize:update_translations", args=[pk])
    with django_capture_on_commit_callbacks(execute=True):
        client.post(update, {"publish_translations": "on"})
    translated.refresh_from_db()
    assert not translated.live


def test_code_that_acts_for_a_person_publishes_nothing_unapproved(flow: Flow) -> None:
    with (
        LogContext(user=flow.user("superuser")),
        pytest.raises(PermissionDenied),
        transaction.atomic(),
    ):
        flow.page.get_latest_revision().publish()
    assert not flow.page.live


def test_an_approval_is_of_the_text_that_was_read(flow: Flow) -> None:
    flow.submit("boston-editor", summary="What was read.")
    state = flow.state()
    read = decisions.Reviewed(state.revision_id, read_digest(state.revision))
    content = dict(state.revision.content) | {"summary": "What was slipped in."}
    type(state.revision).objects.filter(pk=state.revision_id).update(content=content)
    with pytest.raises(decisions.Refused, match="has changed"):
        decisions.approve(state, flow.user("boston-lead"), read)
    assert flow.kinds() == ["submitted"]


def test_a_text_that_changed_after_its_approval_is_not_published(flow: Flow) -> None:
    flow.submit("boston-editor", summary="What was approved.")
    flow.decide("boston-lead", "approve")
    state = flow.state()
    content = dict(state.revision.content) | {"summary": "What was slipped in."}
    type(state.revision).objects.filter(pk=state.revision_id).update(content=content)
    state.refresh_from_db()
    with pytest.raises(NotApproved):
        publish_approved_text(state.workflow_state)


def _locale_id(code: str) -> int:
    return Locale.objects.get(language_code=code).pk


def _new_page_form() -> dict[str, Any]:
    return nested_form_data(
        {
            "title": "A new page",
            "slug": "a-new-page",
            "seo_title": "",
            "summary": "A summary.",
            "body": streamfield([]),
            "comments": inline_formset([]),
        }
    )
