"""The gate before the admin: no view answers about what is not the account's to see."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from wagtail.admin.auth import permission_denied

from .doors import DOORS
from .rules import superusers


class AdminGate:
    """Middleware: asks ``cms.access.doors`` before a view of the admin runs.

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
        if DOORS.get(name, superusers)(request, arguments):
            return None
        return permission_denied(request)
