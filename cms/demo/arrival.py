"""Whoever changes over stays where they were, if the other account may be there."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

EXPECTED = "demo_expected_at"


def expect_arrival(request: HttpRequest, address: str) -> None:
    """Note where an account that has just been signed in goes first."""
    request.session[EXPECTED] = address


class ArrivalMiddleware:
    """Shows the dashboard, with a sentence, to an account that may not see what it came to.

    What an account may see, the admin alone knows, and only once it is asked. Its refusal would
    blame somebody who has done no more than press a button.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.admin = reverse("wagtailadmin_home")
        self.login = reverse("wagtailadmin_login")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path_info.startswith(self.admin):
            return response  # Readers' pages ask for no session.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return response  # Nor does a stranger's, which would vary by it.
        if request.session.get(EXPECTED) != request.get_full_path():
            return response
        del request.session[EXPECTED]
        if request.path_info == self.admin or not self._is_refusal(response):
            return response
        self._forget_reproach(request)
        messages.info(
            request, _("The page that you were on is not for this account. This is its dashboard.")
        )
        return redirect(self.admin)

    def _is_refusal(self, response: HttpResponse) -> bool:
        if isinstance(response, HttpResponseRedirect):
            return response.url.partition("?")[0] in (self.admin, self.login)
        return response.status_code >= 400

    def _forget_reproach(self, request: HttpRequest) -> None:
        """What has been iterated over is not kept for the next page."""
        for _message in get_messages(request):
            pass
