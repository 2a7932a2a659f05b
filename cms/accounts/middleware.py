"""The middleware between the sign-in and the admin: sessions end, and a second factor is there."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from cms.access.middleware import FOR_ALL
from cms.access.querysets import account_of

from .factors import has_factor
from .known_browsers import remember
from .sessions import FACTOR, FACTOR_FIRST, is_over, leave

# What leads to a second factor asks for none.
SET_UP = "second_factor:"


class OpenSessionMiddleware(AuthenticationMiddleware):
    """Django's, but whoever's session has ended is nobody, wherever the site asks who it is.

    Of readers, nobody asks. What is signed in remembers its browser.
    """

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        person: Any = SimpleLazyObject(lambda: _person_of(request))
        request.user = person

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        remember(request, response)
        return response


def _person_of(request: HttpRequest) -> User | AnonymousUser:
    person: Any = get_user(request)
    if not isinstance(person, User) or not is_over(request, person):
        return person
    # Django's own way to sign out would ask here who it is.
    leave(request)
    request.session.flush()
    return AnonymousUser()


class SecondFactorMiddleware:
    """Before any view of the admin stands a second factor, where the settings ask for one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.admin = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Lead to the set-up who has no factor, and to the sign-in who has not shown one."""
        if not request.path_info.startswith(self.admin) or not _needs_factor(request):
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


def _needs_factor(request: HttpRequest) -> bool:
    """Whether the site asks everybody for one, or this account has lost its own."""
    if settings.REQUIRE_SECOND_FACTOR:
        return True
    may_have_one = settings.SESSION_COOKIE_NAME in request.COOKIES
    return may_have_one and bool(request.session.get(FACTOR_FIRST))


def _lead(request: HttpRequest, view: str) -> HttpResponse:
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        raise PermissionDenied
    return redirect(view)
