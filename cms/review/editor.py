"""Review in the editor of pages and records: what a request meets before Wagtail answers it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import RevisionMixin, TaskState, WorkflowState

from .deciding import why_not_withdraw
from .decisions import Refused, lock
from .subjects import edit_address
from .views.base import signed_in
from .views.texts import say_why_not


def answer_one_at_a_time(request: HttpRequest, subject: RevisionMixin) -> HttpResponse | None:
    """Lock the text, then let Wagtail read it anew: nobody decides about it meanwhile.

    Wagtail reads it, whether it is live and whether it is in review before it asks hooks.
    Without this, a draft saved while an approver publishes would take the text down again.
    """
    match = request.resolver_match
    if request.method != "POST" or match is None or hasattr(request, "holds_the_text"):
        return None
    try:
        lock(subject)
    except Refused as refusal:
        say_why_not(request, refusal)
        return redirect("wagtailadmin_home")
    request.holds_the_text = subject.pk  # type: ignore[attr-defined]
    response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return response


def keep_withdrawal_to_its_people(
    request: HttpRequest, subject: RevisionMixin
) -> HttpResponse | None:
    """Wagtail lets a page's owner end its review; here the submitter, leads and staff may.

    Wagtail can also begin a review anew; here a text goes back to the step that returned it.
    """
    review = subject.current_workflow_state
    if "action-restart-workflow" in request.POST:
        messages.error(request, _("Please submit the text; it returns to the step that sent it."))
    elif (
        "action-cancel-workflow" in request.POST
        and review is not None
        and (refusal := why_not_withdraw(review, signed_in(request)))
    ):
        messages.error(request, refusal)
    else:
        return None
    return redirect(edit_address(subject))


def show_requested_changes(request: HttpRequest, subject: RevisionMixin) -> None:
    """Tell whoever opens a text that came back from review what should change."""
    if request.method != "GET" or "_w_hydrate_create_view" in request.GET:
        return
    reason = requested_changes(subject)
    if reason:
        messages.warning(request, _("Changes were requested: %(reason)s") % {"reason": reason})


def requested_changes(subject: RevisionMixin) -> str:
    """The reason for which the text came back from review; empty if it did not."""
    state: Any = subject.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return ""
    current = state.current_task_state
    if current is None or current.status != TaskState.STATUS_REJECTED:
        return ""
    return str(current.comment)
