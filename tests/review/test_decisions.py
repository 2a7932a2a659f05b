"""Each decision by itself: who takes it, what has to be said for it, and what is left of it."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision, TaskState

from cms.review import deciding, decisions, sets
from cms.review.deciding import overdue_after
from cms.review.decisions import Refused, Reviewed
from cms.review.models import Decision
from cms.review.standing import read_digest
from cms.review.taking_down import take_down_record
from home.models import Person
from tests.access.movement import publish_record

from .flow import Flow
from .test_flow import make_overdue

pytestmark = pytest.mark.django_db

ELSEWHERE = "https://elsewhere.example.org/join"


def refused(act: Callable[[], Any]) -> str:
    """The sentence with which a decision is refused; what it has written by then is undone."""
    with transaction.atomic(), pytest.raises(Refused) as told:
        act()
    return str(told.value)


def read(revision: Revision) -> Reviewed:
    return Reviewed(revision.pk, read_digest(revision))


@pytest.fixture
def person(flow: Flow) -> Person:
    locale = flow.movement.homes["en"].locale
    return publish_record(Person(name="Somebody", role="Organizer", locale=locale))


@pytest.mark.parametrize("blank", ["", " ", "\n\t"])
def test_what_needs_a_reason_has_none_without_words(flow: Flow, person: Person, blank: str) -> None:
    flow.submit("boston-editor")
    make_overdue(flow)
    latest = flow.news.latest_revision
    for act in (
        lambda: decisions.request_changes(flow.state(), flow.user("boston-lead"), blank),
        lambda: decisions.take_over(flow.state(), flow.user("staff"), blank),
        lambda: decisions.publish_in_emergency(
            flow.news, flow.user("emergency"), read(latest), blank
        ),
        lambda: take_down_record(person, flow.user("approver"), blank),
        lambda: decisions.lift_date(person, flow.user("approver"), blank),
        lambda: sets.make_set(blank, flow.user("staff")),
    ):
        assert refused(act).startswith("Please ")
    assert flow.kinds() == ["submitted"]


def test_only_staff_take_down_and_only_what_readers_see(flow: Flow, person: Person) -> None:
    for who in ("es-reviewer", "emergency", "boston-lead"):
        for decide in (take_down_record, decisions.lift_date):
            act = partial(decide, person, flow.user(who), "Wrong.")
            assert "Only staff may take this down" in refused(act)
    assert "has no date" in refused(
        lambda: decisions.lift_date(person, flow.user("approver"), "Wrong.")
    )
    take_down_record(person, flow.user("approver"), "Wrong.")
    person.refresh_from_db()
    assert not person.live
    (taken,) = Decision.objects.about(person).filter(kind="taken-down")
    assert (taken.actor, taken.reason) == (flow.user("approver"), "Wrong.")
    assert "do not see" in refused(
        lambda: take_down_record(person, flow.user("approver"), "Wrong.")
    )


def test_nothing_is_decided_about_what_is_deleted(flow: Flow) -> None:
    page = flow.page
    flow.page.delete()
    assert "deleted" in refused(lambda: decisions.submit(page, flow.user("boston-editor")))


def test_a_review_that_there_is_not_is_not_withdrawn(flow: Flow) -> None:
    assert "not in review" in refused(lambda: decisions.withdraw(flow.page, flow.user("staff")))
    flow.submit("boston-editor")
    assert "Only who submitted it" in refused(
        lambda: decisions.withdraw(flow.page, flow.user("chicago-lead"))
    )


def test_a_step_that_is_over_is_over_for_everybody(flow: Flow) -> None:
    flow.submit("boston-editor")
    state = flow.state()
    decisions.approve(state, flow.user("boston-lead"), read(state.revision))
    for act in (
        lambda: decisions.approve(state, flow.user("boston-lead"), read(state.revision)),
        lambda: decisions.request_changes(state, flow.user("boston-lead"), "Why not."),
        lambda: decisions.take_over(state, flow.user("staff"), "Why not."),
        lambda: decisions.skip_if_nobody_is_left(state),
    ):
        assert "already" in refused(act)
    # One that came after it is over too where the review has moved on without it.
    later = flow.state()
    TaskState.objects.filter(pk=later.pk).update(status=TaskState.STATUS_APPROVED)
    assert "already" in refused(
        lambda: decisions.approve(later, flow.user("approver"), read(later.revision))
    )


def test_what_is_said_with_an_approval_stays_with_its_step(flow: Flow) -> None:
    flow.submit("boston-editor")
    for who in ("boston-lead", "approver"):
        state = flow.state()
        decisions.approve(state, flow.user(who), read(state.revision), f"By {who}.")
        state.refresh_from_db()
        assert (state.comment, state.finished_by) == (f"By {who}.", flow.user(who))
    approvals = Decision.objects.about(flow.page).filter(kind="approved").order_by("pk")
    assert [(each.step, each.reason) for each in approvals] == [
        ("lead", "By boston-lead."),
        ("staff", "By approver."),
    ]


def test_a_step_is_overdue_with_its_last_second(flow: Flow, monkeypatch: Any) -> None:
    flow.submit("boston-editor")
    state = flow.state()
    end = state.started_at + overdue_after()
    for seconds, overdue in ((-1, False), (0, True), (1, True)):
        monkeypatch.setattr(timezone, "now", lambda at=end + timedelta(seconds=seconds): at)
        assert deciding.is_overdue(state) is overdue
        assert bool(deciding.why_not_take_over(state, flow.user("staff"))) is not overdue
        assert deciding.why_not_take_over(state, flow.user("boston-editor"))
        assert deciding.why_not_take_over(state, flow.user("chicago-lead"))
    state.status = TaskState.STATUS_REJECTED
    assert not deciding.is_overdue(state)
    monkeypatch.undo()
    assert overdue_after() == timedelta(days=settings.REVIEW_OVERDUE_DAYS)


def test_a_step_that_was_taken_over_is_recorded_as_whose_it_is(flow: Flow) -> None:
    flow.submit("boston-editor")
    make_overdue(flow)
    state = flow.state()
    decisions.take_over(state, flow.user("staff"), "They are away.")
    state.refresh_from_db()
    assert state.status == TaskState.STATUS_SKIPPED
    assert (state.finished_by, state.comment) == (flow.user("staff"), "They are away.")
    assert state.finished_at is not None
    taken = Decision.objects.about(flow.page).get(kind="taken-over")
    assert (taken.actor, taken.step, taken.reason) == (
        flow.user("staff"),
        "lead",
        "They are away.",
    )
    assert flow.state().task.name == "approval by national staff"


def test_an_emergency_is_for_its_people_and_for_what_readers_do_not_see(flow: Flow) -> None:
    latest = flow.news.latest_revision
    for who in ("staff", "approver", "boston-lead"):
        user = flow.user(who)
        act = partial(decisions.publish_in_emergency, flow.news, user, read(latest), "Now.")
        assert "Only emergency publishers" in refused(act)
    decisions.publish_in_emergency(flow.news, flow.user("emergency"), read(latest), "Now.")
    assert flow.news.live_revision_id == latest.pk
    assert "already" in refused(
        lambda: decisions.publish_in_emergency(
            flow.news, flow.user("emergency"), read(latest), "Now."
        )
    )


def test_what_is_taken_down_is_what_readers_saw(flow: Flow, person: Person) -> None:
    seen = person.live_revision
    person.name = "Somebody else"
    person.save_revision()
    take_down_record(person, flow.user("approver"), "Wrong.")
    (taken,) = Decision.objects.about(person).filter(kind="taken-down")
    assert taken.revision == seen
    assert Decision.objects.about(flow.page).count() == 0
    Decision.objects.filter(pk=taken.pk).update(object_id=str(flow.page.pk))
    assert Decision.objects.about(flow.page).count() == 0, "a page and a record of one number"


def test_a_date_that_has_come_is_no_date_ahead(flow: Flow, monkeypatch: Any) -> None:
    page = flow.page
    page.go_live_at = (timezone.now() + timedelta(days=1)).replace(microsecond=0)
    latest = page.save_revision()
    act = partial(
        decisions.publish_in_emergency, page, flow.user("emergency"), read(latest), "Now."
    )
    monkeypatch.setattr(timezone, "now", lambda: page.go_live_at - timedelta(seconds=1))
    assert "take that date out" in refused(act)
    monkeypatch.setattr(timezone, "now", lambda: page.go_live_at)
    act()
    assert flow.page.live_revision_id == latest.pk


def test_a_long_title_is_recorded_as_far_as_it_fits(flow: Flow) -> None:
    revision = flow.page.latest_revision
    revision.object_str = "x" * 300
    recorded = Decision.about(revision, Decision.Kind.HELD, None)
    assert recorded.title == "x" * 255


@pytest.mark.parametrize("fields", [["content"], ["content", "object_str"]], ids=str)
def test_a_decided_text_is_written_over_by_nobody(flow: Flow, fields: list[str]) -> None:
    revision = flow.page.latest_revision
    revision.content = dict(revision.content) | {"summary": "Before anything is decided."}
    revision.save(update_fields=fields)
    Decision.about(revision, Decision.Kind.SUBMITTED, flow.user("boston-editor"))
    revision.save(update_fields=fields)
    revision.content = dict(revision.content) | {"summary": "Slipped in."}
    revision.save(update_fields=["object_str"])
    with pytest.raises(PermissionDenied):
        revision.save(update_fields=fields)
