"""Publication of the latest draft without review, for a stated reason."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.admin import messages
from wagtail.models import Revision

from cms.pages.bidi import isolate_mixed
from cms.pages.publish_checks import problems

from .. import decisions
from ..deciding import why_not_publish_in_emergency
from ..outcome import outcome_of
from ..standing import read_digest
from ..subjects import history_address
from .base import SubjectPage
from .texts import comparison, read_text, say_why_not


class EmergencyView(SubjectPage):
    """What readers see now against the latest draft, and the question what the emergency is."""

    template_name = "review/emergency.html"
    page_title = gettext_lazy("Publish in an emergency")
    header_icon = "warning"

    def may_enter(self) -> bool:
        return not why_not_publish_in_emergency(self.user)

    @cached_property
    def revision(self) -> Revision:
        return self.subject.get_latest_revision() or self.subject.save_revision(user=self.user)

    def get_page_subtitle(self) -> str:
        return isolate_mixed(str(self.revision.object_str))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = self.revision.as_object()
        return super().get_context_data(**kwargs) | {
            "revision": self.revision,
            "digest": read_digest(self.revision),
            "comparison": comparison(self.subject, text),
            "problems": problems(text),
        }

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        try:
            decisions.publish_in_emergency(
                self.subject, self.user, read_text(request), request.POST.get("reason", "")
            )
        except decisions.Refused as refusal:
            say_why_not(request, refusal)
            return self.render_to_response(self.get_context_data())
        told = _("Published. The leads and staff have been told why.")
        outcome = outcome_of(self.subject.latest_revision, request)
        messages.success(request, format_html("{} {}", told, outcome or ""))
        return redirect(history_address(self.subject))
