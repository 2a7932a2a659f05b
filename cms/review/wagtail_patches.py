"""What is changed of Wagtail for review: mails, what redirects may lead to, a command."""

from typing import Any

from wagtail.admin import signal_handlers
from wagtail.admin.ui.editing_sessions import EditingSessionsList
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.generic.models import RevisionsCompareView
from wagtail.admin.views.pages.delete import DeleteView
from wagtail.admin.views.pages.unpublish import UnpublishView
from wagtail.contrib.redirects.models import Redirect
from wagtail.locks import WorkflowLock
from wagtail.management.commands import publish_scheduled
from wagtail.models import AbstractWorkflow, Task, WorkflowState
from wagtail.signals import workflow_approved, workflow_rejected, workflow_submitted

from cms.patches import Addition, Change, Patch, PrivateUse, TakenName

from .names_on_screen import name_of_task, name_of_workflow, tasks_by_name_on_screen
from .redirects import refuse_other_sites
from .resting import description_while_it_rests, message_while_it_rests
from .views.versions import TEMPLATE, compare_versions, version_and_moment

MAILS_OF_WAGTAIL = (
    (workflow_submitted, "workflow_state_submitted_email_notification"),
    (workflow_rejected, "workflow_state_rejected_email_notification"),
    (workflow_approved, "workflow_state_approved_email_notification"),
)


def send_no_second_mail(**_kwargs: Any) -> None:
    """What Wagtail would mail here, ``cms.review.notices`` has mailed."""


SEEN_IN = "wagtail 8.0.1"
MAILS: tuple[Change, ...] = tuple(
    TakenName(
        signal=signal,
        sender=WorkflowState,
        name=name,
        instead=send_no_second_mail,
        original=signal_handlers.register_signal_handlers,
        reason="It mails the same in other words, to people who may not read the text.",
        seen_in=SEEN_IN,
        digest="2afc24c3a6084dea",
    )
    for signal, name in MAILS_OF_WAGTAIL
)
PATCHES: tuple[Change, ...] = (
    *MAILS,
    Addition(
        original=Redirect,
        items=Redirect._meta.get_field("redirect_link").validators,
        added=refuse_other_sites,
        reason="Its forms lead readers to any address, on one person's word.",
        seen_in=SEEN_IN,
        digest="c00b7a8932857f40",
    ),
    Patch(
        owner=WorkflowLock,
        name="get_message",
        instead=message_while_it_rests,
        reason="It says that reviewers may write in the text, which rests for them too.",
        seen_in=SEEN_IN,
        digest="cefda65df637d96b",
    ),
    Patch(
        owner=WorkflowLock,
        name="get_description",
        instead=description_while_it_rests,
        reason="It says that reviewers may write in the text, which rests for them too.",
        seen_in=SEEN_IN,
        digest="45bd365901cb321e",
    ),
    Patch(
        owner=RevisionsCompareView,
        name="_get_comparison",
        instead=compare_versions,
        reason="It knows the fields of the editor and the words in them, and no link or picture.",
        seen_in=SEEN_IN,
        digest="9b8a6de5b90bf2bc",
    ),
    Patch(
        owner=RevisionsCompareView,
        name="_get_revision_and_heading",
        instead=version_and_moment,
        reason="It tells moments as computers write them.",
        seen_in=SEEN_IN,
        digest="20b914202541fe93",
    ),
    Patch(
        owner=RevisionsCompareView,
        name="template_name",
        instead=TEMPLATE,
        reason="It shows what Wagtail's comparison found.",
        seen_in=SEEN_IN,
        digest="7e7bbe31eec01258",
    ),
    Patch(
        owner=AbstractWorkflow,
        name="__str__",
        instead=name_of_workflow,
        reason="Reports and filters name a review by its row, which is in English.",
        seen_in=SEEN_IN,
        digest="1c7f83dc7877aa8e",
    ),
    Patch(
        owner=Task,
        name="__str__",
        instead=name_of_task,
        reason="Reports and filters name a step by its row, which is in English.",
        seen_in=SEEN_IN,
        digest="1c7f83dc7877aa8e",
    ),
    Patch(
        owner=WorkflowState,
        name="all_tasks_with_status",
        instead=tasks_by_name_on_screen,
        reason="The report of reviews names their steps by their rows, which are in English.",
        seen_in=SEEN_IN,
        digest="13d66990a5aa2a11",
    ),
    Patch(
        owner=EditingSessionsList,
        name="template_name",
        instead="review/editing_sessions.html",
        reason="It says that going on will overwrite what somebody else has saved.",
        seen_in=SEEN_IN,
        digest="e7826f2453334efb",
    ),
    PrivateUse(
        owner=UnpublishView,
        name="unpublish",
        reason="Our hook answers before its loop, which takes down one language and says nothing.",
        seen_in=SEEN_IN,
        digest="9572f3d3efdb2dda",
    ),
    PrivateUse(
        owner=BulkAction,
        name="form_valid",
        reason="Our hook answers for taking down in bulk before it is done page by page.",
        seen_in=SEEN_IN,
        digest="fb13af1240e27647",
    ),
    PrivateUse(
        owner=DeleteView,
        name="post",
        reason="Our hooks before and after it delete what a page is in other languages.",
        seen_in=SEEN_IN,
        digest="1f8f6d3c690a1d73",
    ),
    PrivateUse(
        owner=publish_scheduled,
        name="Command",
        reason="Ours of the same name takes its place: it asks for no approval.",
        seen_in=SEEN_IN,
        digest="e657665ccba1b9c8",
    ),
)


def install() -> None:
    """Put each in its place, before Wagtail's admin connects its mails."""
    for patch in PATCHES:
        patch.install()
