"""What readers may see of the tree of pages: the one rule that every list and answer goes by.

A page is readable if it is live, if every page above it below Wagtail's root is live too, and if
neither it nor any of those is kept to some people. What is taken down takes along what stands
below it, also where that was published by itself.
"""

from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import Combinable
from django.db.models.functions import Length, Substr
from django.http import Http404
from wagtail.models import Page, PageQuerySet, PageViewRestriction


def live_with_all_above() -> Combinable:
    """That a page is live, with all that stands above it."""
    # A page without children has nothing below it: drafts cost next to nothing here.
    down = Page.objects.filter(live=False, depth__gt=1, numchild__gt=0, depth__lt=OuterRef("depth"))
    return Q(live=True) & ~Exists(down.filter(path=_beginning_of_the_path("path")))


def for_everybody() -> Combinable:
    """That neither a page nor any above it is kept to some people."""
    kept = PageViewRestriction.objects.filter(page__path=_beginning_of_the_path("page__path"))
    return ~Exists(kept)


def seen_by_everybody() -> Q:
    """That readers may see a page."""
    return Q(live_with_all_above(), for_everybody())


def readable[Pages: PageQuerySet](pages: Pages) -> Pages:
    """Those of the pages that readers may see; asked in the same query."""
    found: Pages = pages.filter(seen_by_everybody())
    return found


def refuse_below_what_is_down(page: Page, path_components: list[str]) -> None:
    """Raise Http404 where an address goes on below a page that is not live.

    Every page on the way to an address is asked, from the site's home page down: no query.
    """
    if path_components and not page.live:
        raise Http404


def _beginning_of_the_path(path: str) -> Substr:
    """As much of the asked page's path as ``path`` is long: equal to it at or below its page."""
    return Substr(OuterRef("path"), 1, Length(path))
