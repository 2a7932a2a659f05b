"""Publication at a date, the end of it, and the scheduler that looks after both."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page, Revision

from cms.operations.scheduler import LOST_AFTER, take_up_lost_tasks, tick
from cms.review import publication, scheduling
from cms.review.decisions import submit
from cms.review.models import Decision, Heartbeat, LookAgain
from cms.review.scheduling import keep_dates

from .flow import Flow, words
from .test_flow import make_overdue

pytestmark = pytest.mark.django_db


def ahead(**delta: float) -> str:
    return (timezone.now() + timedelta(**delta)).strftime("%Y-%m-%d %H:%M")


def approve_with_date(flow: Flow, page: Page | None = None, **values: Any) -> None:
    page = page or flow.page
    flow.submit("boston-editor", page, go_live_at=ahead(days=2), **values)
    flow.approve(page)


def keep_dates_later(monkeypatch: pytest.MonkeyPatch) -> int:
    """Three days go by."""
    then = timezone.now() + timedelta(days=3)
    with monkeypatch.context() as patch:
        patch.setattr(timezone, "now", lambda: then)
        return keep_dates()


def test_an_approved_text_appears_at_its_date_and_not_before(
    flow: Flow, monkeypatch: pytest.MonkeyPatch
) -> None:
    approve_with_date(flow, summary="Embargoed.")
    assert flow.kinds()[-1] == "scheduled"
    assert flow.public_text() == ""
    assert keep_dates() == 0
    assert flow.public_text() == ""
    assert keep_dates_later(monkeypatch) == 1
    assert "Embargoed." in flow.public_text()
    assert flow.kinds()[-1] == "published"


def keep_dates_at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> int:
    with monkeypatch.context() as patch:
        patch.setattr(timezone, "now", lambda: moment)
        return keep_dates()


def test_a_text_appears_with_the_second_of_its_date(
    flow: Flow, monkeypatch: pytest.MonkeyPatch
) -> None:
    approve_with_date(flow)
    due = flow.page.latest_revision.approved_go_live_at
    assert keep_dates_at(monkeypatch, due - timedelta(seconds=1)) == 0
    assert flow.public_text() == ""
    assert keep_dates_at(monkeypatch, due) == 1
    assert flow.public_text()


def test_a_page_goes_with_the_second_of_its_end(
    flow: Flow, monkeypatch: pytest.MonkeyPatch
) -> None:
    flow.submit("boston-editor", expire_at=ahead(days=1))
    flow.approve()
    end = flow.page.expire_at
    assert keep_dates_at(monkeypatch, end - timedelta(seconds=1)) == 0
    assert flow.public_text()
    assert keep_dates_at(monkeypatch, end) == 1
    assert flow.public_text() == ""
    assert keep_dates_at(monkeypatch, end) == 0, "what is gone does not go again"


@pytest.mark.parametrize(("seconds", "told"), [(1, True), (-1, False)], ids=["last", "over"])
def test_staff_are_told_for_two_weeks_of_what_was_refused(
    flow: Flow, seconds: int, told: bool
) -> None:
    Revision.objects.filter(pk=flow.page.latest_revision_id).update(
        approved_go_live_at=timezone.now()
    )
    keep_dates()
    two_weeks_ago = timezone.now() - timedelta(days=14)
    Decision.objects.filter(kind="publication-refused").update(
        at=two_weeks_ago + timedelta(minutes=seconds)
    )
    home = words(flow.client("staff").get(reverse("wagtailadmin_home")))
    assert ("no approval stands behind this text" in home) is told


def test_a_publication_that_keeps_failing_is_reported_once_a_day(
    flow: Flow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: Any, **_kwargs: Any) -> Decision:
        raise RuntimeError

    approve_with_date(flow)
    due = flow.page.latest_revision.approved_go_live_at
    monkeypatch.setattr(scheduling, "publish_revision", fail)
    for hours, reports in ((0, 1), (23, 1), (25, 2), (26, 2), (48, 2), (50, 3)):
        keep_dates_at(monkeypatch, due + timedelta(hours=hours))
        assert flow.kinds().count("publication-refused") == reports, f"after {hours} hours"


def test_readers_keep_the_old_text_until_the_date(
    flow: Flow, monkeypatch: pytest.MonkeyPatch
) -> None:
    news = flow.news
    approve_with_date(flow, news, title="New words", summary="New words.")
    assert "News of boston" in flow.public_text(news)
    keep_dates_later(monkeypatch)
    news.refresh_from_db()
    assert "New words" in flow.public_text(news)


def test_a_date_ahead_takes_nothing_down_whenever_the_draft_was_begun(flow: Flow) -> None:
    """A draft that staff began during the first review knows of no public version."""
    flow.submit("boston-editor", summary="What readers see.")
    flow.save("staff", summary="Begun before the page was public.")
    flow.approve()
    assert "What readers see." in flow.public_text()
    approve_with_date(flow, summary="For later.")
    assert flow.kinds()[-1] == "scheduled"
    assert "What readers see." in flow.public_text()


def test_a_date_that_no_review_set_is_refused_and_reported(flow: Flow) -> None:
    revision = flow.page.latest_revision
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now())
    assert keep_dates() == 0
    assert flow.public_text() == ""
    assert flow.kinds() == ["publication-refused"]
    revision.refresh_from_db()
    assert revision.approved_go_live_at is None
    home = flow.client("staff").get(reverse("wagtailadmin_home"))
    assert "no approval stands behind this text" in words(home)


def test_a_text_that_leads_approved_but_staff_did_not_is_refused_at_a_date(flow: Flow) -> None:
    flow.submit("boston-editor")
    flow.decide("boston-lead", "approve")
    Revision.objects.filter(pk=flow.state().revision_id).update(approved_go_live_at=timezone.now())
    assert keep_dates() == 0
    assert flow.public_text() == ""


def test_a_scheduled_text_that_was_changed_is_refused(
    flow: Flow, monkeypatch: pytest.MonkeyPatch
) -> None:
    approve_with_date(flow)
    revision = flow.page.latest_revision
    content = dict(revision.content) | {"summary": "Slipped in."}
    Revision.objects.filter(pk=revision.pk).update(content=content)
    assert keep_dates_later(monkeypatch) == 0
    assert flow.public_text() == ""
    assert flow.kinds()[-1] == "publication-refused"


def test_one_that_fails_keeps_no_other_waiting(flow: Flow, monkeypatch: pytest.MonkeyPatch) -> None:
    other = flow.translation
    approve_with_date(flow)
    approve_with_date(flow, other)
    bad = flow.page.latest_revision_id
    publish = publication.publish_revision

    def fail_for_one(revision: Revision, *args: Any, **kwargs: Any) -> Decision:
        decision: Decision = publish(revision, *args, **kwargs)
        if revision.pk == bad:
            raise RuntimeError("after it was written")
        return decision

    monkeypatch.setattr(scheduling, "publish_revision", fail_for_one)
    assert keep_dates_later(monkeypatch) == 1
    assert flow.public_text() == ""
    assert flow.kinds()[-1] == "publication-refused"
    other.refresh_from_db()
    assert other.live
    keep_dates_later(monkeypatch)
    assert flow.kinds().count("publication-refused") == 1
    monkeypatch.setattr(scheduling, "publish_revision", publish)
    assert keep_dates_later(monkeypatch) == 1
    assert flow.public_text()


def test_a_newer_approval_takes_the_place_of_a_scheduled_text(
    flow: Flow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A scheduled older revision never comes back over what was approved after it."""
    news = flow.news
    approve_with_date(flow, news, title="Older", summary="Older.")
    answer = flow.client("approver").post(
        reverse(
            "wagtailadmin_pages:revisions_unschedule", args=[news.pk, flow.news.latest_revision_id]
        )
    )
    assert answer.status_code == 302
    flow.submit("boston-editor", news, title="Newer", summary="Newer.", go_live_at="")
    flow.decide("boston-lead", "approve", state=flow.state(news))
    flow.decide("approver", "approve", state=flow.state(news))
    keep_dates_later(monkeypatch)
    assert "Newer" in flow.public_text(news)


def test_a_review_under_way_outlives_a_scheduled_publication(
    flow: Flow, monkeypatch: pytest.MonkeyPatch
) -> None:
    approve_with_date(flow, title="Scheduled")
    page = flow.page
    page.go_live_at = None
    page.title = "Newer"
    page.save_revision(user=flow.user("boston-editor"))
    submit(flow.page, flow.user("boston-editor"))
    assert keep_dates_later(monkeypatch) == 1
    assert flow.page.title == "Scheduled"
    assert flow.state().revision == flow.page.latest_revision


def test_an_expired_page_is_taken_down(flow: Flow, monkeypatch: pytest.MonkeyPatch) -> None:
    flow.submit("boston-editor", expire_at=ahead(days=1))
    flow.decide("boston-lead", "approve")
    flow.decide("approver", "approve")
    assert flow.public_text()
    assert keep_dates_later(monkeypatch) == 1
    assert flow.public_text() == ""
    assert flow.page.expired


def test_wagtails_command_goes_through_the_same_gate(flow: Flow) -> None:
    Revision.objects.filter(pk=flow.page.latest_revision_id).update(
        approved_go_live_at=timezone.now() - timedelta(minutes=1)
    )
    call_command("publish_scheduled", verbosity=0)
    assert flow.public_text() == ""
    assert Heartbeat.last(Heartbeat.SCHEDULER) is not None


def test_staff_see_when_the_scheduler_has_not_run(flow: Flow) -> None:
    home = reverse("wagtailadmin_home")
    assert "The scheduler has never run" in words(flow.client("staff").get(home))
    assert "scheduler" not in words(flow.client("boston-editor").get(home))
    Heartbeat.objects.create(name="scheduler", at=timezone.now() - timedelta(hours=2))
    assert "The scheduler has not run since" in words(flow.client("staff").get(home))
    call_command("scheduler", once=True, verbosity=0)
    assert "scheduler" not in words(flow.client("staff").get(home))


def test_an_overdue_step_reminds_once_an_interval(
    flow: Flow, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        flow.submit("boston-editor", title="A march")
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        tick()
        make_overdue(flow)
        tick()
        tick()
    subjects = [message.subject for message in mail.outbox if "A march" in message.subject]
    assert subjects == ["“A march” still waits for your review"]
    home = flow.client("boston-lead").get(reverse("wagtailadmin_home"))
    assert "overdue" in words(home)
    Decision.objects.filter(kind="reminded").update(at=timezone.now() - timedelta(days=6))
    state = flow.state()
    state.started_at -= timedelta(days=6)
    state.save()
    tick()
    assert flow.kinds().count("reminded") == 2


def test_a_step_whose_reviewers_have_left_is_skipped(flow: Flow) -> None:
    flow.submit("boston-editor")
    lead = flow.user("boston-lead")
    lead.is_active = False
    lead.save()
    tick()
    assert flow.state().task.name == "approval by national staff"
    assert "skipped" in flow.kinds()


def test_a_step_that_no_approver_can_take_waits_and_tells_superusers(
    flow: Flow, django_capture_on_commit_callbacks: Any
) -> None:
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        flow.submit("staff", flow.national_page)
        state = flow.state(flow.national_page)
        approver = flow.user("approver")
        approver.is_active = False
        approver.save()
        state.started_at -= timedelta(days=6)
        state.save()
        tick()
    assert flow.public_text(flow.national_page) == ""
    assert ["superuser@example.org"] in [message.to for message in mail.outbox]


def test_a_task_of_a_dead_worker_is_taken_up_again() -> None:
    long_ago = timezone.now() - LOST_AFTER - timedelta(minutes=1)
    lost = _running(long_ago, ["one"])
    poisonous = _running(long_ago, ["one", "two", "three"])
    alive = _running(timezone.now(), ["one"])
    assert take_up_lost_tasks() == 2
    statuses = []
    for task in (lost, poisonous, alive):
        task.refresh_from_db()
        statuses.append(task.status)
    assert statuses == ["READY", "FAILED", "RUNNING"]
    assert take_up_lost_tasks() == 0


def test_pages_to_look_at_again_are_on_the_dashboard_of_their_team(flow: Flow) -> None:
    address = reverse("review:look_again", args=[flow.page.pk])
    flow.client("boston-editor").post(address, {"on": timezone.localdate().isoformat()})
    spanish = flow.translation
    assert LookAgain.of(spanish) == LookAgain.of(flow.page) is not None
    home = reverse("wagtailadmin_home")
    assert "Due for review" in words(flow.client("boston-lead").get(home))
    assert "Due for review" not in words(flow.client("chicago-lead").get(home))
    tomorrow = timezone.localdate() + timedelta(days=1)
    flow.client("boston-editor").post(address, {"on": tomorrow.isoformat()})
    assert "Due for review" not in words(flow.client("boston-lead").get(home))
    flow.client("boston-editor").post(address, {"on": timezone.localdate().isoformat()})
    assert LookAgain.objects.get().set_by == flow.user("boston-editor")
    flow.client("boston-editor").post(address, {"on": ""})
    assert "Due for review" not in words(flow.client("boston-lead").get(home))
    flow.client("chicago-editor").post(address, {"on": "2030-01-01"})
    assert LookAgain.of(flow.page) is None


def _running(started_at: Any, workers: list[str]) -> DBTaskResult:
    return DBTaskResult.objects.create(
        status="RUNNING",
        started_at=started_at,
        worker_ids=workers,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="cms.mail.tasks.deliver",
        backend_name="default",
        run_after=timezone.now(),
        exception_class_path="",
        traceback="",
    )
