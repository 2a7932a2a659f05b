"""Submitting, approving, sending back, withdrawing: the only ways to and from publication.

Every function is one transaction: the decision, its record and what follows from it happen
together or not at all. Each locks the page first, so that of two people deciding at once one
decides and the other is told.
"""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision, Task, TaskState, WorkflowState

from cms.access.reach import is_national
from cms.pages.gates import problems

from .digest import content_digest
from .models import Decision, overdue_after, step_of
from .models.steps import skip
from .notices import tell_author, tell_of_emergency
from .publication import publish_revision
from .reviewers import has_written, leads_of


class Refused(Exception):  # noqa: N818
    """A decision that cannot be taken; its message is a sentence for whoever tried."""


@dataclass(frozen=True)
class Reviewed:
    """The text that a reviewer has read: approval is of this, and of nothing else."""

    revision_id: int
    digest: str


@transaction.atomic
def submit(page: Page, user: User) -> WorkflowState:
    """Send the page's latest draft into review, or back to the step that asked for changes.

    Raises Refused when a publish gate finds a problem, the page has no review chain, or it is
    in review already.
    """
    page = lock_page(page.pk)
    state = page.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS:
        raise Refused(_("This page is in review already."))
    revision = page.get_latest_revision()
    if revision is None:
        revision = page.save_revision(user=user)
    refuse_problems(revision)
    if state is not None:
        state.resume(user)
        return state
    workflow = page.get_workflow()
    if workflow is None:
        raise Refused(_("No review has been set up for this page. Please tell national staff."))
    return workflow.start(page, user)


@transaction.atomic
def approve(state: TaskState, user: User, read: Reviewed, comment: str = "") -> None:
    """Approve the text that ``user`` has read; the last approval publishes it.

    Raises Refused when the step is over, is not the user's to take, or the text is not the one
    that was read.
    """
    state = _lock_step(state)
    _refuse_outsider(state, user)
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
    _refuse_outsider(state, user)
    if not reason.strip():
        raise Refused(_("Please say what should change; the author will read it."))
    _record(state, Decision.Kind.CHANGES_REQUESTED, user, reason)
    state.reject(user=user, comment=reason)
    tell_author(state, "review_changes", reason)


@transaction.atomic
def withdraw(page: Page, user: User) -> None:
    """End the review; the text stays as a draft. For the submitter, the leads and staff.

    The record is written where Wagtail tells of the end (``cms.review.signals``).
    """
    page = lock_page(page.pk)
    state = page.current_workflow_state
    if state is None:
        raise Refused(_("This page is not in review."))
    if not may_withdraw(state, user):
        raise Refused(_("Only who submitted it, the chapter's leads and staff may withdraw it."))
    state.cancel(user=user)


@transaction.atomic
def take_over(state: TaskState, user: User, reason: str) -> None:
    """Let staff take an overdue step; the reason is recorded.

    A step that others follow is over with that. The last step of a review becomes also this
    account's to decide: nothing is published that nobody has approved.
    """
    state = _lock_step(state)
    if not may_take_over(state, user):
        raise Refused(_("Only staff who did not write the text may take over an overdue step."))
    if not reason.strip():
        raise Refused(_("Please say why you take this step over."))
    if _others_follow(state):
        skip(state, reason, user)
        state.workflow_state.update(user=user)
    else:
        _record(state, Decision.Kind.TAKEN_OVER, user, reason)


@transaction.atomic
def publish_in_emergency(page: Page, user: User, read: Reviewed, reason: str) -> None:
    """Publish the latest draft without review. A reason is required, recorded and mailed."""
    page = lock_page(page.pk)
    if not user.has_perm("review.publish_in_emergency"):
        raise Refused(_("Only emergency publishers may publish without review."))
    if not reason.strip():
        raise Refused(_("Please say what the emergency is; the leads and staff will read it."))
    revision = page.get_latest_revision() or page.save_revision(user=user)
    _refuse_other_text(revision, read)
    if page.live and page.live_revision_id == revision.pk:
        raise Refused(_("Readers see this text already."))
    refuse_problems(revision)
    _refuse_date_ahead(revision)
    state = page.current_workflow_state
    if state is not None:
        state.cancel(user=user)
    Decision.about(revision, Decision.Kind.EMERGENCY, user, reason)
    publish_revision(revision, user)
    tell_of_emergency(page, revision.object_str, reason)


@transaction.atomic
def skip_if_nobody_is_left(state: TaskState) -> bool:
    """Skip a step whose reviewers have all gone meanwhile; return whether it was skipped."""
    state = _lock_step(state)
    reason = state.task.specific.reason_to_skip(state.workflow_state, state.revision)
    if not reason:
        return False
    skip(state, reason)
    state.workflow_state.update()
    return True


def refuse_problems(revision: Revision) -> None:
    """Raise Refused, naming each place, when the text may not be published as it is."""
    found = problems(revision.as_object())
    if found:
        raise Refused("\n".join(str(problem) for problem in found))


def may_withdraw(state: WorkflowState, user: User) -> bool:
    """Whether the account may end this review."""
    return (
        user.pk == state.requested_by_id
        or is_national(user)
        or leads_of(state.content_object).filter(pk=user.pk).exists()
    )


def is_overdue(state: TaskState) -> bool:
    """Whether a step has waited for longer than it should."""
    waits = state.status == TaskState.STATUS_IN_PROGRESS
    return bool(waits and state.started_at + overdue_after() <= timezone.now())


def may_take_over(state: TaskState, user: User) -> bool:
    """Whether the account may take this step over: staff who did not write it, once overdue."""
    return (
        is_overdue(state)
        and is_national(user)
        and user.pk not in has_written(state.workflow_state, state.revision)
        and not state.task.specific.may_decide(state, user)
    )


def lock_page(page_id: int) -> Page:
    """Return the page as it is now, and let nobody else decide about it meanwhile."""
    page = Page.objects.select_for_update().filter(pk=page_id).first()
    if page is None:
        raise Refused(_("This page has been deleted."))
    return page.specific


def _lock_step(state: TaskState) -> TaskState:
    lock_page(int(state.workflow_state.object_id))
    state = TaskState.objects.select_related("workflow_state", "revision").get(pk=state.pk)
    current = state.workflow_state.current_task_state_id == state.pk
    if not current or state.status != TaskState.STATUS_IN_PROGRESS:
        raise Refused(_("Somebody has decided about this already, or it was withdrawn."))
    return state


def _others_follow(state: TaskState) -> bool:
    """Whether the review goes on after this step, which itself is not over yet."""
    review = state.workflow_state
    steps = Task.objects.filter(workflow_tasks__workflow=review.workflow_id, active=True)
    done = review.successful_task_states.values("task")
    return steps.exclude(pk=state.task_id).exclude(pk__in=done).exists()


def _record(state: TaskState, kind: Decision.Kind, user: User, reason: str) -> None:
    Decision.about(state.revision, kind, user, reason, step=step_of(state.task))


def _refuse_outsider(state: TaskState, user: User) -> None:
    if user.pk in has_written(state.workflow_state, state.revision):
        raise Refused(_("You wrote or submitted this text; somebody else has to review it."))
    if not state.task.specific.may_decide(state, user):
        raise Refused(_("This step of review is not yours."))


def _refuse_other_text(revision: Revision, read: Reviewed) -> None:
    if (revision.pk, content_digest(revision)) != (read.revision_id, read.digest):
        raise Refused(_("The text has changed since you read it. Please read it again."))


def _refuse_date_ahead(revision: Revision) -> None:
    goes_live = revision.as_object().go_live_at
    if goes_live and goes_live > timezone.now():
        raise Refused(
            _("This text is set to appear on %(date)s. Please take that date out first.")
            % {"date": date_format(goes_live, "DATETIME_FORMAT")}
        )
