"""The readers' search, in their own language."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page as ResultPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_safe

from cms.languages.alternates import ReaderLanguages, readable_pages, reader_languages

from .excerpts import Part, excerpt, highlight
from .models import SearchEntry
from .query import MAX_LENGTH, Query

RESULTS_PER_PAGE = 10


@dataclass(frozen=True)
class Result:
    """A page that was found, as the results show it."""

    entry: SearchEntry
    query: Query
    address: str

    @property
    def title(self) -> list[Part]:
        return highlight(self.entry.title, self.query)

    @cached_property
    def excerpt(self) -> list[Part]:
        return excerpt(self.entry.text.replace("\n", " "), self.query)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Answer a query over the pages of the active language.

    Every query has an answer, an empty one included. Raises Http404 in a language that is not
    offered.
    """
    code = get_language() or ""
    languages = reader_languages(request)
    if code not in languages.homes:
        raise Http404
    query = Query.parse(request.GET.get("q", ""))
    found = _results(request, query, code, languages)
    context = {
        "title": _("Search: %(query)s") % {"query": query.text} if query.text else _("Search"),
        "search_query": query,
        "max_length": MAX_LENGTH,
        "results": found,
        "query": urlencode({"q": query.text}) + "&",
        "language_choices": languages.same_address_everywhere("search/"),
    }
    return render(request, "search/search.html", context)


def _results(
    request: HttpRequest, query: Query, code: str, languages: ReaderLanguages
) -> ResultPage | None:
    if not query.terms:
        return None
    pages = readable_pages().descendant_of(languages.homes[code].page, inclusive=True)
    entries = SearchEntry.objects.matching(query, code, pages)
    paginator = Paginator(entries.select_related("page__locale"), RESULTS_PER_PAGE)
    found = paginator.get_page(request.GET.get("page"))
    results = [
        Result(entry, query, languages.address(entry.page) + entry.subpath) for entry in found
    ]
    return ResultPage(results, found.number, paginator)
