"""Publication of the latest draft without review, for a stated reason."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.admin import messages
from wagtail.models import Page, Revision

from cms.pages.gates import problems

from .. import decisions
from ..digest import content_digest
from .base import ReviewPage
from .texts import comparison, read_text, say_why_not


class EmergencyView(ReviewPage):
    """What readers see now against the latest draft, and the question what the emergency is."""

    template_name = "review/emergency.html"
    page_title = gettext_lazy("Publish in an emergency")
    header_icon = "warning"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.page: Page = get_object_or_404(Page, pk=kwargs["page_id"], depth__gt=1).specific

    def may_enter(self) -> bool:
        return self.user.has_perm("review.publish_in_emergency")

    @cached_property
    def revision(self) -> Revision:
        return self.page.get_latest_revision() or self.page.save_revision(user=self.user)

    def get_page_subtitle(self) -> str:
        return str(self.revision.object_str)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = self.revision.as_object()
        return super().get_context_data(**kwargs) | {
            "page": self.page,
            "revision": self.revision,
            "digest": content_digest(self.revision),
            "comparison": comparison(self.request, self.page, text),
            "problems": problems(text),
        }

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        try:
            decisions.publish_in_emergency(
                self.page, self.user, read_text(request), request.POST.get("reason", "")
            )
        except decisions.Refused as refusal:
            say_why_not(request, refusal)
            return self.render_to_response(self.get_context_data())
        messages.success(request, _("Published. The leads and staff have been told why."))
        return redirect("wagtailadmin_pages:history", self.page.pk)
