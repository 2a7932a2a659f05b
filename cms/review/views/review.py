"""The review page, where decisions are taken, and the editorial queue."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from wagtail.admin import messages
from wagtail.models import Page, TaskState

from cms.access.querysets import is_national
from cms.pages.bidi import isolate_mixed
from cms.pages.publish_checks import problems

from .. import deciding, decisions
from ..following import confirm, following_of
from ..models import Decision, RedirectChange
from ..outcome import outcome_of
from ..queue import Queue
from ..redirects import may_confirm
from ..reviewer_messages import messages_about
from ..standing import read_digest
from ..subjects import drafts_of, key_of
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
        subject = self.state.workflow_state.content_object
        if subject is None:
            raise Http404
        self.subject = subject.specific if isinstance(subject, Page) else subject

    def may_enter(self) -> bool:
        return deciding.may_read(self.state, self.user)

    def get_page_subtitle(self) -> str:
        return isolate_mixed(str(self.state.revision.object_str))

    def further_breadcrumbs(self) -> list[dict[str, Any]]:
        return [{"url": reverse("review:queue"), "label": _("Editorial queue")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = self.state.revision.as_object()
        return super().get_context_data(**kwargs) | {
            "subject": self.subject,
            "state": self.state,
            "text": text,
            "is_waiting": deciding.is_waiting(self.state),
            "waits_now": self._waits_now(),
            "is_overdue": deciding.is_overdue(self.state),
            "digest": read_digest(self.state.revision),
            "outcome": outcome_of(self.state.revision, self.request),
            "comparison": comparison(self.subject, text),
            "problems": problems(text),
            "following": following_of(self.subject, self.state.revision),
            "remarks": messages_about(self.subject, self.state.revision),
            "comments": self._comments(),
            "decisions": Decision.objects.about(self.subject).select_related("actor")[:30],
            "newer_draft": self.subject.latest_revision_id != self.state.revision_id,
            "may_decide": deciding.may_decide(self.state, self.user),
            "may_withdraw": not deciding.why_not_withdraw(self.state.workflow_state, self.user),
            "may_take_over": not deciding.why_not_take_over(self.state, self.user),
            "may_open": bool(drafts_of(self.user, [key_of(self.subject)])),
        }

    def _waits_now(self) -> TaskState | None:
        """The step at which the text waits by now, for whoever came by an older mail's link."""
        now: TaskState | None = self.subject.current_workflow_task_state
        return now if now and now.pk != self.state.pk and deciding.is_waiting(now) else None

    def _comments(self) -> Any:
        """The open comments in the text; only pages have any."""
        if not isinstance(self.subject, Page):
            return ()
        comments = self.subject.wagtail_admin_comments.filter(resolved_at__isnull=True)
        return comments.select_related("user")

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        try:
            message = self._decide(request.POST.get("decision", ""))
        except decisions.Refused as refusal:
            say_why_not(request, refusal)
            self.state.refresh_from_db()
            return self.render_to_response(self.get_context_data())
        messages.success(request, message)
        return redirect("wagtailadmin_home")

    def _decide(self, decision: str) -> str:
        reason = self.request.POST.get("reason", "")
        match decision:
            case "approve":
                with transaction.atomic():
                    decisions.approve(self.state, self.user, read_text(self.request), reason)
                    confirm(self.state.revision, self.user, self.request.POST.getlist("follows"))
                outcome = outcome_of(self.state.revision, self.request)
                return format_html("{} {}", _("Approved. Thank you."), outcome or "")
            case "request-changes":
                decisions.request_changes(self.state, self.user, reason)
                return _("The author has been asked for changes.")
            case "withdraw":
                decisions.withdraw(self.subject, self.user)
                return _("Withdrawn. The text is kept as a draft.")
            case "take-over":
                decisions.take_over(self.state, self.user, reason)
                return _("The step has been taken over.")
        raise decisions.Refused(_("Please choose one of the buttons."))


@method_decorator(xframe_options_sameorigin, name="dispatch")
class TextView(ReviewView):
    """The text in review as readers would get it, for all who may read the review.

    Wagtail's own page of this kind asks for the right to change the text.
    """

    http_method_names = ("get", "head")

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        text = self.state.revision.as_object()
        response: HttpResponse = text.make_preview_request(request, text.default_preview_mode)
        return response


class QueueView(ReviewPage):
    """Everything in review that the account may see, by step, age, chapter and language."""

    template_name = "review/queue.html"
    page_title = gettext_lazy("Editorial queue")
    header_icon = "clipboard-list"

    def may_enter(self) -> bool:
        return True  # The queue holds only what the account may see.

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        queue, national = Queue(self.user, self.request.GET), is_national(self.user)
        return super().get_context_data(**kwargs) | {
            "queue": queue,
            "is_national": national,
            "changes": self._redirects() if national else [],
        }

    def _redirects(self) -> list[tuple[RedirectChange, bool]]:
        """What was done with redirects of late: it changes what readers get, too."""
        changes = RedirectChange.objects.shown().select_related("actor", "confirmed_by")
        return [(change, may_confirm(change, self.user)) for change in changes]
