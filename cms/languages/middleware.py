"""The language of a response: the address says it, else the browser; never a cookie."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from .names import ENGLISH
from .negotiation import preferred_language


def language_of_address(request: HttpRequest) -> str | None:
    """Return the configured language whose prefix the address has, if any."""
    prefix = request.path_info[1:].partition("/")[0]
    return prefix if prefix in dict(settings.LANGUAGES) else None


class LanguageMiddleware:
    """Activates a language for the time of one request.

    Unlike Django's own it reads no cookie, adds no ``Vary`` (a view that answers by the reader's
    preference says so itself) and leaves no language behind for the next request.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        of_address = language_of_address(request)
        configured = [code for code, _name in settings.LANGUAGES]
        language = of_address or preferred_language(request, configured) or ENGLISH
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        if of_address:
            response.headers.setdefault("Content-Language", language)
        return response
