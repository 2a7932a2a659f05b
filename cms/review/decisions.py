"""Submitting, approving, sending back, withdrawing: the only ways to and from publication.

Every function is one transaction: the decision, its record and what follows from it happen
together or not at all. Each locks the page first, so that of two people deciding at once one
decides and the other is told.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Revision, RevisionMixin, Task, TaskState, WorkflowState

from cms.pages.publish_checks import problems

from .deciding import (
    is_waiting,
    why_not_decide,
    why_not_publish_in_emergency,
    why_not_take_down,
    why_not_take_over,
    why_not_withdraw,
)
from .entries import note_emergency
from .models import Decision, SetMember, task_name_of
from .models.tasks import skip
from .notices import tell_author, tell_of_emergency
from .publication import publish_revision
from .standing import read_digest
from .subjects import Key, hold, key_in, key_of
from .whose import territory_of


class Refused(Exception):  # noqa: N818
    """A decision that cannot be taken; its message is a sentence for whoever tried."""


@dataclass(frozen=True)
class Reviewed:
    """What a reviewer has read, ``read_digest``: approval is of this, and of nothing else."""

    revision_id: int
    digest: str


@transaction.atomic
def submit(subject: RevisionMixin, user: User) -> WorkflowState:
    """Send the latest draft into review, or back to the step that asked for changes.

    Raises Refused when a publish check finds a problem, the page or record has no workflow,
    or it is in review already.
    """
    subject = lock(subject)
    state = subject.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS:
        raise Refused(_("This text is in review already."))
    revision = subject.get_latest_revision()
    if revision is None:
        revision = subject.save_revision(user=user)
    refuse_problems(revision)
    if state is not None:
        state.resume(user)
        return state
    workflow = subject.get_workflow()
    if workflow is None:
        raise Refused(_("No review has been set up for this text. Please tell national staff."))
    return workflow.start(subject, user)


@transaction.atomic
def approve(state: TaskState, user: User, read: Reviewed, comment: str = "") -> None:
    """Approve the text that ``user`` has read; the last approval publishes it.

    Raises Refused when the step is over, is not the user's to take, or the text is not the one
    that was read.
    """
    state = _lock_step(state)
    refuse_for(why_not_decide(state, user))
    _refuse_other_text(state.revision, read)
    refuse_problems(state.revision)
    _record(state, Decision.Kind.APPROVED, user, comment)
    state.approve(user=user, comment=comment)
    if state.workflow_state.status == WorkflowState.STATUS_APPROVED:
        tell_author(state, "review_approved")


@transaction.atomic
def request_changes(state: TaskState, user: User, reason: str) -> None:
    """Send the text back to whoever submitted it. A reason is required."""
    state = _lock_step(state)
    refuse_for(why_not_decide(state, user))
    if not reason.strip():
        raise Refused(_("Please say what should change; the author will read it."))
    _record(state, Decision.Kind.CHANGES_REQUESTED, user, reason)
    state.reject(user=user, comment=reason)
    tell_author(state, "review_changes", reason)


@transaction.atomic
def withdraw(subject: RevisionMixin, user: User) -> None:
    """End the review; the text stays as a draft. For the submitter, the leads and staff.

    The record is written where Wagtail tells of the end (``cms.review.signals``).
    """
    subject = lock(subject)
    state = subject.current_workflow_state
    if state is None:
        raise Refused(_("This text is not in review."))
    refuse_for(why_not_withdraw(state, user))
    state.cancel(user=user)


@transaction.atomic
def take_over(state: TaskState, user: User, reason: str) -> None:
    """Let staff take an overdue step; the reason is recorded.

    A step that others follow is over with that. The last step of a review becomes also this
    account's to decide: nothing is published that nobody has approved.
    """
    state = _lock_step(state)
    refuse_for(why_not_take_over(state, user))
    if not reason.strip():
        raise Refused(_("Please say why you take this step over."))
    if _others_follow(state):
        skip(state, reason, user)
        state.workflow_state.update(user=user)
    else:
        _record(state, Decision.Kind.TAKEN_OVER, user, reason)


@transaction.atomic
def publish_in_emergency(subject: RevisionMixin, user: User, read: Reviewed, reason: str) -> None:
    """Publish the latest draft without review. A reason is required, recorded and mailed."""
    subject = lock(subject)
    refuse_for(why_not_publish_in_emergency(user))
    if not reason.strip():
        raise Refused(_("Please say what the emergency is; the leads and staff will read it."))
    revision = subject.get_latest_revision() or subject.save_revision(user=user)
    _refuse_other_text(revision, read)
    if subject.live and subject.live_revision_id == revision.pk:
        raise Refused(_("Readers see this text already."))
    refuse_problems(revision)
    _refuse_date_ahead(revision)
    state = subject.current_workflow_state
    if state is not None:
        state.cancel(user=user)
    Decision.about(revision, Decision.Kind.EMERGENCY, user, reason)
    note_emergency(subject, revision, user)
    publish_revision(revision, user)
    tell_of_emergency(subject, revision.object_str, reason)


@transaction.atomic
def lift_date(record: RevisionMixin, user: User, reason: str) -> None:
    """Let an approved text of a record not appear at its date. For who takes down, with a reason.

    What readers see stays, and the text stays a draft. Dates of pages are lifted by Wagtail's own
    button.
    """
    record = lock(record)
    refuse_for(why_not_take_down(user, territory_of(record)))
    if not reason.strip():
        raise Refused(_("Please say why it is taken down; staff will read it."))
    revision = record.scheduled_revision
    if revision is None:
        raise Refused(_("This text has no date."))
    Decision.about(revision, Decision.Kind.WITHDRAWN, user, reason)
    record.revisions.update(approved_go_live_at=None)


@transaction.atomic
def skip_if_nobody_is_left(state: TaskState) -> bool:
    """Skip a step whose reviewers have all gone meanwhile; return whether it was skipped."""
    state = _lock_step(state)
    reason = state.task.specific.reason_to_skip(state)
    if not reason:
        return False
    skip(state, reason)
    state.workflow_state.update()
    return True


def end_what_is_under_way(subject: Any, user: User, reason: str) -> None:
    """End a review, lift dates, empty the place in a set: none brings back what is taken down."""
    state = subject.current_workflow_state
    if state is not None:
        state.cancel(user=user)
    for revision in subject.revisions.filter(approved_go_live_at__isnull=False):
        Decision.about(revision, Decision.Kind.WITHDRAWN, user, reason)
    subject.revisions.update(approved_go_live_at=None)
    # It keeps its place in a set, which waits until it has been approved anew.
    SetMember.objects.open_for(key_of(subject)).update(revision=None)


def refuse_problems(revision: Revision) -> None:
    """Raise Refused, naming each place, when the text may not be published as it is."""
    found = problems(revision.as_object())
    if found:
        raise Refused("\n".join(str(problem) for problem in found))


def lock(subject: RevisionMixin) -> Any:
    """Return the page or record as it is now; nobody else decides about it meanwhile.

    Raises Refused where it has been deleted.
    """
    return lock_under(key_of(subject))


def lock_under(key: Key) -> Any:
    """``lock`` what is known by its key alone."""
    subject = hold(key)
    if subject is None:
        raise Refused(_("This text has been deleted."))
    return subject


def _lock_step(state: TaskState) -> TaskState:
    lock_under(key_in(state.workflow_state))
    state = TaskState.objects.select_related("workflow_state", "revision").get(pk=state.pk)
    if not is_waiting(state):
        raise Refused(_("Somebody has decided about this already, or it was withdrawn."))
    return state


def _others_follow(state: TaskState) -> bool:
    """Whether the review goes on after this step, which itself is not over yet."""
    review = state.workflow_state
    steps = Task.objects.filter(workflow_tasks__workflow=review.workflow_id, active=True)
    done = review.successful_task_states.values("task")
    return steps.exclude(pk=state.task_id).exclude(pk__in=done).exists()


def _record(state: TaskState, kind: Decision.Kind, user: User, reason: str) -> None:
    Decision.about(state.revision, kind, user, reason, step=task_name_of(state.task))


def refuse_for(sentence: str) -> None:
    """Raise Refused for what is against a decision, if anything is (``cms.review.deciding``)."""
    if sentence:
        raise Refused(sentence)


def _refuse_other_text(revision: Revision, read: Reviewed) -> None:
    if (revision.pk, read_digest(revision)) != (read.revision_id, read.digest):
        raise Refused(_("The text has changed since you read it. Please read it again."))


def _refuse_date_ahead(revision: Revision) -> None:
    goes_live = revision.as_object().go_live_at
    if goes_live and goes_live > timezone.now():
        raise Refused(
            _("This text is set to appear on %(date)s. Please take that date out first.")
            % {"date": date_format(goes_live, "DATETIME_FORMAT")}
        )
