"""What has been done with redirects of late, and what waits for an approver."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.admin import messages

from .. import redirects
from ..decisions import Refused
from ..models import RedirectChange
from .base import StaffPage
from .texts import say_why_not


class RedirectsView(StaffPage):
    """The changes of a week; a form to propose a redirect to another site; the confirmation."""

    template_name = "review/redirects.html"
    page_title = gettext_lazy("Redirects")
    header_icon = "redirect"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        changes = RedirectChange.objects.shown().select_related("actor", "confirmed_by")
        return super().get_context_data(**kwargs) | {
            "changes": [(change, redirects.may_confirm(change, self.user)) for change in changes]
        }

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        try:
            message = self._act(request.POST.get("action", ""))
        except Refused as refusal:
            say_why_not(request, refusal)
            return self.render_to_response(self.get_context_data())
        messages.success(request, message)
        return redirect("review:redirects")

    def _act(self, action: str) -> str:
        data = self.request.POST
        match action:
            case "propose":
                redirects.propose(data.get("old_path", ""), data.get("link", ""), self.user)
                return _("Proposed. It leads nobody anywhere until an approver confirms it.")
            case "confirm":
                redirects.confirm(self._change(), self.user)
                return _("Confirmed. Readers are led there from now on.")
            case "turn-down":
                redirects.turn_down(self._change(), self.user)
                return _("Turned down. Readers keep what they have.")
        raise Refused(_("Please choose one of the buttons."))

    def _change(self) -> RedirectChange:
        number = self.request.POST.get("change", "")
        known = int(number) if number.isdecimal() and len(number) < 19 else 0
        return get_object_or_404(RedirectChange, pk=known)
