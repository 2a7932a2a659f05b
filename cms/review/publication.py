"""Publication: of the revision that was approved, and of nothing else."""

from django.contrib.auth.models import User
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page, Revision, WorkflowState

from .entries import is_down, note_return
from .models import Decision, SetMember
from .subjects import key_in, kinds, subjects_under


class NotApproved(Exception):  # noqa: N818
    """A publication was asked for that no approval stands behind."""


def publish_approved_text(workflow_state: WorkflowState, user: User | None = None) -> None:
    """Publish what the last step of a review approved, or hold it for the set it belongs to.

    Drafts that were written after the submission stay drafts. Raises NotApproved, and leaves
    everything as it was, unless the record shows an approval of exactly this text.
    """
    revision = workflow_state.current_task_state.revision
    if not is_approved(revision):
        raise NotApproved(f"No approval stands behind revision {revision.pk}.")
    held_for = SetMember.objects.open_for(key_in(revision)).first()
    if held_for is None:
        publish_revision(revision, user)
        return
    held_for.revision = revision
    held_for.save(update_fields=["revision"])
    reason = held_for.publication_set.name
    Decision.about(revision, Decision.Kind.HELD, user, reason)


def is_approved(revision: Revision) -> bool:
    """Whether the record shows that somebody approved the words and files as they are now."""
    return Decision.objects.approves(revision)


def is_due_by_right(revision: Revision) -> bool:
    """Whether a review that ended well set the date on which the revision is to appear."""
    decided = Decision.objects.about_text(revision)
    scheduled = decided.filter(kind=Decision.Kind.SCHEDULED)
    return scheduled.exists() and decided.approvals().exists()


def publish_revision(
    revision: Revision, user: User | None, log_action: bool | str = True
) -> Decision:
    """Publish or, with a date ahead, schedule a revision, and record it."""
    if issubclass(kinds()[revision.base_content_type_id], Page):
        _publish_page(revision, user, log_action)
    else:
        revision.publish(user=user, log_action=log_action, skip_permission_checks=True)
    (subject,) = subjects_under([key_in(revision)]).values()
    published = subject.live and subject.live_revision_id == revision.pk
    if published and is_down(revision):
        note_return(subject, user)
    kind = Decision.Kind.PUBLISHED if published else Decision.Kind.SCHEDULED
    return Decision.about(revision, kind, user)


def _publish_page(revision: Revision, user: User | None, log_action: bool | str) -> None:
    action = PublishPageRevisionAction(revision, user=user, log_action=log_action)
    # A draft that was begun before the page was public knows of no live version. Wagtail believes
    # the draft, and for a date ahead would take down what readers see until then.
    current = Page.objects.values_list("live_revision", flat=True)
    action.object.live_revision_id = current.get(pk=revision.object_id)
    action.execute(skip_permission_checks=True)
