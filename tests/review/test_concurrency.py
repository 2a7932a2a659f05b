"""Two people at the same moment: one outcome, no lost record. On PostgreSQL, with real threads.

SQLite lets one write at a time (``transaction_mode`` IMMEDIATE), and an in-memory database is
one connection's own; there is nothing to race there.
"""

import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections
from django.utils import timezone
from wagtail.models import Locale, Revision

from cms.review import decisions
from cms.review.models import Decision
from cms.review.scheduling import keep_dates
from cms.review.standing import read_digest
from home.models import Person
from tests.access.movement import build
from tests.snapshots import forget_what_was_cached

from .flow import Flow

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="races need PostgreSQL"),
]


@pytest.fixture
def shared(db: None) -> Flow:
    """The movement, committed, for several connections to see."""
    forget_what_was_cached()
    # For the next test the rows are put back one by one, and what watches them asks for content
    # types that are not back yet: those it would make again.
    ContentType.objects.get_for_models(*apps.get_models(include_auto_created=True))
    flow = Flow(build())
    flow.join("approver-2", "approvers")
    return flow


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Let each act begin at the same moment, in a thread of its own; return how each ended."""
    start = threading.Barrier(len(acts))
    ends = [""] * len(acts)

    def run(number: int, act: Callable[[], object]) -> None:
        try:
            start.wait()
            act()
            ends[number] = "done"
        except decisions.Refused:
            ends[number] = "refused"
        except Exception as error:  # noqa: BLE001  (the test compares what came of it)
            ends[number] = repr(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return ends


def approve(flow: Flow, who: str) -> Callable[[], None]:
    state, user = flow.state(), flow.user(who)
    read = decisions.Reviewed(state.revision_id, read_digest(state.revision))
    return lambda: decisions.approve(state, user, read)


def to_the_last_step(flow: Flow) -> None:
    decisions.submit(flow.page, flow.user("boston-editor"))
    approve(flow, "boston-lead")()


def test_of_two_approvers_one_approves_and_the_other_is_told(shared: Flow) -> None:
    to_the_last_step(shared)
    ends = at_once(approve(shared, "approver"), approve(shared, "approver-2"))
    assert sorted(ends) == ["done", "refused"]
    assert shared.kinds() == ["submitted", "approved", "approved", "published"]
    assert shared.page.live


def test_approve_against_withdraw_has_one_outcome(shared: Flow) -> None:
    to_the_last_step(shared)
    page, editor = shared.page, shared.user("boston-editor")
    ends = at_once(approve(shared, "approver"), lambda: decisions.withdraw(page, editor))
    assert sorted(ends) == ["done", "refused"]
    published = ends[0] == "done"
    assert shared.page.live == published
    assert shared.kinds()[2:] == (["approved", "published"] if published else ["withdrawn"])


def test_an_edit_against_an_approval_loses_neither(shared: Flow) -> None:
    to_the_last_step(shared)
    approved = shared.state().revision_id
    edit = lambda: shared.save("staff", summary="Written at the same moment.")  # noqa: E731
    assert at_once(approve(shared, "approver"), edit) == ["done", "done"]
    page = shared.page
    assert page.live
    assert page.live_revision_id == approved
    assert page.summary == "A summary."
    assert page.get_latest_revision_as_object().summary == "Written at the same moment."
    assert page.has_unpublished_changes
    assert shared.kinds()[-1] == "published"


def test_two_submissions_make_one_review(shared: Flow) -> None:
    ends = at_once(
        lambda: shared.submit("boston-editor", summary="One."),
        lambda: shared.submit("boston-lead", summary="Two."),
    )
    assert ends == ["done", "done"]
    assert shared.kinds().count("submitted") == 1
    assert shared.state().revision == shared.page.latest_revision


def test_a_due_date_against_an_emergency_publishes_once(shared: Flow) -> None:
    page = shared.page
    page.go_live_at = timezone.now() + timedelta(seconds=1)
    page.save_revision(user=shared.user("boston-editor"))
    to_the_last_step(shared)
    approve(shared, "approver")()
    revision = Revision.objects.get(pk=shared.page.latest_revision_id)
    while timezone.now() <= page.go_live_at:
        threading.Event().wait(0.05)
    read = decisions.Reviewed(revision.pk, read_digest(revision))
    user = shared.user("emergency")
    at_once(keep_dates, lambda: decisions.publish_in_emergency(shared.page, user, read, "Now."))
    assert shared.page.live_revision_id == revision.pk
    assert Decision.objects.filter(revision=revision, kind="published").count() <= 2
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_of_two_approvers_of_a_record_one_publishes_it(shared: Flow) -> None:
    """A page has the record's number, and its review waits at the same time."""
    to_the_last_step(shared)
    locale = Locale.objects.get(language_code="en")
    person = Person.objects.create(pk=shared.page.pk, name="Somebody", role="A role", locale=locale)
    person.save_revision(user=shared.user("staff"))
    decisions.submit(person, shared.user("staff"))
    step = person.current_workflow_task_state
    read = decisions.Reviewed(step.revision_id, read_digest(step.revision))
    ends = at_once(
        *(
            partial(decisions.approve, step, shared.user(who), read)
            for who in ("approver", "approver-2")
        ),
        approve(shared, "approver"),
    )
    assert sorted(ends) == ["done", "done", "refused"]
    assert ends[2] == "done"
    kinds = [each.kind for each in Decision.objects.about(person).order_by("pk")]
    assert kinds == ["submitted", "approved", "published"]
    assert Person.objects.get(pk=person.pk).live
    assert shared.page.live


def test_a_record_is_saved_after_its_publication_or_before_it_and_stays_public(
    shared: Flow,
) -> None:
    """Wagtail reads that it is not live, and would take down what was published meanwhile."""
    locale = Locale.objects.get(language_code="en")
    person = Person.objects.create(name="Somebody", role="A role", locale=locale)
    person.save_revision(user=shared.user("staff"))
    decisions.submit(person, shared.user("staff"))
    step, approver = person.current_workflow_task_state, shared.user("approver")
    read = decisions.Reviewed(step.revision_id, read_digest(step.revision))
    at_once(
        lambda: decisions.approve(step, approver, read),
        lambda: shared.save_record("superuser", person, role="A draft"),
    )
    person.refresh_from_db()
    assert (person.live, person.role) == (True, "A role")
    assert person.get_latest_revision_as_object().role == "A draft"
