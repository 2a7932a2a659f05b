"""Answers requests whose body the gate has refused: nothing of it has come this far."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from .errors import too_large
from .gate.application import REFUSED


class RefusedBodyMiddleware:
    """Middleware: no view, session or token is asked about a request that has lost its body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return too_large(request) if REFUSED in request.META else self.get_response(request)
