"""What there is instead of a page that does not exist in a language.

Slugs are the same in every language, so the same path below another home page is the same page.
Where a page stood once, a redirect knows where it has gone.
"""

from dataclasses import dataclass, field

from django.http import HttpRequest
from wagtail.contrib.redirects.models import Redirect

from .alternates import Alternate, readable_pages, reader_languages
from .names import language

MAX_PATH = 1000


@dataclass(frozen=True)
class MissingPage:
    """The page in the languages that have it, and the nearest one above it in the reader's."""

    elsewhere: list[Alternate] = field(default_factory=list)
    nearest: Alternate | None = None


def pages_at(request: HttpRequest, path: str) -> dict[str, Alternate]:
    """The pages at a path without its language prefix, by language code."""
    return _pages_at_any(request, [path]).get(path, {})


def missing_page(request: HttpRequest, path: str, code: str) -> MissingPage:
    """Return what readers of the language ``code`` can have instead of its page at ``path``."""
    paths = _path_and_those_above(path)
    found = _pages_at_any(request, paths)
    return MissingPage(
        elsewhere=[page for other, page in found.get(paths[0], {}).items() if other != code],
        nearest=next((found[each][code] for each in paths if code in found.get(each, {})), None),
    )


def _path_and_those_above(path: str) -> list[str]:
    parts = [part for part in path.split("/") if part]
    return ["".join(f"{part}/" for part in parts[:end]) for end in range(len(parts), -1, -1)]


def _pages_at_any(request: HttpRequest, paths: list[str]) -> dict[str, dict[str, Alternate]]:
    if any("\x00" in path or len(path) > MAX_PATH for path in paths):
        return {}
    homes = reader_languages(request).homes
    places = {
        home.page.url_path + path: (path, code) for path in paths for code, home in homes.items()
    }
    found: dict[str, dict[str, Alternate]] = {}
    by_path = {page.url_path: page for page in readable_pages().filter(url_path__in=places)}
    for place, (path, code) in places.items():
        page = by_path.get(place)
        if page is not None:
            address = homes[code].address + path
            found.setdefault(path, {})[code] = Alternate(language(code), page, address)
    _add_moved(request, paths, found)
    return found


def _add_moved(
    request: HttpRequest, paths: list[str], found: dict[str, dict[str, Alternate]]
) -> None:
    """Add what stood at a path once: redirects know where a page has gone, in any language."""
    languages = reader_languages(request)
    old = {
        Redirect.normalise_path(home.address + path): path
        for path in paths
        for code, home in languages.homes.items()
        if path and code not in found.get(path, {})
    }
    redirects = Redirect.objects.filter(old_path__in=old, redirect_page__isnull=False)
    keys = dict(redirects.values_list("old_path", "redirect_page__translation_key")) if old else {}
    if not keys:
        return
    pages = readable_pages().filter(translation_key__in=set(keys.values()))
    moved = list(pages.select_related("locale"))
    for old_path, key in keys.items():
        for page in moved:
            code = page.locale.language_code
            home = languages.homes.get(code)
            if page.translation_key == key and home and page.path.startswith(home.page.path):
                alternate = Alternate(language(code), page, languages.address(page))
                found.setdefault(old[old_path], {}).setdefault(code, alternate)
