"""The buttons of review below the editor, of pages and of records."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.action_menu import ActionMenuItem, SubmitForModerationMenuItem
from wagtail.models import Page, WorkflowState
from wagtail.snippets import action_menu as of_records

from .deciding import why_not_publish_in_emergency
from .messages import taker_of, takers_of
from .models import PublicRecord, task_name_of
from .subjects import record_address
from .views.base import signed_in

# Buttons of a record's editor that lead past review.
NOT_OFFERED = frozenset({"action-publish", "action-unpublish", "action-restart-workflow"})


class ToReview:
    """Leads from the editor to the page of review, while the text is in review."""

    label = _("Go to review")
    name = "go-to-review"
    icon_name = "clipboard-list"

    def is_shown(self, context: dict[str, Any]) -> bool:
        subject = _subject_in(context)
        return bool(subject and subject.current_workflow_task_state)

    def get_url(self, context: dict[str, Any]) -> str:
        return reverse("review:review", args=[_subject_in(context).current_workflow_task_state.pk])


class ReviewMenuItem(ToReview, ActionMenuItem):
    pass


class ReviewOfRecordItem(ToReview, of_records.ActionMenuItem):
    pass


class ToEmergency:
    """Leads emergency publishers to the page that asks them for a reason."""

    label = _("Publish in an emergency")
    name = "emergency"
    icon_name = "warning"

    def is_shown(self, context: dict[str, Any]) -> bool:
        user = signed_in(context["request"])
        return context["view"] == "edit" and not why_not_publish_in_emergency(user)

    def get_url(self, context: dict[str, Any]) -> str:
        subject = _subject_in(context)
        if isinstance(subject, Page):
            return reverse("review:emergency", args=[subject.pk])
        return record_address("review:record_emergency", subject)


class EmergencyMenuItem(ToEmergency, ActionMenuItem):
    pass


class RecordEmergencyItem(ToEmergency, of_records.ActionMenuItem):
    pass


class TakeDownRecordItem(of_records.ActionMenuItem):
    """Leads to the screen on which a record is taken down, or asked for."""

    label = _("Take down…")
    name = "take-down"
    icon_name = "warning"

    def is_shown(self, context: dict[str, Any]) -> bool:
        return context["view"] == "edit" and _subject_in(context).live

    def get_url(self, context: dict[str, Any]) -> str:
        return record_address("review:take_down", _subject_in(context))


class SubmitMenuItem(SubmitForModerationMenuItem):
    """Wagtail's button to submit, which says in the account's language who will read the text."""

    def get_context_data(self, parent_context: dict[str, Any]) -> Any:
        page = parent_context.get("page")
        where = page if page and page.pk else parent_context["parent_page"]
        label = _submit_label(page, where.get_workflow()) or self.label
        return super().get_context_data(parent_context) | {"label": label}


class SubmitRecordItem(of_records.SubmitForModerationMenuItem):
    """The same for records."""

    def get_context_data(self, parent_context: dict[str, Any]) -> Any:
        record, model = parent_context.get("instance"), parent_context["model"]
        workflow = record.get_workflow() if record else model.get_default_workflow()
        label = _submit_label(record, workflow) or self.label
        return super().get_context_data(parent_context) | {"label": label}


def offer_one_way_back(
    items: list[ActionMenuItem], _request: HttpRequest, _context: dict[str, Any]
) -> None:
    """A text that came back goes to the step that asked for changes, not to the first again."""
    items[:] = [
        SubmitMenuItem(order=item.order) if item.name == "action-submit" else item
        for item in items
        if item.name != "action-restart-workflow"
    ]


def offer_no_publication(items: list[Any], _request: HttpRequest, context: dict[str, Any]) -> None:
    """Wagtail offers these to whoever holds a permission, and superusers hold every one."""
    if issubclass(context["model"], PublicRecord):
        items[:] = [
            SubmitRecordItem(order=item.order) if item.name == "action-submit" else item
            for item in items
            if item.name not in NOT_OFFERED
        ]


def _subject_in(context: dict[str, Any]) -> Any:
    """The page or record that is edited; None while it is being added."""
    return context.get("page") or context.get("instance")


def _submit_label(subject: Any, workflow: Any) -> str:
    """Who will read the text; empty where nobody does."""
    state = subject.current_workflow_state if subject else None
    if state and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        takers = taker_of(task_name_of(state.current_task_state.task))
        return str(_("Submit again to %(takers)s") % {"takers": takers})
    if workflow is None:
        return ""
    return str(_("Submit to %(takers)s") % {"takers": takers_of(workflow)})
