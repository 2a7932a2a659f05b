"""Review in the admin: its addresses, menu items, buttons in the editor, dashboard."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem, SubmitForModerationMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page, WorkflowState

from cms.access.reach import is_national

from .dashboard import build_dashboard
from .editor import answer_one_at_a_time, keep_withdrawal_to_its_people, show_requested_changes
from .models import step_of
from .views.base import signed_in
from .words import taker_of, takers_of

# The first hook locks the page and begins again; the others then see it as it is.
hooks.register("before_edit_page", answer_one_at_a_time, order=-100)
hooks.register("before_edit_page", keep_withdrawal_to_its_people, order=-90)
hooks.register("before_edit_page", show_requested_changes, order=-80)
hooks.register("construct_homepage_panels", build_dashboard)


@hooks.register("register_admin_urls")
def review_urls() -> list[URLPattern | URLResolver]:
    return [path("review/", include("cms.review.urls"))]


class StaffMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_national(signed_in(request))


@hooks.register("register_admin_menu_item")
def queue_menu_item() -> MenuItem:
    return MenuItem(_("Review"), reverse("review:queue"), icon_name="clipboard-list", order=150)


@hooks.register("register_reports_menu_item")
def sets_menu_item() -> MenuItem:
    return StaffMenuItem(
        _("Published together"), reverse("review:sets"), icon_name="folder-open-inverse", order=50
    )


@hooks.register("register_reports_menu_item")
def trust_menu_item() -> MenuItem:
    return StaffMenuItem(_("Trust"), reverse("review:trust"), icon_name="check", order=60)


class ReviewMenuItem(ActionMenuItem):
    """Leads from the editor to the review page while the page is in review."""

    label = _("Go to review")
    name = "go-to-review"
    icon_name = "clipboard-list"

    def is_shown(self, context: dict[str, Any]) -> bool:
        page = context.get("page")
        return bool(page and page.current_workflow_task_state)

    def get_url(self, context: dict[str, Any]) -> str:
        state = context["page"].current_workflow_task_state
        return reverse("review:review", args=[state.pk])


class EmergencyMenuItem(ActionMenuItem):
    """Leads emergency publishers to the page that asks them for a reason."""

    label = _("Publish in an emergency")
    name = "emergency"
    icon_name = "warning"

    def is_shown(self, context: dict[str, Any]) -> bool:
        request: HttpRequest = context["request"]
        return context["view"] == "edit" and request.user.has_perm("review.publish_in_emergency")

    def get_url(self, context: dict[str, Any]) -> str:
        return reverse("review:emergency", args=[context["page"].pk])


@hooks.register("register_page_action_menu_item")
def review_menu_item() -> ActionMenuItem:
    return ReviewMenuItem(order=5)


@hooks.register("register_page_action_menu_item")
def emergency_menu_item() -> ActionMenuItem:
    return EmergencyMenuItem(order=70)


class SubmitMenuItem(SubmitForModerationMenuItem):
    """Wagtail's button to submit, which says in the account's language who will read the text."""

    def get_context_data(self, parent_context: dict[str, Any]) -> Any:
        page = parent_context.get("page")
        state = page.current_workflow_state if page else None
        if state and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
            takers = taker_of(step_of(state.current_task_state.task))
            label = _("Submit again to %(takers)s")
        else:
            workflow = (page if page and page.pk else parent_context["parent_page"]).get_workflow()
            takers = takers_of(workflow) if workflow else ""
            label = _("Submit to %(takers)s") if workflow else self.label
        return super().get_context_data(parent_context) | {"label": label % {"takers": takers}}


@hooks.register("construct_page_action_menu")
def offer_one_way_back(
    items: list[ActionMenuItem], _request: HttpRequest, _context: dict[str, Any]
) -> None:
    """A text that came back goes to the step that asked for changes, not to the first again."""
    items[:] = [
        SubmitMenuItem(order=item.order) if item.name == "action-submit" else item
        for item in items
        if item.name != "action-restart-workflow"
    ]


@hooks.register("register_page_header_buttons")
def look_again_button(page: Page, user: User, **_kwargs: Any) -> Iterator[Button]:
    if page.depth > 1 and page.permissions_for_user(user).can_edit():
        address = reverse("review:look_again", args=[page.pk])
        yield Button(_("Look again on…"), address, icon_name="calendar-alt", priority=80)
