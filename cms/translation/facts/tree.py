"""Where pages stand: a page that moves, moves in every language; the order is the same in all.

A move is not content: it is not drafted and waits for no review, so it is followed in the
transaction that it happens in. Wagtail leaves a redirect at each old address.
"""

import logging
from collections.abc import Iterator
from typing import Any

from wagtail.models import Locale, Page

logger = logging.getLogger(__name__)

HOME_DEPTH = 2


def follow_move(instance: Page, **_kwargs: Any) -> None:
    """Let the versions of a page in other languages stand where it stands now."""
    if instance.depth <= HOME_DEPTH or instance.locale_id != Locale.get_default().pk:
        return
    for version in versions_elsewhere(instance):
        put_in_place(version, instance)


def put_in_place(version: Page, source: Page) -> bool:
    """Let a page stand below the same page and in the same order as its source.

    Return whether it moved. It stays where it is while another page has its address there.
    """
    if is_in_place(version, source):
        return False
    parent = _parent_in(version.locale, source)
    if not version.is_child_of(parent):
        if parent.get_children().filter(slug=version.slug).exists():
            logger.error("Page %s cannot follow its source: its address is taken.", version.pk)
            return False
        version.move(parent, pos="last-child")
        version = Page.objects.get(pk=version.pk)
    before = _before(version, source)
    if before is not None:
        version.move(before, pos="right")
    elif version.get_prev_sibling() is not None:
        version.move(Page.objects.get(pk=parent.pk), pos="first-child")
    return True


def is_in_place(version: Page, source: Page) -> bool:
    """Whether a page stands below the same page as its source, and in the same order there."""
    parent, above = version.get_parent(), source.get_parent()
    if parent.translation_key != above.translation_key:
        return False
    theirs = [page.translation_key for page in parent.get_children()]
    wanted = [page.translation_key for page in above.get_children()]
    return [key for key in theirs if key in wanted] == [key for key in wanted if key in theirs]


def versions_elsewhere(source: Page) -> Iterator[Page]:
    """The versions of a page in other languages, and the aliases that stand in their places.

    Each is read when its turn comes: moves change where pages stand.
    """
    versions = Page.objects.filter(translation_key=source.translation_key).exclude(
        locale=source.locale_id
    )
    for pk in versions.values_list("pk", flat=True).order_by("locale"):
        yield Page.objects.get(pk=pk)


def pages_out_of_place() -> Iterator[tuple[Page, Page]]:
    """The pages that stand elsewhere than their sources, each with its source."""
    first = Locale.get_default()
    sources = {
        page.translation_key: page
        for page in Page.objects.filter(locale=first, depth__gt=HOME_DEPTH).order_by("path")
    }
    versions = Page.objects.filter(translation_key__in=sources.keys()).exclude(locale=first)
    for version in versions.order_by("path"):
        source = sources[version.translation_key]
        if not is_in_place(version, source):
            yield version, source


def _parent_in(locale: Locale, source: Page) -> Page:
    """The page above in a language; where there is none, an alias, which readers never get."""
    above = source.get_parent()
    found = Page.objects.filter(translation_key=above.translation_key, locale=locale).first()
    if found is not None:
        return found
    return above.specific.copy_for_translation(locale, copy_parents=True, alias=True)


def _before(version: Page, source: Page) -> Page | None:
    """The nearest of the pages before the source that stands beside the version, too."""
    beside = {page.translation_key: page for page in version.get_siblings(inclusive=False)}
    earlier = source.get_siblings().filter(path__lt=source.path).order_by("-path")
    return next(
        (beside[each.translation_key] for each in earlier if each.translation_key in beside), None
    )
