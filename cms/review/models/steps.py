"""The steps of review: the chapter's leads, then national approvers."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _, override
from wagtail.models import Page, Revision, Task, TaskState, WorkflowState
from wagtail.signals import task_submitted

from ..notices import tell_reviewers
from ..reviewers import approvers, has_written, leads_of
from .record import Decision
from .trust import trust_in


class ReviewTask(Task):
    """A step of review. Decisions are taken on the review page (``cms.review.decisions``) alone.

    Wagtail's own buttons and endpoints offer no action, because they approve whatever text is
    the latest; the review page approves the text that was submitted.
    """

    class Meta:
        abstract = True

    def reviewers(self, page: Page) -> QuerySet[User]:
        """The accounts whose step this is, for this page."""
        raise NotImplementedError

    def start(self, workflow_state: WorkflowState, user: User | None = None) -> TaskState:
        """Start the step, or record that it was skipped because nobody else could take it.

        The first step of a review, and the step to which a text comes back, take the page's
        latest draft and record its submission: so it stands in the record whichever door it
        came through. Every later step is about the same text, whatever was drafted meanwhile.
        """
        last = workflow_state.task_states.order_by("-pk").first()
        submitted = last is None or last.status == TaskState.STATUS_REJECTED
        revision = _latest_draft(workflow_state) if submitted else last.revision
        if submitted:
            workflow_state.requested_by = user or workflow_state.requested_by
            Decision.about(revision, Decision.Kind.SUBMITTED, user, step=step_of(self))
        state = TaskState(workflow_state=workflow_state, task=self, revision=revision)
        reason = self.reason_to_skip(workflow_state, revision)
        if reason:
            state.save()
            skip(state, reason)
            return state
        state.save()
        task_submitted.send(sender=type(state), instance=state, user=user)
        tell_reviewers(state)
        return state

    def reason_to_skip(self, workflow_state: WorkflowState, revision: Revision) -> str:
        """A sentence why nobody can take this step; empty when somebody can."""
        writers = has_written(workflow_state, revision)
        page = workflow_state.content_object
        if self.reviewers(page).exclude(pk__in=writers).exists():
            return ""
        with override("en"):
            return gettext("Nobody but those who wrote or submitted the text could take this step.")

    def user_can_access_editor(self, obj: Page, user: User) -> bool:
        return self.reviewers(obj).filter(pk=user.pk).exists()

    def locked_for_user(self, obj: Page, user: User) -> bool:
        """The text rests while it is reviewed; staff who did not submit it may write drafts."""
        state = obj.current_workflow_state
        if state is not None and state.requested_by_id == user.pk:
            return True
        return not user.has_perm("access.view_report")

    def get_actions(self, _obj: Page, _user: User) -> list[tuple[str, str, bool]]:
        return []

    def get_task_states_user_can_moderate(self, user: User, **_kwargs: Any) -> QuerySet[TaskState]:
        states = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS).select_related(
            "revision", "workflow_state"
        )
        mine = [state.pk for state in states if self.may_decide(state, user)]
        return TaskState.objects.filter(pk__in=mine)

    def may_decide(self, state: TaskState, user: User) -> bool:
        """Whether the account may take this step: it is theirs, and the text is not."""
        if not user.is_active or user.pk in has_written(state.workflow_state, state.revision):
            return False
        page = state.workflow_state.content_object
        return self.reviewers(page).filter(pk=user.pk).exists() or self._taken_over(state, user)

    def _taken_over(self, state: TaskState, user: User) -> bool:
        return Decision.objects.filter(
            kind=Decision.Kind.TAKEN_OVER,
            step=step_of(self),
            revision=state.revision,
            actor=user,
            at__gte=state.started_at,
        ).exists()


class LeadReviewTask(ReviewTask):
    """The leads of the chapter to which the page belongs."""

    class Meta:
        verbose_name = _("review by the chapter's leads")

    def reviewers(self, page: Page) -> QuerySet[User]:
        return leads_of(page)


class StaffApprovalTask(ReviewTask):
    """The national approvers."""

    class Meta:
        verbose_name = _("approval by national staff")

    def reviewers(self, _page: Page) -> QuerySet[User]:
        return approvers()

    def reason_to_skip(self, workflow_state: WorkflowState, revision: Revision) -> str:
        """Skipped for trust alone: for want of people it waits, and reminds."""
        trust = trust_in(workflow_state.content_object)
        if trust is None or not _approved_by_a_lead(workflow_state, revision):
            return ""
        with override("en"):
            return gettext("Staff trust this chapter with pages of this type until %(date)s.") % {
                "date": trust.until.isoformat()
            }


STEPS: dict[type[Task], str] = {LeadReviewTask: "lead", StaffApprovalTask: "staff"}


def register_step(task: type[Task], name: str) -> None:
    """Let another app's step stand in the record under a name."""
    STEPS[task] = name


def step_of(task: Task) -> str:
    """The name of a step in the record: ``lead``, ``staff``, or as it was registered."""
    return STEPS.get(task.specific_class or type(task), "")


def skip(state: TaskState, reason: str, user: User | None = None) -> None:
    """Mark a step as skipped, and record why. The caller moves the review on."""
    state.status = TaskState.STATUS_SKIPPED
    state.finished_at = timezone.now()
    state.finished_by = user
    state.comment = reason
    state.save()
    kind = Decision.Kind.TAKEN_OVER if user else Decision.Kind.SKIPPED
    Decision.about(state.revision, kind, user, reason, step=step_of(state.task))


def overdue_after() -> timedelta:
    """How long a step waits before it reminds, and may be taken over."""
    return timedelta(days=settings.REVIEW_OVERDUE_DAYS)


def _latest_draft(workflow_state: WorkflowState) -> Revision:
    """The page's latest draft as it is now, whatever object the caller holds."""
    return Page.objects.get(pk=workflow_state.object_id).get_latest_revision()


def _approved_by_a_lead(workflow_state: WorkflowState, revision: Revision) -> bool:
    """Whether a lead has approved this very text in this review; a skipped step does not count."""
    return workflow_state.task_states.filter(
        task__in=LeadReviewTask.objects.all(),
        status=TaskState.STATUS_APPROVED,
        revision=revision,
    ).exists()
