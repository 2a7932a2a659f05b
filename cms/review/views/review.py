"""The review page, where decisions are taken, and the editorial queue."""

from typing import Any

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.admin import messages
from wagtail.models import Page, TaskState

from cms.access.reach import is_national, own_pages
from cms.pages.gates import problems

from .. import decisions
from ..digest import content_digest
from ..models import Decision
from ..queue import Queue
from ..remarks import remarks_about
from .base import ReviewPage
from .texts import comparison, read_text, say_why_not


class ReviewView(ReviewPage):
    """What readers see now against what they will see, and the decision below it."""

    template_name = "review/review.html"
    page_title = gettext_lazy("Review")
    header_icon = "clipboard-list"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        states = TaskState.objects.select_related("workflow_state", "revision", "task")
        self.state = get_object_or_404(states, pk=kwargs["task_state_id"])
        page = Page.objects.filter(pk=self.state.workflow_state.object_id).first()
        if page is None:
            raise Http404
        self.page: Page = page.specific

    def may_enter(self) -> bool:
        return may_read(self.state, self.page, self.user)

    def get_page_subtitle(self) -> str:
        return str(self.state.revision.object_str)

    def further_breadcrumbs(self) -> list[dict[str, Any]]:
        return [{"url": reverse("review:queue"), "label": _("Editorial queue")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        task = self.state.task.specific
        text = self.state.revision.as_object()
        return super().get_context_data(**kwargs) | {
            "page": self.page,
            "state": self.state,
            "text": text,
            "is_waiting": self._is_waiting(),
            "is_overdue": decisions.is_overdue(self.state),
            "digest": content_digest(self.state.revision),
            "comparison": comparison(self.request, self.page, text),
            "problems": problems(text),
            "remarks": remarks_about(self.page, self.state.revision),
            "comments": self.page.wagtail_admin_comments.filter(
                resolved_at__isnull=True
            ).select_related("user"),
            "decisions": Decision.objects.filter(page=self.page).select_related("actor")[:30],
            "newer_draft": self.page.latest_revision_id != self.state.revision_id,
            "may_decide": task.may_decide(self.state, self.user),
            "may_withdraw": decisions.may_withdraw(self.state.workflow_state, self.user),
            "may_take_over": decisions.may_take_over(self.state, self.user),
            "may_open": own_pages(self.user).filter(pk=self.page.pk).exists(),
        }

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        try:
            message = self._decide(request.POST.get("decision", ""))
        except decisions.Refused as refusal:
            say_why_not(request, refusal)
            self.state.refresh_from_db()
            return self.render_to_response(self.get_context_data())
        messages.success(request, message)
        return redirect("wagtailadmin_home")

    def _is_waiting(self) -> bool:
        current = self.state.workflow_state.current_task_state_id == self.state.pk
        return current and self.state.status == TaskState.STATUS_IN_PROGRESS

    def _decide(self, decision: str) -> str:
        reason = self.request.POST.get("reason", "")
        match decision:
            case "approve":
                decisions.approve(self.state, self.user, read_text(self.request), reason)
                return _("Approved. Thank you.")
            case "request-changes":
                decisions.request_changes(self.state, self.user, reason)
                return _("The author has been asked for changes.")
            case "withdraw":
                decisions.withdraw(self.page, self.user)
                return _("Withdrawn. The text is kept as a draft.")
            case "take-over":
                decisions.take_over(self.state, self.user, reason)
                return _("The step has been taken over.")
        raise decisions.Refused(_("Please choose one of the buttons."))


class QueueView(ReviewPage):
    """Everything in review that the account may see, by step, age, chapter and language."""

    template_name = "review/queue.html"
    page_title = gettext_lazy("Editorial queue")
    header_icon = "clipboard-list"

    def may_enter(self) -> bool:
        return True  # The queue holds only what the account may see.

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        queue = Queue(self.user, self.request.GET)
        return super().get_context_data(**kwargs) | {
            "queue": queue,
            "is_national": is_national(self.user),
        }


def may_read(state: TaskState, page: Page, user: User) -> bool:
    """Whether the account may read a text in review: its reviewers, its team, and staff."""
    return (
        is_national(user)
        or state.task.specific.reviewers(page).filter(pk=user.pk).exists()
        or own_pages(user).filter(pk=page.pk).exists()
    )
