"""The middleware between the sign-in and the admin: sessions end, and a second factor is there."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cms.access.middleware import FOR_ALL
from cms.access.querysets import account_of

from .factors import has_factor
from .sessions import FACTOR, is_over

# What leads to a second factor asks for none.
SET_UP = "second_factor:"


class SessionEndMiddleware:
    """Ends sessions that have lasted their time; stands before whatever answers ended ones."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.admin = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Of readers, nobody asks who they are, nor of strangers: the answer would vary by it.
        may_have_one = settings.SESSION_COOKIE_NAME in request.COOKIES
        is_admin = may_have_one and request.path_info.startswith(self.admin)
        if is_admin and request.user.is_authenticated and is_over(request):
            logout(request)
        return self.get_response(request)


class SecondFactorMiddleware:
    """Before any view of the admin stands a second factor, where the settings ask for one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.admin = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Lead to the set-up who has no factor, and to the sign-in who has not shown one."""
        if not settings.REQUIRE_SECOND_FACTOR or not request.path_info.startswith(self.admin):
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if not request.user.is_authenticated or name.startswith(FOR_ALL):
            return None
        if not has_factor(account_of(request)):
            return None if name.startswith(SET_UP) else _lead(request, "second_factor:index")
        if request.session.get(FACTOR):
            return None
        logout(request)
        return _lead(request, "wagtailadmin_login")


def _lead(request: HttpRequest, view: str) -> HttpResponse:
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        raise PermissionDenied
    return redirect(view)
