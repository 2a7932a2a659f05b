"""Public pages that nobody finds by following links: approved by two people, and read by none."""

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from wagtail.blocks import Block
from wagtail.fields import StreamField
from wagtail.models import Locale, Page, ReferenceIndex

from cms.pages.led_to import leads_to_pages, pages_of
from cms.pages.models import PagesBelow
from cms.pages.navigation import chosen_in
from cms.pages.readable import readable
from cms.pages.references import blocks_in

HOME_DEPTH = 2


def pages_without_a_link() -> set[int]:
    """The numbers of the public pages that no chain of links from a home page leads to.

    A link is one in the published text of another such page, in a menu or footer, or in a list
    that a block makes, or a page of those below it. The index of references is written in the
    background, so what was published a moment ago may still be missing.
    """
    return _Links().unreached()


class _Links:
    """Where each public page leads; more pages cost no more queries."""

    def __init__(self) -> None:
        pages = readable(Page.objects.filter(depth__gte=HOME_DEPTH, alias_of=None)).specific()
        self.pages = {page.pk: page for page in pages}
        self.at = {(page.translation_key, page.locale_id): page.pk for page in pages}
        self.leads_to: dict[int, set[int]] = defaultdict(set)
        for source, target in (*self._in_texts(), *self._in_blocks(), *self._in_lists()):
            self.leads_to[source].add(target)

    def unreached(self) -> set[int]:
        reached: set[int] = set()
        ahead = {pk for pk, page in self.pages.items() if page.depth == HOME_DEPTH}
        ahead |= set(self._in_menus())
        while ahead:
            reached |= ahead
            ahead = {to for pk in ahead for to in self.leads_to[pk]} - reached
        return self.pages.keys() - reached

    def _in_texts(self) -> Iterator[tuple[int, int]]:
        """A link to a page leads readers to it in their own language where it is there."""
        kind = ContentType.objects.get_for_model(Page)
        rows = ReferenceIndex.objects.filter(base_content_type=kind, to_content_type=kind)
        pairs = {(int(a), int(b)) for a, b in rows.values_list("object_id", "to_object_id")}
        keys = self._keys({target for _source, target in pairs})
        for source, target in pairs:
            page = self.pages.get(source)
            if page is None or target not in keys:
                continue
            for found in (target, self.at.get((keys[target], page.locale_id))):
                if found is not None and found in self.pages:
                    yield source, found

    def _in_blocks(self) -> Iterator[tuple[int, int]]:
        """A block that names no page leads readers to those of their own language."""
        sources = defaultdict(set)
        for page in self.pages.values():
            for kind in _kinds_that_lead(page):
                sources[kind].add(page)
        for kind, pages in sources.items():
            targets = set(pages_of(kind).values_list("pk", "locale_id"))
            for page in pages:
                yield from ((page.pk, pk) for pk, locale in targets if locale == page.locale_id)

    def _in_lists(self) -> Iterator[tuple[int, int]]:
        by_path = {page.path: page for page in self.pages.values()}
        for page in self.pages.values():
            above = by_path.get(page.path[: -page.steplen])
            listing = getattr(above, "pages_below", PagesBelow.UNLISTED)
            if above is not None and listing is not PagesBelow.UNLISTED and page.is_listed_above:
                yield above.pk, page.pk

    def _in_menus(self) -> Iterator[int]:
        chosen = {locale.pk: chosen_in(locale.language_code) for locale in Locale.objects.all()}
        keys = self._keys(set().union(*chosen.values()))
        places = ((keys.get(each), pk) for pk, numbers in chosen.items() for each in numbers)
        yield from (self.at[place] for place in places if place in self.at)

    @staticmethod
    def _keys(numbers: set[int]) -> dict[int, UUID]:
        rows = Page.objects.filter(pk__in=numbers).values_list("pk", "translation_key")
        return dict(rows)


def _kinds_that_lead(page: Page) -> set[type[Block]]:
    """Of the kinds of blocks in a page, those that lead to pages which they do not name."""
    found = (
        leads_to_pages(block)
        for field in page._meta.concrete_fields
        if isinstance(field, StreamField)
        for block, _raw in blocks_in(field, getattr(page, field.name).raw_data)
    )
    return {kind for kind in found if kind is not None}
