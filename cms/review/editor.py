"""Review in the page editor: what its requests meet before Wagtail answers them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page, TaskState, WorkflowState

from .decisions import Refused, lock_page, may_withdraw
from .views.base import signed_in
from .views.texts import say_why_not


def answer_one_at_a_time(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Lock the page, then let Wagtail read it anew: nobody decides about it meanwhile.

    Wagtail reads the page, whether it is live and whether it is in review before it asks hooks.
    Without this, a draft saved while an approver publishes would take the page down again.
    """
    match = request.resolver_match
    if request.method != "POST" or match is None or hasattr(request, "holds_the_page"):
        return None
    try:
        lock_page(page.pk)
    except Refused as refusal:
        say_why_not(request, refusal)
        return redirect("wagtailadmin_home")
    request.holds_the_page = page.pk  # type: ignore[attr-defined]
    response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return response


def keep_withdrawal_to_its_people(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Wagtail lets a page's owner end its review; here the submitter, leads and staff may.

    Wagtail can also begin a review anew; here a text goes back to the step that returned it.
    """
    state = page.current_workflow_state
    if "action-restart-workflow" in request.POST:
        messages.error(request, _("Please submit the text; it returns to the step that sent it."))
    elif (
        "action-cancel-workflow" in request.POST
        and state is not None
        and not may_withdraw(state, signed_in(request))
    ):
        messages.error(
            request, _("Only who submitted it, the chapter's leads and staff may withdraw it.")
        )
    else:
        return None
    return redirect("wagtailadmin_pages:edit", page.pk)


def show_requested_changes(request: HttpRequest, page: Page) -> None:
    """Tell whoever opens a page that came back from review what should change."""
    if request.method != "GET" or "_w_hydrate_create_view" in request.GET:
        return
    reason = requested_changes(page)
    if reason:
        messages.warning(request, _("Changes were requested: %(reason)s") % {"reason": reason})


def requested_changes(page: Page) -> str:
    """The reason for which the page's text came back from review; empty if it did not."""
    state: Any = page.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return ""
    current = state.current_task_state
    if current is None or current.status != TaskState.STATUS_REJECTED:
        return ""
    return str(current.comment)
