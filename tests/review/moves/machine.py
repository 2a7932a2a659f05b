"""The moves, each by somebody who may or may not, and what holds after each of them."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from wagtail.models import TaskState

from cms.media.models import Document, Image
from cms.operations.scheduler import tick
from cms.review import sets
from cms.review.deciding import may_decide
from cms.review.decisions import Refused
from cms.review.downs import address_of
from cms.review.models import Decision, PublicationSet, SetMember, TakeDown
from cms.review.subjects import record_address
from tests.review.conftest import Committing
from tests.review.flow import Flow, read_form
from tests.snapshots import forget_what_was_cached

from . import files
from .look import look, look_from_inside
from .reader import Reader
from .subjects import FIELDS, NAMES, PAGES, Subjects

REVIEWERS = ("es-reviewer", "boston-lead", "boston-lead-2", "approver", "approver-2")
PEOPLE = ("boston-editor", "staff", "chicago-lead", "emergency", "superuser", *REVIEWERS)
FILES: dict[str, type[Any]] = {"picture": Image, "document": Document}
people, numbers = st.sampled_from(PEOPLE), st.integers(0, 5)
# Who may write a chapter's texts comes oftener, so that something happens.
writers = st.sampled_from(("boston-editor", "boston-lead", "boston-lead-2", "staff", "approver"))
subjects, pages = st.sampled_from(NAMES), st.sampled_from(("page", "page", "translation"))
choices, often = st.integers(-1, 3), st.sampled_from([True, True, False])
reasons = st.sampled_from(["Asked.", "Asked.", " "])
records, kinds = st.sampled_from(tuple(FIELDS)), st.sampled_from(tuple(FILES))

real_now = timezone.now


class Moves(RuleBasedStateMachine):
    flow: Flow
    committing: Committing
    done: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint_create()
        forget_what_was_cached()
        self.days = 0
        self.clock = mock.patch.object(timezone, "now", self.now)
        self.clock.start()
        self.flow.sign_in(*PEOPLE)
        with self.committing(execute=True):
            self.subjects = Subjects(self.flow)
        self.seen = max(Decision.objects.values_list("pk", flat=True), default=0)
        self.reader = Reader()
        # Numbers of pictures and documents that were taken down.
        self.gone: set[int] = set()
        self.written: tuple[Any, ...] = ()
        # What somebody has open: whose step it was, the form, and what it was about.
        self.read: tuple[TaskState, dict[str, Any], Any] | None = None

    def teardown(self) -> None:
        self.clock.stop()
        transaction.savepoint_rollback(self.savepoint)
        forget_what_was_cached()
        self.flow.more.clear()

    def now(self) -> datetime:
        return real_now() + timedelta(days=self.days)

    # Writing.

    @rule(who=writers, name=pages, shows=st.tuples(choices, choices, often),
          days=st.sampled_from([0, 0, 3]), send=often)  # fmt: skip
    def write(
        self, who: str, name: str, shows: tuple[int, int, bool], days: int, send: bool
    ) -> None:
        """Save a page with a picture, a document and a contact, or some of them, or submit it."""
        picture, document, contact = shows
        ahead = timezone.localtime(self.now() + timedelta(days=days)).strftime("%Y-%m-%d %H:%M")
        values = {"title": f"text {self.subjects.next()}", "go_live_at": ahead if days else ""}
        body = self.subjects.body(picture, document, contact=contact)
        post = self.flow.submit if send else self.flow.save
        self._write(who, name, lambda: post(who, self.subjects[name], body=body, **values))

    @rule(who=writers, name=records, send=often)
    def change_a_record(self, who: str, name: str, send: bool) -> None:
        """Edit the contact, somebody of the staff, the identity."""
        field, form = FIELDS[name]
        values = {field: form.format(self.subjects.next())}
        post = self.flow.submit_record if send else self.flow.save_record
        self._write(who, name, lambda: post(who, self.subjects[name], **values))

    @rule(who=writers, name=subjects)
    def submit(self, who: str, name: str) -> None:
        """Send the latest draft as it is, such as of what was taken down."""
        draft = self.subjects[name].get_latest_revision()
        self._bring_back(who, name, draft, {"action-submit": "1"})

    @rule(who=writers, name=subjects, number=numbers, send=st.booleans())
    def restore(self, who: str, name: str, number: int, send: bool) -> None:
        """Bring an older version back, as the history offers it."""
        older = list(self.subjects[name].revisions.order_by("-pk")[1:6])
        if older:
            values = {"action-submit": "1"} if send else {}
            self._bring_back(who, name, older[number % len(older)], values)

    @rule(who=writers, kind=kinds, number=numbers)
    def replace(self, who: str, kind: str, number: int) -> None:
        """Upload another file in the place of one; where a text stands on it, it gets a copy."""
        model = FILES[kind]
        file = self.subjects.file(model, number)
        new, before = self.subjects.next(), model.objects.count()
        content = files.picture(new) if kind == "picture" else files.document(new)
        upload = SimpleUploadedFile("x.jpg" if kind == "picture" else "x.pdf", content)
        data = {"title": file.title, "collection": file.collection_id, "tags": "", "file": upload}
        view = "wagtailimages:edit" if kind == "picture" else "wagtaildocs:edit"
        self._post(who, reverse(view, args=[file.pk]), {"people": "nobody", **data})
        file.refresh_from_db()
        self.subjects.note_files()
        if model.objects.count() > before:
            self.done["kept a file in use"] += 1
        elif self.subjects.number_of(model, file.pk) == new:
            self.done["replaced a file"] += 1

    # Deciding.

    @precondition(lambda self: self.steps())
    @rule(number=numbers, taker=numbers)
    def approve(self, number: int, taker: int) -> None:
        """Somebody whose step it is approves it."""
        step = self._step(number)
        takers = [who for who in REVIEWERS if may_decide(step, self.flow.user(who))]
        if takers:
            self._decide(takers[taker % len(takers)], step)

    @precondition(lambda self: self.steps())
    @rule(number=numbers, taker=numbers)
    def approve_to_the_end(self, number: int, taker: int) -> None:
        """Each step of a review is approved by somebody whose it is."""
        review = self._step(number).workflow_state_id
        for _step in range(3):
            for place, step in enumerate(self.steps()):
                if step.workflow_state_id == review:
                    self.approve(place, taker)

    @precondition(lambda self: self.steps())
    @rule(who=people, number=numbers)
    def try_to_approve(self, who: str, number: int) -> None:
        self._decide(who, self._step(number))

    @precondition(lambda self: self.steps())
    @rule(number=numbers)
    def read_a_text(self, number: int) -> None:
        """Open a text in review, to decide about it later on."""
        step = self._step(number)
        form = read_form(self.flow.review("superuser", step))
        self.read = step, form, self.subjects.before_the_eyes(step.revision)

    @precondition(lambda self: self.read is not None)
    @rule(who=people)
    def approve_what_was_read(self, who: str) -> None:
        """What has changed since it was read is not approved: the contact that it names, too."""
        assert self.read is not None
        step, form, read = self.read
        now = self.subjects.before_the_eyes(step.revision)
        if self._decide(who, step, form):
            assert now == read, f"{who} read {read} and approved {now}"
            self.done["approved what was read before"] += 1
        elif now != read:
            self.done["refused what was read before"] += 1

    @precondition(lambda self: self.steps())
    @rule(who=people, number=numbers, how=st.sampled_from(["request-changes", "withdraw"]))
    def send_back(self, who: str, number: int, how: str) -> None:
        self._decide(who, self._step(number), {"decision": how, "reason": "Not yet."})

    @rule(who=st.sampled_from(["emergency", "approver", "staff"]), name=subjects)
    def publish_in_emergency(self, who: str, name: str) -> None:
        subject = self.subjects[name]
        address = record_address("review:record_emergency", subject)
        if name in PAGES:
            address = reverse("review:emergency", args=[subject.pk])
        response = self.flow.client(who).get(address)
        if response.status_code == 200:
            form = read_form(BeautifulSoup(response.content, "html.parser"))
            self._post(who, address, form | {"reason": "Now."})

    @rule(days=st.sampled_from([0, 1, 4]))
    def go_on_later(self, days: int) -> None:
        """Days pass, and what is due is published; sessions end, and begin again."""
        self.days += days
        forget_what_was_cached()
        self.flow.sign_in(*PEOPLE)
        with self.committing(execute=True):
            tick()

    @rule()
    def begin_or_publish_a_set(self) -> None:
        staff, member = self.flow.user("staff"), SetMember.objects.filter(is_open=True).first()
        with self.committing(execute=True):
            if member is None:
                sets.add_text(sets.make_set("Together", staff), self.subjects["page"], staff)
                return
            made = PublicationSet.objects.get(pk=member.publication_set_id)
            try:
                with transaction.atomic():
                    sets.publish_set(made, staff)
            except Refused:
                sets.remove_text(member, staff)

    # Taking down.

    @rule(who=people, name=subjects, reason=reasons)
    def take_down(self, who: str, name: str, reason: str) -> None:
        """Take down a page in both languages, or a record."""
        if self._took_down(who, self.subjects[name], reason):
            for each in PAGES if name in PAGES else (name,):
                self.subjects.ledgers[each].take_down()

    @rule(who=people, kind=kinds, number=numbers, reason=reasons)
    def take_down_a_file(self, who: str, kind: str, number: int, reason: str) -> None:
        model = FILES[kind]
        file = self.subjects.file(model, number)
        told = self.subjects.number_of(model, file.pk)
        if self._took_down(who, file, reason):
            self.gone.add(told)
            look_from_inside(self)
            self.done[f"took down a {kind}"] += 1
            for name in PAGES:
                self.subjects.ledgers[name].take_out(1 if kind == "picture" else 2, told)
            if not self.subjects.there(model):
                with self.committing(execute=True):
                    self.subjects.add_files()

    # What always holds.

    @invariant()
    def readers_get_what_was_approved(self) -> None:
        for decision in Decision.objects.filter(pk__gt=self.seen).order_by("pk"):
            self.seen = decision.pk
            self.done[decision.kind] += 1
            name = self.subjects.about(decision)
            if name is not None and decision.revision is not None:
                words = self.subjects.words_of(decision.revision)
                self.subjects.ledgers[name].note(decision, words, decision.at)
        look(self)

    @invariant()
    def what_waits_has_somebody_to_decide(self) -> None:
        for step in self.steps():
            takers = [who for who in PEOPLE if may_decide(step, self.flow.user(who))]
            assert takers, f"nobody can take {step}"

    # How it is done.

    def steps(self) -> list[TaskState]:
        """What waits for a decision, of these pages and records."""
        found = [self.subjects[name].current_workflow_task_state for name in NAMES]
        return [step for step in found if step and step.status == TaskState.STATUS_IN_PROGRESS]

    def _step(self, number: int) -> TaskState:
        waiting = self.steps()
        return waiting[number % len(waiting)]

    def _post(self, who: str, address: str, data: dict[str, Any]) -> Any:
        with self.committing(execute=True):
            response = self.flow.client(who).post(address, data)
        assert response.status_code < 500, f"{who} {address}: {response.status_code}"
        return response

    def _write(self, who: str, name: str, act: Any) -> None:
        before = self.subjects[name].latest_revision_id
        with self.committing(execute=True):
            response = act()
        assert response.status_code < 500, f"{who} {name}: {response.status_code}"
        latest = self.subjects[name].latest_revision
        if latest.pk != before:
            text = self.subjects.words_of(latest)[0]
            self.subjects.ledgers[name].note_hand(latest.pk, who, text)
            self.done[f"wrote a {name}"] += 1

    def _bring_back(self, who: str, name: str, revision: Any, values: dict[str, str]) -> None:
        was_down = self.subjects.ledgers[name].is_down
        self._write(who, name, lambda: self.flow.restore(who, revision, **values))
        state = self.subjects[name].current_workflow_state
        self.done["asked to bring back"] += was_down and state is not None

    def _decide(self, who: str, step: TaskState, form: dict[str, Any] | None = None) -> bool:
        """Post to a step's review page what is on it, or another form; return whether it counts."""
        address = self.flow.review_address(step)
        if form is None:
            response = self.flow.client(who).get(address)
            assert response.status_code < 500
            form = read_form(BeautifulSoup(response.content, "html.parser"))
        before = Decision.objects.filter(kind="approved").count()
        self._post(who, address, {"decision": "approve", **form})
        return Decision.objects.filter(kind="approved").count() > before

    def _took_down(self, who: str, thing: Any, reason: str) -> bool:
        before = TakeDown.objects.filter(state=TakeDown.State.DONE).count()
        self._post(who, address_of(thing), {"action": "take-down", "reason": reason})
        done = TakeDown.objects.filter(state=TakeDown.State.DONE).count() > before
        assert not done or reason.strip(), "without a reason"
        assert not done or who not in {"boston-editor", "chicago-lead", "es-reviewer", "emergency"}
        return done
