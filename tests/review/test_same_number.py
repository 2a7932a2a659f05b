"""A record and a page of Boston's have the same number: nothing of the one is the other's."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Revision, TaskState

from cms.review import decisions, sets
from cms.review.deciding import leads_of, may_decide, why_not_withdraw
from cms.review.models import Decision, SetMember
from cms.review.queue import Queue
from cms.review.reminders import look_after_waiting_steps
from cms.review.scheduling import keep_dates
from cms.translation.stats import counts
from home.models import Person
from tests.access.movement import publish

from .flow import Flow, words

pytestmark = pytest.mark.django_db

NAME = "Someone of the same number"
SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture
def person(flow: Flow) -> Person:
    """A record with the number of Boston's draft, of which readers see nothing."""
    locale = Locale.objects.get(language_code="en")
    return Person.objects.create(pk=flow.page.pk, name=NAME, role="x", locale=locale)


@pytest.fixture
def step(flow: Flow, person: Person) -> TaskState:
    """The step that waits of the record."""
    person.save_revision(user=flow.user("staff"))
    decisions.submit(person, flow.user("staff"))
    return person.current_workflow_task_state


@pytest.mark.parametrize("who", ["boston-editor", "boston-lead"])
def test_a_chapters_people_see_nothing_of_the_record(flow: Flow, step: TaskState, who: str) -> None:
    assert step.pk not in [entry.state.pk for entry in Queue(flow.user(who), {}).entries]
    client = flow.client(who)
    assert NAME not in words(client.get(reverse("review:queue")))
    assert NAME not in words(client.get(reverse("wagtailadmin_home")))
    for method in (client.get, client.post):
        assert method(flow.review_address(step), headers=SCRIPT).status_code == 403


def test_a_decision_about_the_record_is_none_about_the_page(
    flow: Flow, person: Person, step: TaskState
) -> None:
    flow.decide("approver", "approve", state=step)
    told = Decision.objects.about(person)
    assert [each.kind for each in told] == ["published", "approved", "submitted"]
    assert {each.subject for each in told} == {person}
    assert not Decision.objects.about(flow.page).exists()
    assert not flow.page.live


def test_who_wrote_in_the_record_may_review_the_page(flow: Flow, step: TaskState) -> None:
    Revision.objects.filter(pk=step.revision_id).update(user=flow.user("boston-lead"))
    flow.submit("boston-editor")
    assert may_decide(flow.state(), flow.user("boston-lead"))
    assert flow.state().pk in [
        entry.state.pk for entry in Queue(flow.user("boston-lead"), {}).waiting_for_me
    ]


def test_no_lead_of_the_chapter_has_a_say_in_the_record(flow: Flow, step: TaskState) -> None:
    record = step.workflow_state.content_object
    assert not leads_of(record).exists()
    assert leads_of(flow.page).exists()
    assert why_not_withdraw(step.workflow_state, flow.user("boston-lead"))


def test_a_set_holds_the_page_and_not_the_record(
    flow: Flow, person: Person, step: TaskState
) -> None:
    opened = sets.make_set("A set", flow.user("staff"))
    sets.add_text(opened, flow.page, flow.user("staff"))
    flow.decide("approver", "approve", state=step)
    person.refresh_from_db()
    assert person.live
    assert SetMember.objects.get().revision is None
    assert not flow.page.live


def test_the_desk_does_not_take_the_record_for_the_page(flow: Flow, step: TaskState) -> None:
    assert step.workflow_state.object_id == str(flow.page.pk)
    waiting = counts.in_review()
    assert (flow.page.translation_key, flow.page.locale_id) not in waiting
    record = step.workflow_state.content_object
    assert (record.translation_key, record.locale_id) in waiting


def test_the_scheduler_leaves_the_page_alone(flow: Flow, step: TaskState) -> None:
    page = flow.page
    draft = page.latest_revision
    due = timezone.now() - timedelta(minutes=1)
    Revision.objects.filter(pk=step.revision_id).update(approved_go_live_at=due)
    keep_dates()
    look_after_waiting_steps()
    assert not flow.page.live
    assert flow.page.latest_revision == draft
    assert flow.kinds() == []


def test_each_expires_by_itself(flow: Flow, person: Person) -> None:
    publish(flow.page)
    person.save_revision().publish()
    Person.objects.filter(pk=person.pk).update(expire_at=timezone.now())
    keep_dates()
    person.refresh_from_db()
    assert not person.live
    assert flow.page.live


def test_reviews_of_both_at_once_do_not_meet(flow: Flow, step: TaskState) -> None:
    flow.submit("boston-editor", title="The page")
    flow.approve()
    assert flow.page.live
    step.refresh_from_db()
    assert step.status == TaskState.STATUS_IN_PROGRESS
    assert flow.page.title == "The page"
