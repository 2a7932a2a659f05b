"""What the editor says of a text that rests while it is reviewed."""

from django.contrib.auth.models import User
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.locks import WorkflowLock

from .messages import name_of


def message_while_it_rests(lock: WorkflowLock, user: User) -> SafeString | None:
    """The sentence above the editor; None for those who may write a draft meanwhile."""
    if not lock.for_user(user):
        return None
    return format_html(
        _(
            "<b>This text is in review</b>, at the step “{step}”. It rests until that is over: "
            "nobody but staff who did not submit it may write a draft, which is not part of the "
            "review."
        ),
        step=name_of(lock.task),
    )


def description_while_it_rests(_lock: WorkflowLock, _user: User, can_lock: bool = False) -> str:
    """What stands beside the lock in the editor's side panel."""
    if can_lock:
        return _("It is in review. Lock it to keep others of the staff from writing a draft.")
    return _(
        "It rests while it is reviewed. Reviewers read it and decide; they do not write in it."
    )
