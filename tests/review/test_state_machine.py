"""Whatever people do and in whatever order, readers get what somebody else approved.

The runs are the same each time (`tests.drills`): the test chooses by numbers, never by what the
database numbers or in which order it answers, and every run begins with the same rows. A walk that
is written down goes first; at the end the test asks whether every kind of decision was reached.
"""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from wagtail.models import Locale, Revision, TaskState, WorkflowState

from cms.operations.scheduler import tick
from cms.review import decisions, sets
from cms.review.deciding import is_overdue, may_decide, why_not_withdraw
from cms.review.digest import content_digest
from cms.review.models import Decision, SetMember, Trust, task_name_of
from cms.review.standing import read_digest
from cms.review.taking_down import take_down_pages, take_down_record
from cms.review.trust import give_trust, withdraw_trust
from home.models import Person
from tests import drills
from tests.snapshots import forget_what_was_cached

from . import walks
from .flow import Flow
from .walks import dates, numbers, people, writers

pytestmark = pytest.mark.django_db

real_now = timezone.now


class Review(RuleBasedStateMachine):
    """A page of Boston's. Every text is told from the others by its summary, “text N”."""

    flow: Flow
    done: Counter[str]
    field = "summary"
    walk = walks.WALK
    takers_down: tuple[str, ...] = walks.TAKERS_DOWN

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint_create()
        forget_what_was_cached()
        self.days = self.texts = 0
        self.clock = mock.patch.object(timezone, "now", self.now)
        self.clock.start()
        self.seen = max(Decision.objects.values_list("pk", flat=True), default=0)
        # What the test has seen itself: who wrote or submitted which revision, who approved which
        # text at which step, which texts may be read since when, and until when trust lasts.
        self.hands: list[tuple[int, str]] = []
        self.approvals: set[tuple[str, str]] = set()
        self.released: dict[str, datetime] = {}
        self.trusted_until: Any = None
        self.before, self.before_number = "", 0
        self.in_review = self.in_a_set = self.is_down = False

    def teardown(self) -> None:
        self.clock.stop()
        transaction.savepoint_rollback(self.savepoint)
        forget_what_was_cached()

    def now(self) -> datetime:
        return real_now() + timedelta(days=self.days)

    @property
    def page(self) -> Any:
        """The page, or the record, as it is in the database now."""
        return self.flow.page

    @property
    def step(self) -> TaskState | None:
        return self.page.current_workflow_task_state

    @property
    def member(self) -> SetMember | None:
        """The page's place in a set that is not published yet."""
        return SetMember.objects.filter(is_open=True).first()

    # What people do.

    @rule(who=writers, in_days=dates)
    def write(self, who: str, in_days: int) -> None:
        self._write(who, in_days, None)

    @rule(who=writers)
    def autosave(self, who: str) -> None:
        """The browser overwrites the latest draft where the site lets it."""
        self._write(who, 0, self.page.latest_revision)

    @rule(who=writers)
    def submit(self, who: str) -> None:
        if self._try(lambda: decisions.submit(self.page, self.flow.user(who))):
            self.hands.append((self.page.latest_revision_id, who))

    @precondition(lambda self: not self.in_review)
    @rule(who=writers, in_days=dates)
    def write_and_submit(self, who: str, in_days: int) -> None:
        self._write(who, in_days, None)
        self.submit(who)

    @precondition(lambda self: self.in_review)
    @rule(who=st.sampled_from(["staff", "approver"]), over=st.booleans())
    def write_during_review(self, who: str, over: bool) -> None:
        """Staff are not locked out; what is in review no browser overwrites."""
        step = self.step
        assert step is not None
        before = content_digest(step.revision)
        self._write(who, 0, self.page.latest_revision if over else None)
        assert content_digest(Revision.objects.get(pk=step.revision_id)) == before

    @precondition(lambda self: self.in_review)
    @rule(number=numbers)
    def approve(self, number: int) -> None:
        """Somebody whose step it is approves. That there is somebody is checked all the time."""
        step = self.step
        assert step is not None
        takers = self._takers(step)
        assert self._approve(step, takers[number % len(takers)])

    @precondition(lambda self: self.in_review)
    @rule(who=people)
    def try_to_approve(self, who: str) -> None:
        step = self.step
        assert step is not None
        self._approve(step, who)

    @precondition(lambda self: self.in_review)
    @rule(number=numbers)
    def approve_what_was_read_before(self, number: int) -> None:
        step = self.step
        assert step is not None
        takers = self._takers(step)
        user = self.flow.user(takers[number % len(takers)])
        read = decisions.Reviewed(step.revision_id, "0" * 64)
        assert not self._try(lambda: decisions.approve(step, user, read))

    @precondition(lambda self: self.in_review)
    @rule(number=numbers, reason=st.sampled_from(["Not yet.", "Not yet.", " "]))
    def ask_for_changes(self, number: int, reason: str) -> None:
        step = self.step
        assert step is not None
        takers = self._takers(step)
        user = self.flow.user(takers[number % len(takers)])
        act = lambda: decisions.request_changes(step, user, reason)  # noqa: E731
        assert self._count("asked for changes", self._try(act)) == bool(reason.strip())

    @precondition(lambda self: self.in_review)
    @rule(who=people)
    def withdraw(self, who: str) -> None:
        user = self.flow.user(who)
        self._count("withdrew", self._try(lambda: decisions.withdraw(self.page, user)))

    @precondition(lambda self: self.in_review)
    @rule(who=st.sampled_from(["staff", "boston-lead"]), days=st.sampled_from([6, 6, 1]))
    def wait_and_take_over(self, who: str, days: int) -> None:
        self.days += days
        step, user = self.step, self.flow.user(who)
        assert step is not None
        act = lambda: decisions.take_over(step, user, "It waits.")  # noqa: E731
        if self._count("took over", self._try(act)):
            assert is_overdue(step)

    @rule(who=st.sampled_from(["emergency", "approver"]), reason=st.sampled_from(["Now.", " "]))
    def publish_in_emergency(self, who: str, reason: str) -> None:
        revision, user = self.page.latest_revision, self.flow.user(who)
        read = decisions.Reviewed(revision.pk, read_digest(revision))
        text = self._text(revision)
        self.approvals.add((text, "emergency"))
        act = lambda: decisions.publish_in_emergency(self.page, user, read, reason)  # noqa: E731
        if self._count("published in an emergency", self._try(act)):
            assert who == "emergency"
            assert reason.strip()
        else:
            self.approvals.discard((text, "emergency"))

    @rule(who=st.sampled_from(["boston-lead", "boston-lead-2"]))
    def leave_or_come_back(self, who: str) -> None:
        """With nobody else to take it, the leads' step is skipped."""
        user = self.flow.user(who)
        user.is_active = not user.is_active
        user.save()
        self._count("left", not user.is_active)
        tick()

    @rule(days=st.sampled_from([0, 1, 4, 7]))
    def start_again_later(self, days: int) -> None:
        """The process ends and another begins: nothing but the database is remembered."""
        forget_what_was_cached()
        self.days += days
        tick()
        self._count("started again", True)

    @rule(give=st.booleans())
    def trust(self, give: bool) -> None:
        """Staff let the chapter's pages go out with a lead's word, for five days."""
        staff, page = self.flow.user("staff"), self.page
        self.trusted_until = None
        for trust in Trust.objects.standing():
            withdraw_trust(trust, staff)
            self._count("withdrew trust", True)
        if give:
            self.trusted_until = timezone.localdate() + timedelta(days=5)
            key = self.flow.movement.chapters["boston"].translation_key
            give_trust(key, page._meta.label_lower, self.trusted_until, staff)
            self._count("gave trust", True)

    @precondition(lambda self: not self.in_a_set)
    @rule()
    def begin_a_set(self) -> None:
        staff = self.flow.user("staff")
        sets.add_text(sets.make_set("Together", staff), self.page, staff)
        self._count("began a set", True)

    @precondition(lambda self: self.in_a_set)
    @rule()
    def publish_the_set(self) -> None:
        member, staff = self.member, self.flow.user("staff")
        assert member is not None
        act = lambda: sets.publish_set(member.publication_set, staff)  # noqa: E731
        self._count("published a set", self._try(act))

    @precondition(lambda self: self.in_a_set)
    @rule()
    def take_out_of_the_set(self) -> None:
        member = self.member
        assert member is not None
        sets.remove_text(member, self.flow.user("staff"))
        self._count("took out of a set", True)

    @precondition(lambda self: self.page.live)
    @rule(who=people, reason=st.sampled_from(["Asked.", " "]))
    def take_down(self, who: str, reason: str) -> None:
        """It is gone at once; what was approved before brings nothing back."""
        user = self.flow.user(who)
        may = who in self.takers_down and user.is_active and bool(reason.strip())
        done = self._try(lambda: self._take_down(user, reason))
        assert self._count("took down", done) == may
        if may:
            assert not self.page.live and self.step is None  # noqa: PT018
            self.approvals.clear()
            self.released.clear()
            self.before, self.is_down = "", True

    @precondition(lambda self: self.is_down and not self.in_review)
    @rule(who=writers)
    def ask_to_bring_back(self, who: str) -> None:
        self.submit(who)
        self._count("asked to bring back", self.step is not None)
        assert not self.page.live

    # What always holds.

    @invariant()
    def readers_get_an_approved_text_or_the_one_before(self) -> None:
        page = self.page
        self._look_at_what_went_out()
        text = getattr(page, self.field) if page.live else ""
        number = page.live_revision_id if page.live else self.before_number
        assert text == self.before or text in self.released, text
        assert number >= self.before_number, "an older text came back"
        if text:
            assert self.released[text] <= self.now(), "before its date"
            assert text == self._text(page.live_revision), "not the revision that is recorded"
        self.before, self.before_number = text, number

    @invariant()
    def what_is_down_comes_back_by_a_new_approval(self) -> None:
        if self.is_down and self.page.live:
            assert self._may_go_out(self._text(self.page.live_revision)), "nobody approved it anew"
            self.is_down = False

    @invariant()
    def nothing_is_stuck(self) -> None:
        step = self.step
        self.in_review, self.in_a_set = step is not None, self.member is not None
        if step is not None:
            assert self._takers(step), "nobody can take this step"
            users = map(self.flow.user, walks.PEOPLE)
            assert any(not why_not_withdraw(step.workflow_state, user) for user in users)

    def _take_down(self, user: Any, reason: str) -> None:
        take_down_pages([self.page], user, reason)

    def _look_at_what_went_out(self) -> None:
        """Hold every publication on the record against the approvals that the test has seen."""
        for decision in Decision.objects.filter(pk__gt=self.seen).order_by("pk"):
            self.seen = decision.pk
            self._count(decision.kind, True)
            if decision.kind in {"published", "scheduled", "held"}:
                assert decision.revision is not None
                text = self._text(decision.revision)
                assert text in self.released or self._may_go_out(text), f"{text}: {decision.kind}"
                appears = decision.revision.as_object().go_live_at or decision.at
                self.released.setdefault(text, max(appears, decision.at))

    def _may_go_out(self, text: str) -> bool:
        word_of = {step for approved, step in self.approvals if approved == text}
        trusted = self.trusted_until is not None and timezone.localdate() <= self.trusted_until
        return bool(word_of & {"staff", "emergency"}) or (trusted and "lead" in word_of)

    def _takers(self, step: TaskState) -> list[str]:
        """Who may take the step, as the site has it, in the test's own order."""
        users = [(name, self.flow.user(name)) for name in walks.REVIEWERS]
        return [name for name, user in users if may_decide(step, user)]

    def _approve(self, step: TaskState, who: str) -> bool:
        user, text = self.flow.user(who), self._text(step.revision)
        read = decisions.Reviewed(step.revision_id, read_digest(step.revision))
        hands = self._hands_in(step.revision_id)
        if not self._count("approved", self._try(lambda: decisions.approve(step, user, read))):
            return False
        assert who not in hands, f"{who} approved {text}, which is their own work"
        self.approvals.add((text, task_name_of(step.task)))
        return True

    def _hands_in(self, number: int) -> set[str]:
        """Who has written in a revision, or submitted it, since readers last got a version."""
        first = self.page.live_revision_id or 0
        return {who for revision, who in self.hands if first < revision <= number}

    def _write(self, who: str, in_days: int, overwrite: Revision | None) -> None:
        user, page = self.flow.user(who), self.page
        lock, in_review = page.get_lock(), self.step is not None
        if not user.is_active or (lock is not None and lock.for_user(user)):
            return
        self.texts += 1
        draft = page.get_latest_revision_as_object()
        setattr(draft, self.field, f"text {self.texts}")
        draft.go_live_at = self.now() + timedelta(days=in_days) if in_days else None
        if self._try(lambda: draft.save_revision(user=user, overwrite_revision=overwrite)):
            self.hands.append((self.page.latest_revision_id, who))
            self._count("autosaved" if overwrite else "wrote", True)
            self._count("wrote during review", in_review)

    def _text(self, revision: Revision) -> str:
        return str(Revision.objects.get(pk=revision.pk).content[self.field])

    def _count(self, what: str, happened: bool) -> bool:
        self.done[what] += happened
        return happened

    def _try(self, act: Callable[[], Any]) -> bool:
        try:
            with transaction.atomic():
                act()
        except (decisions.Refused, PermissionDenied):
            return False
        return True


class RecordInReview(Review):
    """Somebody who works for the organization, told apart by the role."""

    person: Person
    field = "role"
    walk = walks.WALK_OF_A_RECORD
    takers_down = walks.TAKERS_DOWN_OF_A_RECORD

    @property
    def page(self) -> Any:
        return Person.objects.get(pk=self.person.pk)

    def _take_down(self, user: Any, reason: str) -> None:
        take_down_record(self.page, user, reason)


def test_readers_get_what_somebody_else_approved(flow: Flow) -> None:
    run(Review, flow, walks.REACHED | walks.ACTS)


def test_so_it_is_with_records(flow: Flow) -> None:
    locale = Locale.objects.get(language_code="en")
    person = Person.objects.create(name="Somebody", role="text 0", locale=locale)
    person.save_revision()
    of_a_record = type("Somebody", (RecordInReview,), {"person": person})
    run(of_a_record, flow, walks.REACHED_OF_A_RECORD | walks.ACTS_OF_A_RECORD)


def run(kind: type[Review], flow: Flow, reached: set[str]) -> None:
    """Walk once, then go by chance; in the end everything has to have been reached."""
    flow.join("boston-lead-2", "leads", "boston")
    flow.join("approver-2", "approvers")
    WorkflowState.objects.all().delete()  # Nothing else waits.
    machine = type(kind.__name__, (kind,), {"flow": flow, "done": (done := Counter[str]())})
    walks.walk(machine())
    drills.run(machine, programs=12, steps=25)
    never = reached - {name for name, number in done.items() if number}
    assert not never, f"never reached: {never}; reached: {done}"
