"""Before access changes, whoever changes it shows once more that it is they.

A session that was left open, or stolen, gives nobody a role. A password or a factor of the last
five minutes is enough; without one the answer asks for it, and carries along what was sent, in
the page alone. Shown on that page, it lets the change go on in the same request.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy, override
from django.views.decorators.csp import csp_override
from django.views.generic import TemplateView

from cms.access.querysets import account_of
from cms.access.registered_views import CHANGES_OF_ACCESS
from cms.access.screens import AccessScreen
from cms.mail.sending import language_of

from .code_forms import PasskeyForm, PasswordForm
from .factors import has_passkey
from .sessions import confirm, is_confirmed

FORBIDDEN = 403
SAFE = ("GET", "HEAD", "OPTIONS")
# A form's own field may be called "password", too.
PREFIX, PASSKEY = "confirm", "credential"
NOT_CARRIED = re.compile(rf"password|token|secret|^{PASSKEY}$", re.IGNORECASE)
TOKEN = "csrfmiddlewaretoken"  # noqa: S105  (its name)


class ConfirmationMiddleware:
    """Stands behind the rules of views, so that nobody is asked for what is refused anyway."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        _view: Callable[..., HttpResponse],
        _args: tuple[Any, ...],
        arguments: dict[str, Any],
    ) -> HttpResponse | None:
        """Let go on what changes no access, or comes from somebody who has just shown it."""
        if request.method in SAFE or not _changes_access(request, arguments):
            return None
        if not request.user.is_authenticated or is_confirmed(request):
            return None
        if request.method != "POST" or request.headers.get("x-requested-with") == "XMLHttpRequest":
            raise PermissionDenied
        form = _form_of(request)
        if form is not None and form.is_valid():
            confirm(request)
            return None
        return _ask(request, form)


class AskScreen(AccessScreen, TemplateView):
    """Asks who is there, and keeps what was sent."""

    template_name = "accounts/ask.html"
    page_title = gettext_lazy("Is it you?")
    header_icon = "lock"

    def post(self, request: HttpRequest, **context: Any) -> HttpResponse:
        """Show it, in the place of the view that the form was sent to."""
        names = set(request.POST) - {TOKEN, f"{PREFIX}-password"}
        return self.render_to_response(
            self.get_context_data(
                fields=list(_carried(request)),
                leaves_out=bool(request.FILES) or any(map(_is_typed_secret, names)),
                has_passkey=has_passkey(account_of(request)),
                address=request.get_full_path(),
                **context,
            ),
            status=FORBIDDEN,
        )


def _changes_access(request: HttpRequest, arguments: dict[str, Any]) -> bool:
    match = request.resolver_match
    changes = CHANGES_OF_ACCESS.get(match.view_name) if match else None
    return changes is not None and changes(arguments)


def _form_of(request: HttpRequest) -> Form | None:
    """What was shown on the page that asks; None where a view's own form comes first."""
    user = account_of(request)
    if f"{PREFIX}-password" in request.POST:
        return PasswordForm(user, request.POST, prefix=PREFIX)
    if PASSKEY in request.POST:
        return PasskeyForm(user=user, data=request.POST)
    return None


def _ask(request: HttpRequest, form: Form | None) -> HttpResponse:
    user = account_of(request)
    password = form if isinstance(form, PasswordForm) else PasswordForm(user, prefix=PREFIX)
    with override(language_of(user)):
        response: Any = AskScreen.as_view()(request, form=form, password=password)
        response.render()
    add_never_cache_headers(response)
    # Wagtail's frame of the page brings scripts of its own.
    answered: HttpResponse = csp_override(settings.ADMIN_CSP)(lambda _request: response)(request)
    return answered


def _is_typed_secret(name: str) -> bool:
    return bool(NOT_CARRIED.search(name)) and name != PASSKEY


def _carried(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Every field as it was sent, but for what is secret."""
    for name, values in request.POST.lists():
        if not NOT_CARRIED.search(name):
            for value in values:
                yield name, str(value)
