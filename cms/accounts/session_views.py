"""One's own open sessions: seeing them, and ending any of them."""

from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.generic import TemplateView, View
from wagtail.admin import messages

from cms.access.querysets import account_of
from cms.access.screens import AccessScreen

from .models import OpenSession
from .sessions import OPEN, end_others

INDEX = "own_sessions:index"


class SessionsView(AccessScreen, TemplateView):
    """Where one is signed in: since when, and when it was last used."""

    template_name = "accounts/sessions.html"
    page_title = gettext_lazy("Where you are signed in")
    header_icon = "lock"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = OpenSession.objects.open_of(account_of(self.request))
        here = self.request.session[OPEN]
        marked = [(row, str(row.key) == here) for row in rows]
        context: dict[str, Any] = super().get_context_data(**kwargs)
        # The one in use comes first.
        return context | {"sessions": sorted(marked, key=lambda each: not each[1])}


class EndView(View):
    """Ends one session, which may be the one in use."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, session_id: int) -> HttpResponse:
        row = OpenSession.objects.filter(user=account_of(request), pk=session_id).first()
        # One that has ended meanwhile has been ended.
        if row is not None and str(row.key) == request.session[OPEN]:
            logout(request)
            return redirect("wagtailadmin_login")
        if row is not None:
            row.delete()
        messages.success(request, _("The session has been ended."))
        return redirect(INDEX)


class EndOthersView(View):
    """Ends every session but the one in use."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        number = end_others(request, account_of(request))
        sentence = ngettext(
            "%(number)d session has been ended.", "%(number)d sessions have been ended.", number
        )
        messages.success(request, sentence % {"number": number})
        return redirect(INDEX)
