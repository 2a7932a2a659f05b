"""Addresses without a language: `/` and, as people write them on paper, `/zine/101/`."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_path
from django.views.decorators.http import require_safe

from .alternates import reader_languages
from .missing import pages_at
from .negotiation import preferred_language


@require_safe
def entrance(request: HttpRequest, path: str = "") -> HttpResponse:
    """Redirect to the page at ``path`` in the best language that it exists in.

    An address that begins with another form of a language's name (`/es-mx/`, `/pt/`) leads to
    the language. Raises Http404 where no offered language has such a page.
    """
    code = get_language_from_path(f"/{path.lower()}")
    if code:
        rest = path.partition("/")[2]
        return HttpResponseRedirect(f"/{code}/{rest}")
    pages = pages_at(request, path) if path else reader_languages(request).homes
    language = preferred_language(request, pages)
    if language is None:
        raise Http404
    response = HttpResponseRedirect(pages[language].address)
    patch_vary_headers(response, ["Accept-Language"])
    return response
