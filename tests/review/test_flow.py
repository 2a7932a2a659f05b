"""From a volunteer's draft to what readers get, through the admin's own pages."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from wagtail.models import Revision, WorkflowPage, WorkflowState
from wagtail.users.models import UserProfile

from cms.review import decisions
from cms.review.deciding import overdue_after

from .flow import Flow, words

pytestmark = pytest.mark.django_db


def test_a_chapters_text_goes_to_its_leads_then_to_staff_then_to_readers(flow: Flow) -> None:
    flow.submit("boston-editor", title="Come to the march", summary="On Sunday.")
    assert flow.state().task.name == "review by the chapter's leads"
    assert flow.public_text() == ""
    flow.decide("boston-lead", "approve")
    assert flow.state().task.name == "approval by national staff"
    assert flow.public_text() == ""
    flow.decide("approver", "approve")
    assert "Come to the march" in flow.public_text()
    assert flow.kinds() == ["submitted", "approved", "approved", "published"]


def test_a_national_text_goes_to_staff_at_once(flow: Flow) -> None:
    page = flow.national_page
    flow.submit("staff", page)
    assert flow.state(page).task.name == "approval by national staff"
    flow.decide("approver", "approve", state=flow.state(page))
    assert flow.public_text(page)


def test_the_reviewer_sees_what_readers_see_now_against_what_they_will_see(flow: Flow) -> None:
    news = flow.news
    flow.submit("boston-editor", news, title="Another title", summary="Another summary.")
    seen = flow.review("boston-lead", flow.state(news))
    before, after = seen.select_one(".deletion"), seen.select_one(".addition")
    assert "News" in str(before)
    assert "Another" in str(after)
    assert "SECRET boston comment en" in seen.get_text()
    assert seen.find("button", value="approve") is not None


def test_a_text_that_comes_back_says_why_on_the_page_and_on_the_dashboard(flow: Flow) -> None:
    flow.submit("boston-editor")
    flow.decide("boston-lead", "request-changes", "The date is wrong.")
    assert flow.page.current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES
    editor = flow.client("boston-editor")
    edit = editor.get(reverse("wagtailadmin_pages:edit", args=[flow.page.pk]))
    assert "The date is wrong." in words(edit)
    assert "The date is wrong." in words(editor.get(reverse("wagtailadmin_home")))


def test_a_reason_is_required_to_ask_for_changes(flow: Flow) -> None:
    flow.submit("boston-editor")
    answer = flow.decide("boston-lead", "request-changes", "  ")
    assert "Please say what should change" in words(answer)
    assert flow.kinds() == ["submitted"]


def test_submitting_again_returns_to_the_step_that_asked_for_changes(flow: Flow) -> None:
    flow.submit("boston-editor")
    flow.decide("boston-lead", "approve")
    flow.decide("approver", "request-changes", "One more thing.")
    flow.submit("boston-editor", summary="With one more thing.")
    assert flow.state().task.name == "approval by national staff"
    assert flow.state().revision == flow.page.latest_revision
    flow.decide("approver", "approve")
    assert "With one more thing." in flow.public_text()


def test_the_editor_leads_to_the_review(flow: Flow) -> None:
    flow.submit("boston-editor")
    edit = flow.client("staff").get(reverse("wagtailadmin_pages:edit", args=[flow.page.pk]))
    assert flow.review_address() in edit.content.decode()
    assert "action-restart-workflow" not in edit.content.decode()


@pytest.mark.parametrize("who", ["boston-editor", "boston-lead", "staff", "approver", "superuser"])
def test_the_submitter_the_leads_and_staff_may_withdraw(flow: Flow, who: str) -> None:
    flow.submit("boston-editor", summary="A text that stays.")
    flow.decide(who, "withdraw")
    assert flow.page.current_workflow_state is None
    assert flow.page.get_latest_revision_as_object().summary == "A text that stays."
    assert flow.kinds() == ["submitted", "withdrawn"]


def test_others_may_not_withdraw_not_even_the_pages_owner(flow: Flow) -> None:
    owner = flow.join("boston-editor-2", "editors", "boston")
    flow.submit("boston-editor")
    page = flow.page
    page.owner = owner
    page.save(update_fields=["owner"])
    flow.decide("boston-editor-2", "withdraw")
    flow.save("boston-editor-2", **{"action-cancel-workflow": "1"})
    assert flow.page.workflow_in_progress
    assert flow.kinds() == ["submitted"]


def test_withdrawing_in_the_editor_is_recorded_too(flow: Flow) -> None:
    flow.submit("boston-editor")
    flow.save("boston-editor", **{"action-cancel-workflow": "1"})
    assert flow.page.current_workflow_state is None
    assert flow.kinds() == ["submitted", "withdrawn"]


def test_staff_take_over_a_step_of_the_leads_once_it_is_overdue(flow: Flow) -> None:
    flow.submit("boston-editor")
    answer = flow.decide("staff", "take-over", "They are away.")
    assert "overdue" in words(answer)
    assert flow.state().task.name == "review by the chapter's leads"
    make_overdue(flow)
    answer = flow.decide("staff", "take-over", "")
    assert "Please say why" in words(answer)
    flow.decide("staff", "take-over", "They are away.")
    assert flow.state().task.name == "approval by national staff"
    assert flow.kinds() == ["submitted", "taken-over"]


def test_staff_take_over_a_step_of_the_approvers_and_decide_it(flow: Flow) -> None:
    flow.submit("boston-editor")
    flow.decide("boston-lead", "approve")
    make_overdue(flow)
    flow.decide("boston-lead", "take-over", "I want it out.")
    assert flow.kinds()[-1] == "approved"
    flow.decide("staff", "take-over", "No approver is there.")
    flow.decide("staff", "approve")
    assert flow.public_text()


@pytest.mark.parametrize(("seconds", "may"), [(-1, False), (0, True)], ids=["early", "due"])
def test_a_step_may_be_taken_over_with_the_second_in_which_it_is_overdue(
    flow: Flow, monkeypatch: pytest.MonkeyPatch, seconds: int, may: bool
) -> None:
    flow.submit("boston-editor")
    state = flow.state()
    overdue = timezone.now()
    state.started_at = overdue - overdue_after()
    state.save()
    monkeypatch.setattr(timezone, "now", lambda: overdue + timedelta(seconds=seconds))
    flow.decide("staff", "take-over", "They are away.")
    assert flow.kinds() == ["submitted", "taken-over"][: 1 + may]


def test_a_page_is_in_one_review_at_a_time_and_nothing_else_is_withdrawn(flow: Flow) -> None:
    """Whatever offers it, such as a form that was opened before."""
    with pytest.raises(decisions.Refused, match="not in review"):
        decisions.withdraw(flow.page, flow.user("staff"))
    flow.submit("boston-editor")
    with pytest.raises(decisions.Refused, match="in review already"):
        decisions.submit(flow.page, flow.user("boston-lead"))
    assert flow.kinds() == ["submitted"]


def test_a_page_without_a_draft_or_a_chain_of_review(flow: Flow) -> None:
    """What code has made has no draft yet: one is made. Without a workflow nothing is submitted."""
    page = flow.national_page
    page.latest_revision = None
    page.save()
    Revision.page_revisions.filter(object_id=str(page.pk)).delete()
    decisions.submit(flow.national_page, flow.user("staff"))
    assert flow.state(page).revision == flow.national_page.latest_revision
    decisions.withdraw(flow.national_page, flow.user("staff"))
    WorkflowPage.objects.all().delete()
    with pytest.raises(decisions.Refused, match="No review has been set up"):
        decisions.submit(flow.national_page, flow.user("staff"))


def test_nobody_takes_over_a_step_that_is_theirs_to_decide(flow: Flow) -> None:
    flow.submit("boston-editor")
    flow.decide("boston-lead", "approve")
    make_overdue(flow)
    assert flow.review("approver").find("button", value="take-over") is None
    flow.decide("approver", "take-over", "It is mine.")
    assert flow.kinds()[-1] == "approved"


@pytest.mark.parametrize("step", ["lead", "staff"])
def test_staff_who_wrote_the_text_do_not_take_its_steps_over(flow: Flow, step: str) -> None:
    """Four eyes hold for overdue steps too; other staff may, and the button says who."""
    flow.join("staff-2", "staff")
    flow.save("staff", summary="Mine.")
    flow.submit("boston-editor", summary="Ours.")
    if step == "staff":
        flow.decide("boston-lead", "approve")
    make_overdue(flow)
    before = flow.kinds()
    assert flow.review("staff").find("button", value="take-over") is None
    assert "staff who did not write the text" in words(flow.decide("staff", "take-over", "Late."))
    assert flow.kinds() == before
    assert flow.review("staff-2").find("button", value="take-over") is not None
    flow.decide("staff-2", "take-over", "Late.")
    assert flow.kinds() == [*before, "taken-over"]


def test_staff_who_wrote_only_after_the_submission_may_take_a_step_over(flow: Flow) -> None:
    flow.submit("boston-editor", summary="What was submitted.")
    flow.save("staff", summary="A thought of staff.")
    make_overdue(flow)
    flow.decide("staff", "take-over", "They are away.")
    assert flow.kinds() == ["submitted", "taken-over"]


def test_staff_may_write_while_a_lead_reviews_and_it_stays_a_draft(flow: Flow) -> None:
    flow.submit("boston-editor", summary="What was submitted.")
    submitted = flow.state().revision
    flow.save("staff", summary="A thought of staff.")
    assert flow.page.get_latest_revision_as_object().summary == "A thought of staff."
    flow.decide("boston-lead", "approve")
    assert flow.state().revision == submitted
    flow.decide("approver", "approve")
    assert "What was submitted." in flow.public_text()
    assert "A thought of staff." not in flow.public_text()
    assert flow.page.get_latest_revision_as_object().summary == "A thought of staff."
    assert flow.page.has_unpublished_changes


def test_the_text_rests_for_its_team_while_it_is_reviewed(flow: Flow) -> None:
    flow.submit("boston-editor", summary="What was submitted.")
    for who in ("boston-editor", "boston-lead"):
        answer = flow.save(who, summary="A stray edit.")
        assert "locked" in words(answer)
    assert flow.page.latest_revision == flow.state().revision


def test_a_skipped_step_says_why(flow: Flow) -> None:
    flow.submit("boston-lead")
    assert flow.state().task.name == "approval by national staff"
    assert flow.kinds() == ["submitted", "skipped"]
    assert "Nobody but those who wrote" in flow.review("approver").get_text()


def test_each_step_is_mailed_once_in_plain_words(
    flow: Flow, django_capture_on_commit_callbacks: Any
) -> None:
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        flow.submit("boston-editor", title="A march")
        flow.decide("boston-lead", "request-changes", "Where?")
        flow.submit("boston-editor", title="A march")
        flow.decide("boston-lead", "approve")
        flow.decide("approver", "approve")
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["boston-lead@example.org"], "“A march” waits for your review"),
        (["boston-editor@example.org"], "“A march” needs changes"),
        (["boston-lead@example.org"], "“A march” waits for your review"),
        (["approver@example.org"], "“A march” waits for your review"),
        (["boston-editor@example.org"], "“A march” has been approved"),
    ]
    assert all(type(message) is mail.EmailMessage for message in mail.outbox)
    assert "Where?" in mail.outbox[1].body


def test_people_are_written_to_in_their_language(
    flow: Flow, django_capture_on_commit_callbacks: Any
) -> None:
    UserProfile.objects.create(user=flow.user("boston-lead"), preferred_language="es")
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        flow.submit("boston-editor", title="Una marcha")
    with override("es"):
        wanted = gettext("“%(title)s” waits for your review") % {"title": "Una marcha"}
    assert mail.outbox[0].subject == wanted


def make_overdue(flow: Flow) -> None:
    state = flow.state()
    state.started_at -= timedelta(days=6)
    state.save()
