"""Where a reader is, and where they can go from there."""

from dataclasses import dataclass, field
from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page, Site

from .readable import readable


@dataclass(frozen=True)
class Destination:
    """A page to go to. ``current`` says whether the reader is on it, within it, or elsewhere."""

    title: str
    url: str
    current: Literal["page", "true", ""] = ""


@dataclass(frozen=True)
class Navigation:
    """The home page of the reader's language, if it is published, and its sections."""

    home: Page | None = None
    home_url: str = "/"
    sections: list[Destination] = field(default_factory=list)


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


def navigation(request: HttpRequest | None, page: Page | None = None) -> Navigation:
    """The sections of the active language that readers may see, in the order of the tree."""
    home = home_page(request)
    if home is None:
        return Navigation()
    sections = readable(Page.objects.child_of(home).in_menu())
    return Navigation(
        home=home,
        home_url=home.get_url(request) or "/",
        sections=[
            Destination(section.title, section.get_url(request) or "", _current(section, page))
            for section in sections
        ],
    )


def breadcrumbs(request: HttpRequest | None, page: Page, home: Page | None) -> list[Destination]:
    """The pages above ``page`` from the home page down; empty where the header says as much."""
    if home is None or not page.path or page.depth < home.depth + 2:
        return []
    above: Any = readable(page.get_ancestors().filter(depth__gte=home.depth))
    return [Destination(each.title, each.get_url(request) or "") for each in above]


def pages_below(request: HttpRequest | None, page: Page) -> list[Destination]:
    """The pages right below ``page`` that readers may see, in the order of the tree."""
    if not page.numchild:
        return []
    below = readable(Page.objects.child_of(page))
    return [Destination(each.title, each.get_url(request) or "") for each in below]


def _current(section: Page, page: Page | None) -> Literal["page", "true", ""]:
    if page is None or not page.path:
        return ""
    if section.pk == page.pk:
        return "page"
    return "true" if page.path.startswith(section.path) else ""
