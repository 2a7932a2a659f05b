"""What readers get when something is wrong, in the site's design and in their language.

The pages for a bad request (400), one that is too large (413) and a broken server (500) ask
nothing of the database, for it may be what is broken. The page for a missing address (404) names
the languages that have it.
"""

import logging

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from cms.languages.alternates import Choice, reader_languages
from cms.languages.demand import note_demand
from cms.languages.middleware import language_of_address
from cms.languages.missing import MissingPage, missing_page
from cms.languages.names import ENGLISH
from cms.languages.negotiation import preferred_language

from .ended_sessions import answer_old_token

logger = logging.getLogger(__name__)

DESIGN = "base.html"
WITHOUT_DATABASE = "bare.html"
LAST_RESORT = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Something is broken</title></head>
<body><h1>Something is broken</h1><p>Please come back in a few minutes.</p></body></html>
"""


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400: the request cannot be understood, or is too much."""
    is_long = isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent))
    with translation.override(_configured_language(request)):
        context = {"title": _("This request is not valid"), "is_long": is_long}
        return _answer(request, 400, WITHOUT_DATABASE, context)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Answer 403: this is not for everyone."""
    code, layout = _language_and_layout(request)
    with translation.override(code):
        return _answer(request, 403, layout, {"title": _("This is not open to you")})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form whose token is missing or old. The reason's kind is for the log alone.

    A form of the admin keeps what was typed.
    """
    # What follows the dash names where somebody came from.
    logger.warning("A form was refused.", extra={"kind": reason.partition(" - ")[0].rstrip(".")})
    return answer_old_token(request) or permission_denied(request)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Answer 404, and offer what there is instead."""
    code, layout = _language_and_layout(request)
    path = request.path_info.removeprefix(f"/{code}/").removeprefix("/")
    missing = missing_page(request, path, code) if path else MissingPage()
    note_demand(request, missing, code)
    with translation.override(code):
        context = {
            "title": _("There is no such page"),
            "missing": missing,
            "homes": list(reader_languages(request).homes.values()),
            "language_choices": _choices(request, missing, code),
        }
        return _answer(request, 404, layout, context)


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer 413: more was sent than is taken here."""
    with translation.override(_configured_language(request)):
        return _answer(request, 413, WITHOUT_DATABASE, {"title": _("This is too large")})


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500, whatever else is broken."""
    try:
        with translation.override(_configured_language(request)):
            return _answer(request, 500, WITHOUT_DATABASE, {"title": _("Something is broken")})
    except Exception:
        # This is the last page there is: whatever keeps it from readers is for the log.
        logger.exception("The page for a broken server is broken.")
        return HttpResponse(LAST_RESORT, status=500)


def _configured_language(request: HttpRequest) -> str:
    configured = [code for code, _name in settings.LANGUAGES]
    return language_of_address(request) or preferred_language(request, configured) or ENGLISH


def _language_and_layout(request: HttpRequest) -> tuple[str, str]:
    """The address's language, else the best offered; and the site's layout where it is offered."""
    homes = reader_languages(request).homes
    code = language_of_address(request) or preferred_language(request, homes)
    return code or _configured_language(request), DESIGN if code in homes else WITHOUT_DATABASE


def _choices(request: HttpRequest, missing: MissingPage, code: str) -> list[Choice]:
    elsewhere = {page.language.code: page.address for page in missing.elsewhere}
    return [
        Choice(
            home.language,
            elsewhere.get(other, home.address),
            is_current=other == code,
            has_page=other == code or other in elsewhere or not elsewhere,
        )
        for other, home in reader_languages(request).homes.items()
    ]


def _answer(
    request: HttpRequest, status: int, layout: str, context: dict[str, object]
) -> HttpResponse:
    content = render_to_string(
        f"errors/{status}.html",
        context | {"layout": layout},
        request if layout == DESIGN else None,
    )
    response = HttpResponse(content, status=status)
    response.headers["Content-Language"] = translation.get_language() or ENGLISH
    if language_of_address(request) is None:
        patch_vary_headers(response, ["Accept-Language"])
    return response
