"""How much a request may send, by what its headers say: before any of its body is kept."""

from io import BytesIO

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.base import SessionBase
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.module_loading import import_string

from cms.access.permission_rules import superusers
from cms.access.querysets import account_of
from cms.access.registered_views import UPLOAD_VIEWS, VIEW_PERMISSIONS
from cms.accounts.sessions import FACTOR, is_over

from .environ import Environ
from .limits import ANONYMOUS, FORM, UPLOAD


def most_bytes(environ: Environ) -> int:
    """The largest body that is received of this request.

    Large ones are for accounts of the admin whose session is alive, at the views that are theirs;
    files, at the views that take files. A cookie alone says nothing: its session is looked up.
    """
    request = WSGIRequest(environ | {"CONTENT_LENGTH": "0", "wsgi.input": BytesIO()})
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key or not request.path_info.startswith(reverse("wagtailadmin_home")):
        return ANONYMOUS
    store: type[SessionBase] = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
    request.session = store(key)
    request.user = get_user(request)
    if not request.user.is_authenticated or not _is_in_the_admin(request):
        return ANONYMOUS
    try:
        match = request.resolver_match = resolve(request.path_info)
    except Resolver404:
        return ANONYMOUS
    if not VIEW_PERMISSIONS.get(match.view_name, superusers)(request, match.kwargs):
        return ANONYMOUS
    return UPLOAD if match.view_name in UPLOAD_VIEWS else FORM


def _is_in_the_admin(request: HttpRequest) -> bool:
    """Whether the middleware of the admin would let the account in; nothing is kept of it."""
    account = account_of(request)
    if is_over(request, account) or not account.has_perm("wagtailadmin.access_admin"):
        return False
    return bool(request.session.get(FACTOR)) or not settings.REQUIRE_SECOND_FACTOR
