"""Records that readers see or will at a date, and the button that takes one down at once."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.admin import messages
from wagtail.models import Revision

from .. import decisions
from ..deciding import why_not_take_down
from ..subjects import record_kinds
from .base import ReviewPage, SubjectPage
from .texts import say_why_not


class PublicRecordsView(ReviewPage):
    """Every record that readers see or will, for those who may take one down."""

    template_name = "review/public_records.html"
    page_title = gettext_lazy("Public records")
    header_icon = "view"

    def may_enter(self) -> bool:
        return not why_not_take_down(self.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kinds = [
            (
                capfirst(str(model._meta.verbose_name_plural)),
                model._meta,
                model.objects.filter(Q(live=True) | Q(pk__in=_dated(kind))).select_related(
                    "locale"
                ),
            )
            for kind, model in record_kinds().items()
        ]
        return super().get_context_data(**kwargs) | {"kinds": kinds}


class TakeDownView(SubjectPage):
    """Asks for the reason, and takes the record down or lifts its date."""

    template_name = "review/take_down.html"
    page_title = gettext_lazy("Take down")
    header_icon = "warning"

    def may_enter(self) -> bool:
        return not why_not_take_down(self.user)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        reason = request.POST.get("reason", "")
        try:
            message = self._act(reason)
        except decisions.Refused as refusal:
            say_why_not(request, refusal)
            return self.render_to_response(self.get_context_data())
        messages.success(request, message)
        return redirect("review:public_records")

    def _act(self, reason: str) -> str:
        if self.request.POST.get("action") == "lift-date":
            decisions.lift_date(self.subject, self.user, reason)
            return _("The date has been lifted. The text is kept as a draft.")
        decisions.take_down(self.subject, self.user, reason)
        return _("Taken down. Readers do not see it any more.")


def _dated(kind: int) -> list[int]:
    """The numbers of the records of a kind that have an approved text with a date ahead."""
    dated = Revision.objects.filter(base_content_type=kind, approved_go_live_at__isnull=False)
    return [int(number) for number in dated.values_list("object_id", flat=True)]
