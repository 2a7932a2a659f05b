"""Requests that no browser of anybody makes: an answer to them is 400 or 404, and no alarm.

Wagtail's admin takes what a query, an address or a form names for a number or a page, and raises
what Python raises where it is none. Such an exception is the request's fault if it says so by its
kind, or if it names what the request brought. It goes to the log, as a warning; any other stays an
error of the server.
"""

import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.core.paginator import InvalidPage
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import NoReverseMatch
from django.utils.datastructures import MultiValueDictKeyError

from .errors import bad_request, page_not_found

logger = logging.getLogger(__name__)

BY_KIND = (MultiValueDictKeyError, InvalidPage, ValidationError)
NAMING_A_VALUE = (NoReverseMatch, TypeError, ValueError)
# What databases say of a value that no row can have.
BEYOND = ("too large to convert to SQLite INTEGER", "out of range", "NUL (0x00)")
NUL = "\0"
LARGEST_NUMBER = 2**63 - 1
LONGEST_NUMBER = len(str(LARGEST_NUMBER))
# Views of Wagtail that rely on what their own pages send, and break by a request without it: the
# root of all pages has no parent, some records have no form in their chooser.
UNPREPARED = re.compile(
    r"wagtailadmin_choose_page_external_link|wagtailredirects:process_import"
    r"|wagtailadmin_pages:(?:lock|unlock|move_confirm|set_page_position)|.*choosers?.*:create"
)


class OddRequestMiddleware:
    """Answers what a request itself has broken."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, _request: HttpRequest, _view: Any, args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> None:
        """Before anybody is asked for rights by it: no address leads to such a number or name."""
        if any(is_beyond(value) for value in (*args, *kwargs.values())):
            raise Http404

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """404 where the address is at fault, else 400; nothing where the server is."""
        if not is_at_fault(request, exception):
            return None
        logger.warning("Odd request: %s", type(exception).__name__, exc_info=exception)
        if request.method in {"GET", "HEAD"} and not request.GET:
            return page_not_found(request, exception)
        return bad_request(request, exception)


def is_beyond(value: Any) -> bool:
    """Whether what stands in an address is more than a database can hold."""
    text = unquote(value) if isinstance(value, str) else ""
    if NUL in text:
        return True
    if text.isascii() and text.isdigit():
        return len(text) > LONGEST_NUMBER or int(text) > LARGEST_NUMBER
    return isinstance(value, int) and value > LARGEST_NUMBER


def is_at_fault(request: HttpRequest, exception: Exception) -> bool:
    """Whether the request itself broke its view."""
    if isinstance(exception, BY_KIND):
        return True
    sentence = str(exception)
    match exception:
        case OverflowError() | DataError():
            return any(words in sentence for words in BEYOND)
        case AttributeError() | KeyError():
            view = request.resolver_match.view_name if request.resolver_match else ""
            return UNPREPARED.fullmatch(view) is not None
    if not isinstance(exception, NAMING_A_VALUE):
        return False
    values = set(_values(request))
    if "NUL" in sentence and any(NUL in value for value in values):
        return True
    return any(repr(value) in sentence for value in values)


def _values(request: HttpRequest) -> Iterator[str]:
    """What the address, the query and the form name."""
    match = request.resolver_match
    for value in (*match.args, *match.kwargs.values()) if match else ():
        yield str(value)
        yield unquote(str(value))
    for data in (request.GET, request.POST):
        for _name, values in data.lists():
            yield from map(str, values)
