"""Small files that browsers and search engines ask for by well-known names."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.utils.translation import get_language, get_language_bidi
from django.views.decorators.http import require_safe
from wagtail.models import Site

from cms.languages.alternates import reader_languages
from cms.pages.addresses import absolute
from cms.pages.identity import organization_name

PAPER = "#f5eddd"
ICON_SIZES = (192, 512)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Serve the rules for robots: no admin, no search results, and where the sitemap is."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /*/search/",
        "",
        f"Sitemap: {absolute(request, '/sitemap.xml')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Redirect to the icon, for browsers that ask without having read a page."""
    return HttpResponseRedirect(static("icons/favicon.ico"))


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Serve the web manifest of the active language."""
    code = get_language() or ""
    site = Site.find_for_request(request)
    home = reader_languages(request).homes.get(code)
    name = organization_name(site, code)
    icons = [
        {"src": static(f"icons/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in ICON_SIZES
    ]
    icons.append({"src": static("icons/icon.svg"), "sizes": "any", "type": "image/svg+xml"})
    data = {
        "name": name,
        "short_name": name,
        "lang": code,
        "dir": "rtl" if get_language_bidi() else "ltr",
        "start_url": home.address if home else "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": icons,
    }
    return JsonResponse(
        data, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False}
    )
