"""Steps, chains and the queue: whose a step is, which chain holds where, and how old it is."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import LogContext
from wagtail.models import (
    Locale,
    Page,
    Revision,
    TaskState,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from cms.access.reconcile import check, reconcile
from cms.review import decisions, reminders, scheduling, subjects
from cms.review.deciding import approvers, leads_of, may_decide
from cms.review.models import Decision, Heartbeat, LeadReviewTask, StaffApprovalTask, task_name_of
from cms.review.models.tasks import ReviewTask
from cms.review.policies import ReviewedRecordPolicy
from cms.review.queue import Queue
from cms.review.workflows import CHAPTER_WORKFLOW, NATIONAL_WORKFLOW, WORKFLOWS, all_workflows
from home.models import Partner, Person, SiteIdentity
from tests.access.movement import publish_record

from .flow import Flow, fresh
from .test_flow import make_overdue

pytestmark = pytest.mark.django_db


def named(people: Any) -> set[str]:
    return {user.get_username() for user in people}


@pytest.fixture
def person(flow: Flow) -> Person:
    locale = flow.movement.homes["en"].locale
    return publish_record(Person(name="Somebody", role="Organizer", locale=locale))


# Whose a step is


def test_the_leads_of_a_page_and_the_approvers(flow: Flow, person: Person) -> None:
    assert named(leads_of(flow.page)) == named(leads_of(flow.translation)) == {"boston-lead"}
    assert named(leads_of(flow.movement.places["boston", "en"].root)) == {"boston-lead"}
    assert named(leads_of(flow.national_page)) == named(leads_of(person)) == set()
    assert named(approvers()) == {"approver"}
    flow.join("approver-2", "approvers")
    User.objects.filter(username__in=("approver", "boston-lead")).update(is_active=False)
    assert named(approvers()) == {"approver-2"}
    assert named(leads_of(flow.page)) == set()


def test_who_moderates_what_waits(flow: Flow) -> None:
    flow.submit("boston-editor")
    state = flow.state()
    task = state.task.specific
    for who, mine in (("boston-lead", {state.pk}), ("boston-editor", set()), ("approver", set())):
        found = task.get_task_states_user_can_moderate(flow.user(who))
        assert {each.pk for each in found} & {state.pk} == mine, who
        assert may_decide(state, flow.user(who)) is bool(mine)
    flow.decide("boston-lead", "approve")
    assert state not in task.get_task_states_user_can_moderate(flow.user("boston-lead"))
    gone = flow.user("boston-lead")
    gone.is_active = False
    assert not may_decide(state, gone)


def test_who_opens_and_who_writes_a_text_in_review(flow: Flow) -> None:
    flow.submit("boston-editor")
    task, page = flow.state().task.specific, flow.page
    assert task.user_can_access_editor(page, flow.user("boston-lead"))
    assert not task.user_can_access_editor(page, flow.user("boston-editor"))
    assert not task.user_can_access_editor(page, flow.user("chicago-lead"))
    resting = {name for name in flow.movement.users if task.locked_for_user(page, flow.user(name))}
    assert set(flow.movement.users) - resting == {"staff", "approver", "superuser"}
    assert task.get_actions(page, flow.user("boston-lead")) == []
    # Staff who submitted a text let it rest too.
    flow.submit("staff", flow.national_page)
    national = flow.national_page
    step = flow.state(national).task.specific
    assert step.locked_for_user(national, flow.user("staff"))
    assert not step.locked_for_user(national, flow.user("approver"))


def test_a_step_taken_over_is_ones_own_for_this_text_and_this_time(flow: Flow) -> None:
    flow.submit("boston-editor")
    flow.decide("boston-lead", "approve")
    state, staff = flow.state(), flow.user("staff")
    assert not may_decide(state, staff)
    taken = Decision.about(state.revision, Decision.Kind.TAKEN_OVER, staff, "Away.", step="staff")
    assert may_decide(state, staff)
    assert not may_decide(state, flow.user("superuser"))
    (entry,) = (each for each in Queue(staff, {}).all_entries if each.state == state)
    assert entry.waits_for_me
    for values in (
        {"step": "lead"},
        {"kind": "approved"},
        {"actor": flow.user("emergency")},
        {"at": state.started_at - timedelta(microseconds=1)},
        {"revision_number": flow.news.latest_revision.pk},
    ):
        before = {name: getattr(taken, name) for name in values}
        Decision.objects.filter(pk=taken.pk).update(**values)
        assert not may_decide(state, staff), values
        Decision.objects.filter(pk=taken.pk).update(**before)
    Decision.objects.filter(pk=taken.pk).update(at=state.started_at)
    assert may_decide(state, staff)


def test_the_names_of_steps(flow: Flow) -> None:
    flow.submit("boston-editor")
    assert task_name_of(flow.state().task) == "lead"
    assert task_name_of(LeadReviewTask()) == "lead"
    assert task_name_of(StaffApprovalTask()) == "staff"
    assert {"lead", "staff", "language"} == {
        kind.record_name for kind in ReviewTask.__subclasses__()
    }


# Chains


def chain_of(subject: Any) -> str:
    """The name of the chain that a page or record would go through now."""
    workflow = subject.get_workflow()
    return workflow.name if workflow else ""


def test_chains_that_somebody_changed_are_mended(flow: Flow) -> None:
    assert check() == []
    national = Workflow.objects.get(name=NATIONAL_WORKFLOW, active=True)
    WorkflowTask.objects.create(
        workflow=Workflow.objects.get(name=NATIONAL_WORKFLOW, active=True),
        task=LeadReviewTask.objects.get(),
        sort_order=9,
    )
    Workflow.objects.create(name="Mine", active=True)
    done = reconcile()
    assert f"review workflows: missing: {NATIONAL_WORKFLOW}, StaffApprovalTask" in done
    assert "review workflows: not wanted: Mine" in done
    assert check() == []
    national.refresh_from_db()
    assert not national.active
    in_use = Workflow.objects.filter(active=True)
    assert {workflow.name for workflow in in_use} == set(all_workflows())
    for name, steps in WORKFLOWS.items():
        chain = in_use.get(name=name).workflow_tasks.order_by("sort_order")
        assert [type(step.task.specific) for step in chain] == list(steps)
        assert [step.sort_order for step in chain] == list(range(len(steps)))
    assert LeadReviewTask.objects.count() == 1, "a step is made once"


def test_steps_in_another_order_are_another_chain(flow: Flow) -> None:
    chain = WorkflowTask.objects.filter(
        workflow__name=CHAPTER_WORKFLOW, workflow__active=True
    ).order_by("sort_order")
    first, second = chain
    WorkflowTask.objects.filter(pk=first.pk).update(sort_order=5)
    assert (
        f"review workflows: missing: {CHAPTER_WORKFLOW}, LeadReviewTask, StaffApprovalTask"
        in check()
    )
    WorkflowTask.objects.filter(pk=first.pk).update(sort_order=0)
    second.task.active = False
    second.task.save()
    assert f"review workflows: not wanted: {CHAPTER_WORKFLOW}, LeadReviewTask" in check()
    reconcile()
    assert check() == []
    assert StaffApprovalTask.objects.filter(active=True).count() == 1, "a new one took its place"


def test_which_chain_holds_where(flow: Flow) -> None:
    homes, boston = flow.movement.homes, flow.movement.places
    for page, name in (
        (homes["en"], NATIONAL_WORKFLOW),
        (homes["es"], f"{NATIONAL_WORKFLOW} in translation"),
        (boston["boston", "en"].root, CHAPTER_WORKFLOW),
        (boston["boston", "es"].root, f"{CHAPTER_WORKFLOW} in translation"),
        (boston["boston", "en"].plan, CHAPTER_WORKFLOW),
        (boston["national", "es"].plan, f"{NATIONAL_WORKFLOW} in translation"),
    ):
        assert chain_of(fresh(page)) == name
    WorkflowPage.objects.filter(page=homes["en"]).update(
        workflow=Workflow.objects.get(name=CHAPTER_WORKFLOW, active=True)
    )
    assert reconcile() != []
    assert chain_of(fresh(homes["en"])) == NATIONAL_WORKFLOW
    WorkflowContentType.objects.all().delete()
    assert len([line for line in reconcile() if line.startswith("records under review")]) >= 3
    for model in (Person, Partner, SiteIdentity):
        assert chain_of(model(locale=homes["en"].locale)) == NATIONAL_WORKFLOW
        spanish = model(locale=homes["es"].locale)
        assert chain_of(spanish) == f"{NATIONAL_WORKFLOW} in translation"
    Workflow.objects.filter(name=f"{NATIONAL_WORKFLOW} in translation").update(active=False)
    assert chain_of(Person(locale=homes["es"].locale)) == NATIONAL_WORKFLOW


# The queue


@pytest.mark.parametrize(
    ("age", "seconds", "word"),
    [
        (timedelta(days=1), -1, "new"),
        (timedelta(days=1), 0, "waiting"),
        (timedelta(days=5), -1, "waiting"),
        (timedelta(days=5), 0, "overdue"),
    ],
)
def test_how_old_an_entry_is(
    flow: Flow, monkeypatch: pytest.MonkeyPatch, age: timedelta, seconds: int, word: str
) -> None:
    flow.submit("boston-editor")
    state = flow.state()
    now = state.started_at + age + timedelta(seconds=seconds)
    monkeypatch.setattr(timezone, "now", lambda: now)
    entries = Queue(flow.user("staff"), {"age": word}).entries
    assert state in [entry.state for entry in entries]


def test_the_queue_is_in_order_and_says_where_a_text_belongs(flow: Flow) -> None:
    flow.submit("boston-editor")
    TaskState.objects.filter(pk=flow.state().pk).update(
        started_at=timezone.now() - timedelta(days=30)
    )
    entries = Queue(flow.user("staff"), {}).all_entries
    assert entries[0].state == flow.state()
    assert [entry.since for entry in entries] == sorted(entry.since for entry in entries)
    assert (entries[0].territory, entries[0].language, entries[0].step) == ("Boston", "en", "lead")
    spanish = flow.movement.places["chicago", "es"].step
    found = {entry.state.pk: entry for entry in entries}[spanish.pk]
    assert (found.territory, found.language, found.step) == ("Chicago", "es", "language")
    record = {entry.state.pk: entry for entry in entries}[flow.movement.record_step.pk]
    assert record.territory == "national"
    states = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
    assert len(entries) == states.count()
    one = Queue(flow.user("staff"), {"territory": "Boston", "step": "lead", "age": ""})
    assert one.filters == {"territory": "Boston", "step": "lead"}
    assert all((entry.territory, entry.step) == ("Boston", "lead") for entry in one.entries)
    assert dict(one.count_by("step"))["lead"] == len(one.entries)


def test_what_one_wrote_before_readers_got_it_is_no_hand_in_what_follows(flow: Flow) -> None:
    flow.join("boston-lead-2", "leads", "boston")
    news = flow.news
    draft = news.get_latest_revision_as_object()
    draft.title = "By the second lead"
    first = draft.save_revision(user=flow.user("boston-lead-2"))
    Decision.about(first, Decision.Kind.APPROVED, flow.user("approver"))
    first.publish(skip_permission_checks=True)
    flow.submit("boston-editor", news, title="What follows")
    waiting = Queue(flow.user("boston-lead-2"), {}).waiting_for_me
    assert news.pk in [entry.subject.pk for entry in waiting]
    later = flow.news.save_revision(user=flow.user("boston-lead-2"))
    assert later.pk > flow.state(news).revision_id
    waiting = Queue(flow.user("boston-lead-2"), {}).waiting_for_me
    assert news.pk in [entry.subject.pk for entry in waiting], "a later draft is another text"


# Dates and reminders


def test_a_reminder_waits_for_its_interval(flow: Flow) -> None:
    flow.submit("boston-editor")
    assert reminders.look_after_waiting_steps() == 0
    make_overdue(flow)
    assert reminders.look_after_waiting_steps() == 1
    assert reminders.look_after_waiting_steps() == 0
    reminder = Decision.objects.get(kind="reminded")
    assert (reminder.step, reminder.actor) == ("lead", None)
    for values in ({"step": "staff"}, {"kind": "held"}, {"at": timezone.now() - timedelta(days=6)}):
        before = {name: getattr(reminder, name) for name in values}
        Decision.objects.filter(pk=reminder.pk).update(**values)
        assert reminders.look_after_waiting_steps() == 1, values
        Decision.objects.filter(kind="reminded").exclude(pk=reminder.pk).delete()
        Decision.objects.filter(pk=reminder.pk).update(**before)


def test_one_step_that_cannot_be_looked_after_keeps_no_other_waiting(
    flow: Flow, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    flow.submit("boston-editor")
    make_overdue(flow)
    bad = flow.movement.places["chicago", "en"].step.pk
    look = decisions.skip_if_nobody_is_left

    def fail_for_one(state: TaskState) -> bool:
        if state.pk == bad:
            raise RuntimeError
        return bool(look(state))

    monkeypatch.setattr(decisions, "skip_if_nobody_is_left", fail_for_one)
    assert reminders.look_after_waiting_steps() == 1
    assert f"Step {bad} could not be looked after." in caplog.text


def test_dates_are_kept_in_their_order(flow: Flow) -> None:
    now = timezone.now()
    pages = [flow.page, flow.translation, flow.news]
    for hours, page in enumerate(pages):
        at = now - timedelta(hours=hours)
        Revision.objects.filter(pk=page.latest_revision_id).update(approved_go_live_at=at)
        Page.objects.filter(pk=page.pk).update(live=True, expire_at=at)
    assert scheduling._due(now) == [page.latest_revision_id for page in reversed(pages)]
    assert scheduling._expired(now) == [subjects.key_of(page) for page in reversed(pages)]
    assert len(scheduling._due(now - timedelta(minutes=1))) == 2
    Page.objects.filter(pk=flow.news.pk).update(live=False)
    assert len(scheduling._expired(now)) == 2
    before = timezone.now()
    scheduling.keep_dates()
    last = Heartbeat.last(Heartbeat.SCHEDULER)
    assert last is not None
    assert last >= before


# Subjects and records


def test_what_a_text_is_called_and_where_it_is_told_of(flow: Flow, person: Person) -> None:
    page = flow.news
    assert subjects.title_of(page) == page.draft_title != page.title
    assert subjects.title_of(person) == "Somebody, Organizer"
    assert str(page.pk) in subjects.edit_address(page)
    assert subjects.history_address(page) == reverse("wagtailadmin_pages:history", args=[page.pk])
    assert f"/person/history/{person.pk}/" in subjects.history_address(person)
    assert subjects.hold((0, "1")) is None
    assert subjects.hold((subjects.key_of(page)[0], "999999")) is None
    assert type(subjects.hold(subjects.key_of(page))) is type(page)
    keys = [subjects.key_of(page), subjects.key_of(person), (0, "1")]
    assert set(subjects.subjects_under(keys)) == set(keys[:2])
    assert set(subjects.drafts_of(flow.user("boston-editor"), keys)) == {keys[0]}
    assert Page not in subjects.record_models()
    assert {Person, Partner, SiteIdentity} <= set(subjects.record_models())


def test_a_permission_publishes_and_deletes_no_record(flow: Flow) -> None:
    policy = ReviewedRecordPolicy(Person)
    for action, may in (("change", True), ("add", True), ("publish", False), ("delete", False)):
        assert policy.user_has_permission(flow.user("superuser"), action) is may
        assert not policy.user_has_permission(flow.user("boston-editor"), action)


def test_a_live_row_is_written_by_nobody_at_work(flow: Flow, person: Person) -> None:
    with LogContext(user=flow.user("staff")):
        for fields in (None, ["name"], ["locked", "name"], ["live"]):
            with pytest.raises(PermissionDenied):
                person.save(update_fields=fields)
        with pytest.raises(PermissionDenied):
            person.publish(person.save_revision())
        person.save(update_fields=["locked"])
        Person(name="New", role="x", locale=person.locale).save()
    person.save(update_fields=["name"])
    french, _made = Locale.objects.get_or_create(language_code="fr")
    assert Person.objects.live().filter(locale=french).count() == 0
    assert person in Person.objects.live()
