"""The steps of review: the chapter's leads, then national approvers."""

from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _, override
from wagtail.models import Page, Revision, RevisionMixin, Task, TaskState, WorkflowState
from wagtail.signals import task_submitted

from cms.access.policy import APPROVERS, LEADS, Role

from ..deciding import deciders, refusals, reviewers_of
from ..notices import tell_reviewers
from ..subjects import key_in, subjects_under
from .record import Decision, task_name_of
from .trust import trust_in


class ReviewTask(Task):
    """A step of review. Decisions are taken on the review page (``cms.review.decisions``) alone.

    Wagtail's own buttons and endpoints offer no action, because they approve whatever text is
    the latest; the review page approves the text that was submitted. Who may decide is said in
    ``cms.review.deciding``, by the role to which the step belongs.
    """

    role: ClassVar[Role]
    # What the step is called in the record of decisions.
    record_name: ClassVar[str]

    class Meta:
        abstract = True

    def start(self, workflow_state: WorkflowState, user: User | None = None) -> TaskState:
        """Start the step, or record that it was skipped because nobody else could take it.

        The first step of a review, and the step to which a text comes back, take the page's
        latest draft and record its submission: so it stands in the record whichever way it
        came. Every later step is about the same text, whatever was drafted meanwhile.
        """
        last = workflow_state.task_states.order_by("-pk").first()
        submitted = last is None or last.status == TaskState.STATUS_REJECTED
        revision = _latest_draft(workflow_state) if submitted else last.revision
        if submitted:
            workflow_state.requested_by = user or workflow_state.requested_by
            Decision.about(revision, Decision.Kind.SUBMITTED, user, step=task_name_of(self))
        state = TaskState(workflow_state=workflow_state, task=self, revision=revision)
        state.save()
        reason = self.reason_to_skip(state)
        if reason:
            skip(state, reason)
            return state
        task_submitted.send(sender=type(state), instance=state, user=user)
        tell_reviewers(state)
        return state

    def reason_to_skip(self, state: TaskState) -> str:
        """A sentence why nobody can take this step; empty when somebody can."""
        if deciders(state).exists():
            return ""
        with override("en"):
            return gettext("Nobody but those who wrote or submitted the text could take this step.")

    def user_can_access_editor(self, obj: RevisionMixin, user: User) -> bool:
        return reviewers_of(self.role, obj).filter(pk=user.pk).exists()

    def locked_for_user(self, obj: RevisionMixin, user: User) -> bool:
        """The text rests while it is reviewed; staff who did not submit it may write drafts."""
        state = obj.current_workflow_state
        if state is not None and state.requested_by_id == user.pk:
            return True
        return not user.has_perm("access.view_report")

    def get_actions(self, _obj: RevisionMixin, _user: User) -> list[tuple[str, str, bool]]:
        return []

    def get_task_states_user_can_moderate(self, user: User, **_kwargs: Any) -> QuerySet[TaskState]:
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        states = list(waiting.select_related("revision", "workflow_state", "task__content_type"))
        subjects = subjects_under(key_in(state.workflow_state) for state in states)
        found = refusals(states, user, subjects)
        return TaskState.objects.filter(pk__in=[pk for pk, refusal in found.items() if not refusal])


class LeadReviewTask(ReviewTask):
    """The leads of the chapter to which the page belongs."""

    role = LEADS
    record_name = "lead"

    class Meta:
        verbose_name = _("review by the chapter's leads")


class StaffApprovalTask(ReviewTask):
    """The national approvers."""

    role = APPROVERS
    record_name = "staff"

    class Meta:
        verbose_name = _("approval by national staff")

    def reason_to_skip(self, state: TaskState) -> str:
        """Skipped for trust alone: for want of people it waits, and reminds."""
        subject = state.workflow_state.content_object
        trust = trust_in(subject) if isinstance(subject, Page) else None
        if trust is None or not _approved_by_a_lead(state.workflow_state, state.revision):
            return ""
        with override("en"):
            return gettext("Staff trust this chapter with pages of this type until %(date)s.") % {
                "date": trust.until.isoformat()
            }


def skip(state: TaskState, reason: str, user: User | None = None) -> None:
    """Mark a step as skipped, and record why. The caller moves the review on."""
    state.status = TaskState.STATUS_SKIPPED
    state.finished_at = timezone.now()
    state.finished_by = user
    state.comment = reason
    state.save()
    kind = Decision.Kind.TAKEN_OVER if user else Decision.Kind.SKIPPED
    Decision.about(state.revision, kind, user, reason, step=task_name_of(state.task))


def _latest_draft(workflow_state: WorkflowState) -> Revision:
    """The latest draft as it is now, whatever object the caller holds."""
    (subject,) = subjects_under([key_in(workflow_state)]).values()
    latest: Revision = subject.get_latest_revision()
    return latest


def _approved_by_a_lead(workflow_state: WorkflowState, revision: Revision) -> bool:
    """Whether a lead has approved this very text in this review; a skipped step does not count."""
    return workflow_state.task_states.filter(
        task__in=LeadReviewTask.objects.all(),
        status=TaskState.STATUS_APPROVED,
        revision=revision,
    ).exists()
