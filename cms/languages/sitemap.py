"""The sitemap: every page that readers may see, in every offered language."""

from collections import defaultdict
from collections.abc import Iterator
from io import StringIO
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from cms.pages.addresses import absolute

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
            xml.startElement("url", AttributesImpl({}))
            xml.addQuickElement("loc", absolute(request, alternate.address))
            if alternate.page.last_published_at:
                xml.addQuickElement("lastmod", alternate.page.last_published_at.isoformat())
            for code, address in links:
                xml.addQuickElement(
                    "xhtml:link", None, {"rel": "alternate", "hreflang": code, "href": address}
                )
            xml.endElement("url")
    xml.endElement("urlset")
    xml.endDocument()
    return HttpResponse(output.getvalue(), content_type="application/xml; charset=utf-8")


def _pages_by_translation(request: HttpRequest) -> Iterator[list[Alternate]]:
    """The readable pages in the order of the tree; each with its versions together."""
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
    for versions in by_key.values():
        yield sorted(versions, key=lambda version: order[version.language.code])


def _links(request: HttpRequest, versions: list[Alternate]) -> list[tuple[str, str]]:
    links = [(each.language.code, absolute(request, each.address)) for each in versions]
    home = reader_languages(request).homes.get(versions[0].language.code)
    if home is not None and home.page.pk == versions[0].page.pk:
        return [*links, ("x-default", absolute(request, "/"))]
    english = [address for code, address in links if code == ENGLISH]
    return [*links, *(("x-default", address) for address in english)]
