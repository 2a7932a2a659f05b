"""The review of a record's translation: what readers see now, what they will see, the decision."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.admin import messages
from wagtail_localize.fields import get_translatable_fields

from cms.review.decisions import Refused
from cms.review.views.texts import say_why_not

from ...models import RecordReview
from ...names import language
from ..records import (
    approve,
    ask_for_changes,
    may_decide,
    may_read,
    restored,
    target_record,
    withdraw,
)
from .base import DeskPage


class RecordReviewView(DeskPage):
    """Field by field, with the buttons of whoever may decide."""

    template_name = "languages/desk/record.html"
    page_title = gettext_lazy("Review")
    header_icon = "clipboard-list"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        reviews = RecordReview.objects.select_related("translation__source")
        self.review = get_object_or_404(reviews, pk=kwargs["review_id"])

    def may_enter(self) -> bool:
        return may_read(self.review, self.user)

    def get_page_subtitle(self) -> str:
        return str(self.review.translation.source.object_repr)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        translation = self.review.translation
        return super().get_context_data(**kwargs) | {
            "review": self.review,
            "translation": translation,
            "language": language(translation.target_locale.language_code),
            "fields": list(self._fields()),
            "may_decide": may_decide(self.review, self.user),
            "may_withdraw": self.review.is_waiting and self.review.submitted_by_id == self.user.pk,
        }

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        try:
            message = self._decide(request.POST.get("decision", ""))
        except Refused as refusal:
            say_why_not(request, refusal)
            self.review.refresh_from_db()
            return self.render_to_response(self.get_context_data(), status=409)
        messages.success(request, message)
        return redirect("desk:status")

    def _decide(self, decision: str) -> str:
        match decision:
            case "approve":
                approve(self.review, self.user)
                return _("Approved. Thank you.")
            case "request-changes":
                ask_for_changes(self.review, self.user, self.request.POST.get("reason", ""))
                return _("The author has been asked for changes.")
            case "withdraw":
                withdraw(self.review, self.user)
                return _("Withdrawn. The text is kept at the desk.")
        raise Refused(_("Please choose one of the buttons."))

    def _fields(self) -> Any:
        """Name, what readers see now, what they will see: of every field that differs."""
        now, then = target_record(self.review.translation), restored(self.review)
        for rule in get_translatable_fields(type(then)):
            field = type(then)._meta.get_field(rule.field_name)
            before = str(getattr(now, field.name)) if now is not None else ""
            after = str(getattr(then, field.name))
            if before != after:
                yield capfirst(str(field.verbose_name)), before, after
