"""Whatever people do and in whatever order, readers get what somebody else approved."""

import itertools
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from wagtail.models import Page, Revision, TaskState

from cms.operations.clock import tick
from cms.review import decisions
from cms.review.digest import content_digest
from cms.review.models import Decision

from .flow import Flow

pytestmark = pytest.mark.django_db

WRITERS = ("boston-editor", "boston-lead", "boston-lead-2", "staff", "approver")
REVIEWERS = ("boston-lead", "boston-lead-2", "approver", "approver-2", "superuser", "staff")
PEOPLE = sorted({*WRITERS, *REVIEWERS, "chicago-lead", "emergency"})
writers, reviewers, people = map(st.sampled_from, (WRITERS, REVIEWERS, PEOPLE))
real_now = timezone.now


class Review(RuleBasedStateMachine):
    """A page of Boston's. Every text is told from the others by its summary, “text N”."""

    flow: Flow

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint_create()
        self.days = 0
        self.clock = mock.patch.object(timezone, "now", self.now)
        self.clock.start()
        self.numbers = itertools.count(1)
        # What a reader may find: nothing at first, then texts that were approved, by date.
        self.released: dict[str, datetime] = {}
        # Who had a hand in each text, as the test itself has seen it.
        self.hands: dict[str, set[str]] = {}
        self.hands_in_draft: set[str] = set()
        self.before = ""

    def teardown(self) -> None:
        self.clock.stop()
        transaction.savepoint_rollback(self.savepoint)

    def now(self) -> datetime:
        return real_now() + timedelta(days=self.days)

    @property
    def page(self) -> Page:
        return self.flow.page

    @property
    def step(self) -> TaskState | None:
        return self.page.current_workflow_task_state

    @property
    def public(self) -> str:
        page = self.page
        return page.summary if page.live else ""

    # What people do.

    @rule(who=writers, days=st.sampled_from([0, 0, 3]))
    def edit(self, who: str, days: int) -> None:
        self._write(who, days, None)

    @rule(who=writers)
    def autosave(self, who: str) -> None:
        """The browser overwrites the latest draft where Wagtail lets it."""
        self._write(who, 0, self.page.latest_revision)

    @rule(who=writers)
    def submit(self, who: str) -> None:
        self._try(lambda: decisions.submit(self.page, self.flow.user(who)))
        step = self.step
        if step is not None and step.revision_id == self.page.latest_revision_id:
            submitted = Decision.objects.filter(kind="submitted").order_by("-pk").first()
            assert submitted is not None
            if submitted.actor is not None:
                self.hands_in_draft.add(submitted.actor.username)
            self.hands[self._text(step.revision)] = set(self.hands_in_draft)

    @precondition(lambda self: self.step is not None)
    @rule(who=people)
    def approve(self, who: str) -> None:
        step = self.step
        assert step is not None
        text = self._text(step.revision)
        read = decisions.Reviewed(step.revision_id, content_digest(step.revision))
        done = self._try(lambda: decisions.approve(step, self.flow.user(who), read))
        if done:
            assert who not in self.hands[text], (who, text)
            self._release_if_published(step, text)

    @precondition(lambda self: self.step is not None)
    @rule(who=people)
    def approve_what_was_read_before(self, who: str) -> None:
        step = self.step
        assert step is not None
        read = decisions.Reviewed(step.revision_id, "0" * 64)
        assert not self._try(lambda: decisions.approve(step, self.flow.user(who), read))

    @precondition(lambda self: self.step is not None)
    @rule(who=reviewers)
    def reject(self, who: str) -> None:
        step = self.step
        assert step is not None
        self._try(lambda: decisions.request_changes(step, self.flow.user(who), "Not yet."))

    @rule(who=people)
    def withdraw(self, who: str) -> None:
        self._try(lambda: decisions.withdraw(self.page, self.flow.user(who)))

    @precondition(lambda self: self.step is not None)
    @rule(who=people)
    def take_over(self, who: str) -> None:
        step = self.step
        assert step is not None
        self._try(lambda: decisions.take_over(step, self.flow.user(who), "It waits."))

    @rule(who=st.sampled_from(["emergency", "approver", "boston-lead"]))
    def publish_in_emergency(self, who: str) -> None:
        revision = self.page.latest_revision
        read = decisions.Reviewed(revision.pk, content_digest(revision))
        done = self._try(
            lambda: decisions.publish_in_emergency(self.page, self.flow.user(who), read, "Now.")
        )
        if done:
            assert who == "emergency"
            self.released[self._text(revision)] = self.now()
            self.hands_in_draft = set()

    @rule(who=st.sampled_from(["boston-lead", "boston-lead-2"]))
    def leave_or_come_back(self, who: str) -> None:
        """With nobody else to take it, the leads' step is skipped."""
        user = self.flow.user(who)
        user.is_active = not user.is_active
        user.save()
        tick()

    @rule(days=st.sampled_from([1, 4, 7]))
    def let_days_pass(self, days: int) -> None:
        """The site is started again after that: nothing but the database is remembered."""
        self.days += days
        tick()
        if self.public != self.before:
            self.hands_in_draft = self._hands_since(self.page.live_revision_id)

    # What always holds.

    @invariant()
    def readers_get_an_approved_text_or_the_one_before(self) -> None:
        public = self.public
        assert public == self.before or public in self.released, public
        if public:
            assert self.released[public] <= self.now(), "before its date"
        self.before = public

    @invariant()
    def what_is_public_is_the_revision_that_is_recorded(self) -> None:
        page = self.page
        if page.live:
            decision = Decision.objects.filter(revision=page.live_revision, kind="published")
            assert {each.digest for each in decision} == {content_digest(page.live_revision)}
            assert self._text(page.live_revision) == page.summary

    @invariant()
    def nothing_is_stuck(self) -> None:
        step = self.step
        if step is None:
            return
        task = step.task.specific
        active = [user for user in map(self.flow.user, PEOPLE) if user.is_active]
        assert any(task.may_decide(step, user) for user in active)
        assert any(decisions.may_withdraw(step.workflow_state, user) for user in active)

    def _write(self, who: str, days: int, overwrite: Revision | None) -> None:
        user, page = self.flow.user(who), self.page
        lock = page.get_lock()
        if not user.is_active or (lock is not None and lock.for_user(user)):
            return
        draft = page.get_latest_revision_as_object()
        draft.summary = f"text {next(self.numbers)}"
        draft.go_live_at = self.now() + timedelta(days=days) if days else None
        if self._try(lambda: draft.save_revision(user=user, overwrite_revision=overwrite)):
            self.hands_in_draft.add(who)

    def _release_if_published(self, step: TaskState, text: str) -> None:
        state = type(step.workflow_state).objects.get(pk=step.workflow_state_id)
        if state.status != state.STATUS_APPROVED:
            return
        goes_live = step.revision.as_object().go_live_at
        self.released[text] = max(goes_live or self.now(), self.now())
        if self.public == text:
            self.hands_in_draft = self._hands_since(step.revision_id)

    def _hands_since(self, revision_id: int | None) -> set[str]:
        """Those who have written since a version went out."""
        later = self.page.revisions.filter(pk__gt=revision_id or 0, user__isnull=False)
        return set(later.values_list("user__username", flat=True))

    def _text(self, revision: Revision) -> str:
        return str(Revision.objects.get(pk=revision.pk).content["summary"])

    def _try(self, act: Any) -> bool:
        try:
            with transaction.atomic():
                act()
        except (decisions.Refused, PermissionDenied):
            return False
        return True


def test_readers_get_what_somebody_else_approved(flow: Flow) -> None:
    flow.join("boston-lead-2", "leads", "boston")
    flow.join("approver-2", "approvers")

    class BostonsPlan(Review):
        pass

    BostonsPlan.flow = flow
    run_state_machine_as_test(
        BostonsPlan,
        settings=settings(
            max_examples=10,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
