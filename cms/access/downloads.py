"""The middleware that enters every download in the audit log.

What a download is, its answer says: it names a file for the browser to keep. So a screen that
offers one tomorrow is in the log by itself.
"""

from collections.abc import Callable
from email.message import Message
from http import HTTPStatus

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from .audit import Subject, enter
from .models import AccessEvent

SENT = (HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT)


class DownloadLogMiddleware:
    """Notes who has taken which file out of the admin, after the view and its transaction."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.admin = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_file = "Content-Disposition" in response.headers and response.status_code in SENT
        # A head tells how large a file is, and gives none of it.
        if is_file and request.path_info.startswith(self.admin) and request.method != "HEAD":
            self._note(request, response)
        return response

    def _note(self, request: HttpRequest, response: HttpResponse) -> None:
        actor = request.user if isinstance(request.user, User) else None
        enter(AccessEvent.Kind.EXPORT, "downloaded", actor=actor, about=_file(request, response))


def _file(request: HttpRequest, response: HttpResponse) -> Subject:
    header = Message()
    header["Content-Disposition"] = response.headers["Content-Disposition"]
    match = request.resolver_match
    arguments = [f"{key}={value}" for key, value in (match.kwargs if match else {}).items()]
    reference = " ".join([match.view_name if match else request.path_info, *arguments])
    return Subject(header.get_filename() or "", reference)
