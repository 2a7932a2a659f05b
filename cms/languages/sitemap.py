"""The sitemap: every page that readers may see, in every offered language."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import StringIO
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe
from wagtail.models import Page, get_page_models

from cms.pages.addresses import absolute
from cms.pages.models import BasePage

from .alternates import Alternate, readable_pages, reader_languages
from .names import ENGLISH

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Serve one sitemap over all languages; each page names its alternates, itself included."""
    output = StringIO()
    xml = SimplerXMLGenerator(output, "utf-8", short_empty_elements=True)
    xml.startDocument()
    xml.startElement("urlset", AttributesImpl({"xmlns": SITEMAP, "xmlns:xhtml": XHTML}))
    for versions in _pages_by_translation(request):
        links = _links(request, versions)
        for alternate in versions:
            _add(xml, absolute(request, alternate.address), alternate.page, links)
    xml.endElement("urlset")
    xml.endDocument()
    return HttpResponse(output.getvalue(), content_type="application/xml; charset=utf-8")


def _add(xml: SimplerXMLGenerator, address: str, page: Page, links: list[tuple[str, str]]) -> None:
    xml.startElement("url", AttributesImpl({}))
    xml.addQuickElement("loc", address)
    if page.last_published_at:
        xml.addQuickElement("lastmod", page.last_published_at.isoformat())
    for code, href in links:
        xml.addQuickElement(
            "xhtml:link", None, {"rel": "alternate", "hreflang": code, "href": href}
        )
    xml.endElement("url")


def _pages_by_translation(request: HttpRequest) -> Iterator[list[Alternate]]:
    """The readable pages in the order of the tree; each with its versions together.

    The pieces of a page follow it, each with the versions of the page that have it.
    """
    languages = reader_languages(request)
    homes = languages.homes
    order = {code: place for place, (code, _name) in enumerate(settings.LANGUAGES)}
    by_key: dict[object, list[Alternate]] = defaultdict(list)
    pages = (
        readable_pages()
        .filter(locale__in=[home.page.locale_id for home in homes.values()])
        .select_related("locale")
        .order_by("path")
    )
    for page in pages:
        home = homes[page.locale.language_code]
        if page.path.startswith(home.page.path):
            version = Alternate(home.language, page, languages.address(page))
            by_key[page.translation_key].append(version)
    pieces = _pieces(version.page for versions in by_key.values() for version in versions)
    for versions in by_key.values():
        versions.sort(key=lambda version: order[version.language.code])
        yield versions
        subpaths = (subpath for each in versions for subpath in pieces.get(each.page.pk, ()))
        for subpath in dict.fromkeys(subpaths):
            yield [
                replace(version, address=version.address + subpath)
                for version in versions
                if subpath in pieces.get(version.page.pk, ())
            ]


def _pieces(pages: Iterable[Page]) -> dict[int, list[str]]:
    """What leads to the pieces of pages, by the page's id: a query for each type that has them."""
    found: dict[int, list[str]] = {}
    kinds = {model for model in get_page_models() if issubclass(model, BasePage)}
    for model in sorted(kinds, key=lambda kind: kind.__name__):
        if model.has_pieces:
            found |= model.subpaths_of({page.pk for page in pages})
    return found


def _links(request: HttpRequest, versions: list[Alternate]) -> list[tuple[str, str]]:
    links = [(each.language.code, absolute(request, each.address)) for each in versions]
    home = reader_languages(request).homes.get(versions[0].language.code)
    if home is not None and home.page.pk == versions[0].page.pk:
        return [*links, ("x-default", absolute(request, "/"))]
    english = [address for code, address in links if code == ENGLISH]
    return [*links, *(("x-default", address) for address in english)]
