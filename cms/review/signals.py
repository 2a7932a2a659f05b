"""Guards that hold whichever door a change comes through, and the record of withdrawals."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models.signals import pre_save
from django.utils.translation import gettext as _
from wagtail.log_actions import get_active_log_context
from wagtail.models import Revision, WorkflowState
from wagtail.signals import (
    page_published,
    workflow_approved,
    workflow_cancelled,
    workflow_rejected,
    workflow_submitted,
)

from .digest import content_digest
from .models import Decision, step_of
from .publication import is_approved

# Wagtail's own mails, by the names under which it connects them. Ours go out instead.
MAILS_OF_WAGTAIL = (
    (workflow_submitted, "workflow_state_submitted_email_notification"),
    (workflow_rejected, "workflow_state_rejected_email_notification"),
    (workflow_approved, "workflow_state_approved_email_notification"),
)


def connect() -> None:
    """Connect the guards. Called before Wagtail's admin connects its mails.

    Django connects one receiver under a name, the first; so ours stands where Wagtail's would.
    """
    for signal, name in MAILS_OF_WAGTAIL:
        signal.connect(send_no_second_mail, sender=WorkflowState, dispatch_uid=name)
    pre_save.connect(keep_decided_text, sender=Revision, dispatch_uid="review_keep_text")
    page_published.connect(refuse_publication_by_permission, dispatch_uid="review_published")
    workflow_cancelled.connect(record_withdrawal, dispatch_uid="review_withdrawn")


def send_no_second_mail(**_kwargs: Any) -> None:
    """What Wagtail would mail here, ``cms.review.notices`` has mailed."""


def keep_decided_text(
    instance: Revision, raw: bool, update_fields: Any = None, **_kwargs: Any
) -> None:
    """Refuse to overwrite a text that somebody submitted, approved or published.

    An autosave overwrites the draft that it made before. A text about which something has been
    decided stays as it was; what is written after that is a new draft.
    """
    if raw or instance.pk is None or (update_fields and "content" not in update_fields):
        return
    decided = Decision.objects.filter(revision_id=instance.pk).values_list("digest", flat=True)
    if decided and content_digest(instance) not in set(decided):
        raise PermissionDenied(
            _("This version has been submitted and stays as it is. Please save a new draft.")
        )


def refuse_publication_by_permission(revision: Revision | None, **_kwargs: Any) -> None:
    """Undo a publication that somebody in the admin set off and no approval stands behind.

    The last bar: the admin's own ways to publish are closed before (``cms.pages.permissions``,
    ``cms.access.doors``). Code that acts for nobody, such as the starter content's, may publish.
    """
    if get_active_log_context().user is None or revision is None or is_approved(revision):
        return
    # Wagtail turns the refusal into an answer, so nothing else would undo what was written.
    if transaction.get_connection().in_atomic_block:
        transaction.set_rollback(True)
    raise PermissionDenied(_("Nobody publishes without review."))


def record_withdrawal(instance: WorkflowState, user: Any = None, **_kwargs: Any) -> None:
    """Record the end of a review that was withdrawn, whichever button it was."""
    state = instance.current_task_state
    if state is not None:
        Decision.about(state.revision, Decision.Kind.WITHDRAWN, user, step=step_of(state.task))
