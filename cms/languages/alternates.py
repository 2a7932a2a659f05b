"""In which languages readers may have the site, and in which of them a page exists.

A language is *offered* once its home page is live and public. A page *exists* in a language if
its translation is live, public with all that stands above it, no alias (an alias shows one
language's words under another's name), and below that language's home page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, override
from wagtail.models import Page, PageQuerySet, Site

from cms.pages.addresses import absolute
from cms.pages.readable import readable

from .names import ENGLISH, Language, language


@dataclass(frozen=True)
class Alternate:
    """A page in one language, with its path on this site."""

    language: Language
    page: Page
    address: str


@dataclass(frozen=True)
class Choice:
    """A line of the language switcher.

    ``has_page`` is false where the address is that of the nearest page above which exists in
    the language, because this one does not.
    """

    language: Language
    address: str
    is_current: bool
    has_page: bool = True


class ReaderLanguages:
    """The languages of the site a request came to and, if given, of one of its pages.

    Asks the database twice, whatever the number of languages.
    """

    def __init__(self, request: HttpRequest, page: Page | None = None) -> None:
        self.request = request
        self.page = page

    @cached_property
    def _lineage(self) -> list[Page]:
        """The home pages, then what exists of the page and those above it, the deepest last."""
        site = Site.find_for_request(self.request)
        if site is None:
            return []
        root = site.root_page
        path = self.page.path if self.page is not None and self.page.path else root.path
        step = Page.steplen
        lineage = [path[:end] for end in range(step * root.depth, len(path) + 1, step)]
        keys = Page.objects.filter(path__in={root.path, *lineage}).values("translation_key")
        found = list(readable_pages().filter(translation_key__in=keys).select_related("locale"))
        homes = {page.locale_id: page for page in found if _is_home(page, root)}
        return sorted(
            (
                page
                for page in found
                if page.locale_id in homes and page.path.startswith(homes[page.locale_id].path)
            ),
            key=lambda page: page.depth,
        )

    @cached_property
    def _root(self) -> Page:
        return Site.find_for_request(self.request).root_page

    @cached_property
    def homes(self) -> dict[str, Alternate]:
        """The home pages of the offered languages by code, in the order of the settings."""
        by_code = {
            page.locale.language_code: page for page in self._lineage if _is_home(page, self._root)
        }
        return {
            code: Alternate(language(code), by_code[code], _first_address(code))
            for code, _name in settings.LANGUAGES
            if code in by_code
        }

    def address(self, page: Page) -> str:
        """The path on this site of a page below one of ``homes``; its locale is fetched.

        Unlike ``Page.get_url`` it does not rely on Wagtail's cache of root pages, which another
        process may have left an hour behind the languages that are offered.
        """
        home = self.homes[page.locale.language_code]
        below: str = page.url_path.removeprefix(home.page.url_path)
        return home.address + below

    @property
    def offered(self) -> list[Language]:
        return [home.language for home in self.homes.values()]

    @cached_property
    def alternates(self) -> dict[str, Alternate]:
        """The page in every language in which it exists, its own included, by code."""
        if self.page is None:
            return {}
        key = self.page.translation_key
        return self._in_order(page for page in self._lineage if page.translation_key == key)

    @cached_property
    def above(self) -> list[Alternate]:
        """The readable pages above the page in its own language, from the home page down."""
        page = self.page
        if page is None or not page.path:
            return []
        return [
            self._alternate(ancestor)
            for ancestor in self._lineage
            if ancestor.locale_id == page.locale_id and ancestor.pk != page.pk
        ]

    @property
    def default_address(self) -> str | None:
        """Where readers of any other language are sent: x-default.

        For the home page the address that chooses by the reader's own preference; for any
        other the English page, if there is one.
        """
        if self.page is not None and _is_home(self.page, self._root):
            return "/"
        english = self.alternates.get(ENGLISH)
        return english.address if english else None

    @cached_property
    def choices(self) -> list[Choice]:
        """The lines of the language switcher: every offered language."""
        current = get_language()
        nearest = self._in_order(self._lineage)
        return [
            Choice(
                home.language,
                address=nearest[code].address,
                is_current=code == current,
                has_page=self.page is None or code in self.alternates or code == current,
            )
            for code, home in self.homes.items()
        ]

    def same_address_everywhere(self, path: str) -> list[Choice]:
        """The switcher of a view, not a page, that every language has at the same path."""
        return [
            Choice(home.language, home.address + path, is_current=code == get_language())
            for code, home in self.homes.items()
        ]

    def _in_order(self, pages: Iterable[Page]) -> dict[str, Alternate]:
        """By language in the order of the settings; of several pages the last one."""
        by_code = {page.locale.language_code: page for page in pages}
        return {code: self._alternate(by_code[code]) for code in self.homes if code in by_code}

    def _alternate(self, page: Page) -> Alternate:
        return Alternate(language(page.locale.language_code), page, self.address(page))


def readable_pages() -> PageQuerySet:
    """Every page that readers may see under the name of its own language."""
    return cast(PageQuerySet, readable(Page.objects.filter(alias_of=None)))


def reader_languages(request: HttpRequest, page: Page | None = None) -> ReaderLanguages:
    """Return the languages of the site and of ``page``: one object for a request and page."""
    kept: dict[int | None, ReaderLanguages] = request.__dict__.setdefault("_reader_languages", {})
    key = page.pk if page is not None else None
    if key not in kept:
        kept[key] = ReaderLanguages(request, page)
    return kept[key]


def reader_address(request: HttpRequest, page: Page) -> str | None:
    """The full address at which readers get a page in its own language; None where they do not.

    Asks anew, for the request may just have published the page.
    """
    found = ReaderLanguages(request, page).alternates.get(page.locale.language_code)
    return absolute(request, found.address) if found is not None else None


def _first_address(code: str) -> str:
    with override(code):
        return reverse("wagtail_serve", args=("",))


def _is_home(page: Page, root: Page) -> bool:
    return bool(page.translation_key == root.translation_key)
