"""The middleware before the admin: no view answers about what is not the account's to see."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import override
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied

from cms.mail.sending import language_of

from .events import why_outside
from .permission_rules import superusers
from .querysets import account_of
from .registered_views import VIEW_PERMISSIONS

# Screens of the admin's that show nothing of anybody's: signing in, and out.
FOR_ALL = (
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_password_reset",
    "wagtailadmin_javascript_catalog",
)


class AdminAccessMiddleware:
    """Middleware: asks ``cms.access.registered_views`` before a view of the admin runs.

    Accounts that are not signed in go on to Wagtail, which sends them to the login page. A
    refused request gets Wagtail's own answer: back to the dashboard with a message, or 403
    where a script asked.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.admin = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        _view: Callable[..., HttpResponse],
        _args: tuple[Any, ...],
        arguments: dict[str, Any],
    ) -> HttpResponse | None:
        """Answer a refused request; let every other one go on."""
        if not request.path_info.startswith(self.admin) or not request.user.is_authenticated:
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if not request.user.has_perm("wagtailadmin.access_admin") and not name.startswith(FOR_ALL):
            return self._tell_what_has_become_of(request)
        if VIEW_PERMISSIONS.get(name, superusers)(request, arguments):
            return None
        return permission_denied(request)

    def _tell_what_has_become_of(self, request: HttpRequest) -> HttpResponse:
        """Say to an account that is in no team which one it was in, and whom to ask."""
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            raise PermissionDenied
        account = account_of(request)
        with override(language_of(account)):
            messages.error(request, why_outside(account))
        return redirect(f"{reverse('wagtailadmin_login')}?{urlencode({'next': request.path})}")
