"""A form of the admin that is sent after its session: nothing that was typed is lost.

Sessions end while people write, and whoever signs in in another tab has a new token there, which
the older page does not know. The answer to either keeps what was sent, says what has happened, and
sends it again. It is kept in the page alone, never on the server.

Whoever makes a browser send a form from another site must not get a page that carries both their
fields and a token of the account's: then one click would send it. So only where the browser itself
says that the form came from this site is there a button; what says nothing is shown to be copied,
and what comes from elsewhere is refused as before.
"""

import re
from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _, override

from cms.access.middleware import FOR_ALL
from cms.access.querysets import account_of
from cms.mail.sending import language_of

FORBIDDEN = 403
TOKEN = "csrfmiddlewaretoken"  # noqa: S105  (its name)
SECRET = re.compile("password|token|secret", re.IGNORECASE)
# What says nothing that anybody has typed.
BESIDE = re.compile(rf"{TOKEN}|next|action-.*")
# Wagtail shows the sentences of these alone; of any other, "A server error occurred".
SHOWN_BY_WAGTAIL = "locked"


class Origin(Enum):
    """Where a form comes from, as the browser says; no page can make it say another."""

    HERE = "here"
    ELSEWHERE = "elsewhere"
    UNSAID = "unsaid"


class EndedSessionMiddleware:
    """Answers what is sent to the admin by nobody who is signed in; stands before its rules.

    What comes this far had the right token, so that it was sent by a page of this site.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        # Of readers, nobody asks who they are.
        if not _is_sent_to_the_admin(request) or request.user.is_authenticated:
            return None
        sentence = _("You are signed out: your session has ended.")
        return keep_what_was_typed(request, sentence, Origin.HERE)


def answer_old_token(request: HttpRequest) -> HttpResponse | None:
    """Answer a form of the admin whose token is older than the sign-in, and no other form."""
    origin = origin_of(request)
    if origin is Origin.ELSEWHERE or not _is_sent_to_the_admin(request):
        return None
    if not request.user.is_authenticated:
        sentence = _("You are signed out: your session has ended.")
        return keep_what_was_typed(request, sentence, origin)
    account = account_of(request)
    with override(language_of(account)):
        sentence = _("You signed in anew after you had opened this form. You are now %(name)s.")
        told = sentence % {"name": account.get_username()}
        return keep_what_was_typed(request, told, origin)


def keep_what_was_typed(request: HttpRequest, sentence: str, origin: Origin) -> HttpResponse | None:
    """The page, or the script's answer; None where nothing was typed."""
    if _is_from_a_script(request):
        return _tell_the_script(sentence)
    if request.method != "POST" or not _says_something(request):
        return None
    context = {
        "sentence": sentence,
        "fields": list(_fields(request)),
        "leaves_out": any(map(SECRET.search, set(request.POST) - {TOKEN})) or bool(request.FILES),
        "may_send": origin is Origin.HERE,
        "is_signed_in": request.user.is_authenticated,
        "action": request.get_full_path(),
        "sign_in": reverse("wagtailadmin_login"),
    }
    response = render(request, "errors/ended_session.html", context, status=FORBIDDEN)
    add_never_cache_headers(response)
    return response


def origin_of(request: HttpRequest) -> Origin:
    """Whether this site has sent a form."""
    here = f"{request.scheme}://{request.get_host()}"
    headers = request.headers
    if origin := headers.get("origin"):
        return Origin.HERE if origin == here else Origin.ELSEWHERE
    if fetched := headers.get("sec-fetch-site"):
        return Origin.HERE if fetched == "same-origin" else Origin.ELSEWHERE
    if referrer := headers.get("referer"):
        parts = urlsplit(referrer)
        is_here = f"{parts.scheme}://{parts.netloc}" == here
        return Origin.HERE if is_here else Origin.ELSEWHERE
    return Origin.UNSAID


def _is_sent_to_the_admin(request: HttpRequest) -> bool:
    """Whether something was sent to a screen behind the sign-in, which asks no password itself."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return False
    match = request.resolver_match
    name = match.view_name if match else ""
    is_admin = request.path_info.startswith(reverse("wagtailadmin_home"))
    return is_admin and not name.startswith(FOR_ALL)


def _is_from_a_script(request: HttpRequest) -> bool:
    """Whether a script reads the answer."""
    is_fetched = request.headers.get("x-requested-with") == "XMLHttpRequest"
    return is_fetched or not request.accepts("text/html")


def _tell_the_script(sentence: str) -> JsonResponse:
    advice = _("What you typed is still here: sign in in another tab, then save.")
    told = f"{sentence} {advice}"
    answer = {
        "success": False,
        "error_code": SHOWN_BY_WAGTAIL,
        "error_message": told,
        "error": told,
    }
    return JsonResponse(answer, status=FORBIDDEN)


def _says_something(request: HttpRequest) -> bool:
    posted = request.POST
    return any(posted[name] for name in posted if not BESIDE.fullmatch(name))


def _fields(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Every field as it was sent, but for what is secret."""
    for name, values in request.POST.lists():
        if not SECRET.search(name):
            for value in values:
                yield name, str(value)
