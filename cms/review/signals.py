"""Guards that hold whichever way a change comes, and the record of withdrawals."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models.signals import pre_save
from django.utils.translation import gettext as _
from wagtail.log_actions import get_active_log_context
from wagtail.models import Revision, WorkflowState
from wagtail.signals import published, workflow_cancelled

from .digest import content_digest
from .models import Decision, task_name_of
from .publication import is_approved


def connect() -> None:
    """Connect the guards."""
    pre_save.connect(keep_decided_text, sender=Revision, dispatch_uid="review_keep_text")
    # Of pages and of records: every publication sends it, a page's own signal only pages'.
    published.connect(refuse_publication_by_permission, dispatch_uid="review_published")
    workflow_cancelled.connect(record_withdrawal, dispatch_uid="review_withdrawn")


def keep_decided_text(
    instance: Revision, raw: bool, update_fields: Any = None, **_kwargs: Any
) -> None:
    """Refuse to overwrite a text that somebody submitted, approved or published.

    An autosave overwrites the draft that it made before. A text about which something has been
    decided stays as it was; what is written after that is a new draft.
    """
    if raw or instance.pk is None or (update_fields and "content" not in update_fields):
        return
    if not Decision.objects.filter(revision_id=instance.pk).exists():
        return
    # Of the text alone: that a file in it has changed is no reason to refuse the same words.
    if content_digest(instance) != content_digest(Revision.objects.get(pk=instance.pk)):
        raise PermissionDenied(
            _("This version has been submitted and stays as it is. Please save a new draft.")
        )


def refuse_publication_by_permission(revision: Revision | None, **_kwargs: Any) -> None:
    """Refuse a publication that somebody in the admin set off and no approval stands behind.

    The last bar: the admin's own ways to publish are closed before (``cms.pages.permissions``,
    ``cms.access.registered_views``). Code that acts for nobody, such as the starter content's, may
    publish. What has been written by then is undone with the request
    (``cms.access.wagtail_patches``).
    """
    if get_active_log_context().user is None or revision is None or is_approved(revision):
        return
    raise PermissionDenied(_("Nobody publishes without review."))


def record_withdrawal(instance: WorkflowState, user: Any = None, **_kwargs: Any) -> None:
    """Record the end of a review that was withdrawn, whichever button it was."""
    state = instance.current_task_state
    if state is not None:
        Decision.about(state.revision, Decision.Kind.WITHDRAWN, user, step=task_name_of(state.task))
