"""Two people at the same moment: one outcome, no lost record. On PostgreSQL, with real threads.

SQLite lets one write at a time (``transaction_mode`` IMMEDIATE), and an in-memory database is
one connection's own; there is nothing to race there.
"""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone
from wagtail.models import Revision

from cms.review import decisions
from cms.review.digest import content_digest
from cms.review.models import Decision
from cms.review.scheduling import keep_dates
from tests.access.movement import build

from .flow import Flow

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="races need PostgreSQL"),
]


@pytest.fixture
def shared(db: None) -> Flow:
    """The movement, committed, for several connections to see."""
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
    read = decisions.Reviewed(state.revision_id, content_digest(state.revision))
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
    read = decisions.Reviewed(revision.pk, content_digest(revision))
    user = shared.user("emergency")
    at_once(keep_dates, lambda: decisions.publish_in_emergency(shared.page, user, read, "Now."))
    assert shared.page.live_revision_id == revision.pk
    assert Decision.objects.filter(revision=revision, kind="published").count() <= 2
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
