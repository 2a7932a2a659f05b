"""Where a reader is, and where they can go from there."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db.models import BooleanField, ExpressionWrapper, F, Q
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page, Site

from .models import BasePage
from .readable import readable, seen_by_everybody


@dataclass(frozen=True)
class Destination:
    """A page to go to. ``current`` says whether the reader is on it, within it, or elsewhere."""

    title: str
    url: str
    current: Literal["page", "true", ""] = ""


@dataclass(frozen=True)
class Chosen:
    """The numbers of the pages that staff chose, in their order; of whatever language."""

    menu: Sequence[int] = ()
    footer: Sequence[int] = ()


type Menus = Callable[[str], Iterable[Chosen]]

_menus: list[Menus] = []


def register_menus(menus: Menus) -> None:
    """Let the app that keeps the menus say what stands in those of each site, by language."""
    _menus[:] = [menus]


def chosen_in(language_code: str) -> set[int]:
    """The numbers of the pages that stand in a menu or footer of a language."""
    return {
        number
        for menus in _menus
        for chosen in menus(language_code)
        for number in (*chosen.menu, *chosen.footer)
    }


@dataclass(frozen=True)
class Navigation:
    """The home page of the reader's language, if it is published; the menu and the footer."""

    home: Page | None = None
    home_url: str = "/"
    sections: list[Destination] = field(default_factory=list)
    footer: list[Destination] = field(default_factory=list)


def site_of(request: HttpRequest | None) -> Site | None:
    """The site that a request came to; without a request, the default one."""
    if request is None:
        return Site.objects.filter(is_default_site=True).first()
    site: Site | None = Site.find_for_request(request)
    return site


def home_page(request: HttpRequest | None) -> Page | None:
    """The published home page of the active language."""
    site = site_of(request)
    if site is None:
        return None
    root = Page.objects.filter(pk=site.root_page_id)
    home: Page | None = (
        Page.objects.live()
        .filter(
            translation_key__in=root.values("translation_key"),
            locale__language_code=get_language(),
        )
        .first()
    )
    return home


def navigation(
    request: HttpRequest | None, home: Page | None, page: Page | None, chosen: Chosen
) -> Navigation:
    """The chosen pages in the language of ``home``, those that readers may see, each once."""
    if home is None:
        return Navigation()
    versions = _Versions(home, [*chosen.menu, *chosen.footer])
    menu, footer = (
        [
            Destination(each.title, each.get_url(request) or "", _current(each, page, home))
            for each in versions.of(numbers)
        ]
        for numbers in (chosen.menu, chosen.footer)
    )
    return Navigation(home, home.get_url(request) or "/", menu, footer)


class _Versions:
    """Pages by number, as readers of a home page's language get them: one query."""

    def __init__(self, home: Page, numbers: Sequence[int]) -> None:
        keys = Page.objects.filter(pk__in=numbers).values("translation_key")
        is_readable = ExpressionWrapper(seen_by_everybody(), output_field=BooleanField())
        here = Q(locale=home.locale_id, alias_of=None)
        found = Page.objects.filter(Q(pk__in=numbers) | here, translation_key__in=keys)
        pages = list(found.annotate(is_readable=is_readable)) if numbers else []
        self._keys = {page.pk: page.translation_key for page in pages}
        self._shown = {
            page.translation_key: page
            for page in pages
            if page.locale_id == home.locale_id and page.alias_of_id is None and page.is_readable
        }

    def of(self, numbers: Sequence[int]) -> Iterator[Page]:
        keys = (self._keys.get(number) for number in numbers)
        for key in dict.fromkeys(keys):
            if key in self._shown:
                yield self._shown[key]


def breadcrumbs(request: HttpRequest | None, page: Page, home: Page | None) -> list[Destination]:
    """The pages above ``page`` from the home page down; empty where the header says as much."""
    if home is None or not page.path or page.depth < home.depth + 2:
        return []
    above: Any = readable(page.get_ancestors().filter(depth__gte=home.depth))
    return [Destination(each.title, each.get_url(request) or "") for each in above]


def pages_below(request: HttpRequest | None, page: Page) -> list[Destination]:
    """The pages right below ``page`` that readers may see, by their number, then by the tree."""
    if not page.numchild:
        return []
    return [
        Destination(each.title, each.get_url(request) or "")
        for model in page.specific_class.allowed_subpage_models()
        if issubclass(model, BasePage) and model.order_field
        for each in readable(model.objects.child_of(page)).order_by(
            F(model.order_field).asc(nulls_last=True), "path"
        )
    ]


def _current(section: Page, page: Page | None, home: Page) -> Literal["page", "true", ""]:
    if page is None or not page.path:
        return ""
    if section.pk == page.pk:
        return "page"
    is_within = section.depth > home.depth and page.path.startswith(section.path)
    return "true" if is_within else ""
