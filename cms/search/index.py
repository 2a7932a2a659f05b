"""Keeps the index: the words of every published page, as readers last got them.

What a page's words are is what translators are given of it: its translatable fields, those of
its streams and of its children such as principles and the entries of the timeline. The numbers
and addresses by which its contacts are reached are found, too.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from wagtail.models import Page
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.strings import StringValue

from cms.pages.contact_links import contact_links_in

from .folding import fold
from .models import SearchEntry

FOOTNOTE_MARK = re.compile(r"<sup>.*?</sup>")
LONGEST_TITLE = 255
NOT_WORDS = {"title", "seo_title", "slug"}


@dataclass(frozen=True)
class PartToFind:
    """A part of a page that readers are led to at an address below the page's own."""

    subpath: str
    title: str
    text: str


type Parts = Callable[[Page], Iterable[PartToFind]]

_parts: list[Parts] = []


def register_parts(source: Parts) -> None:
    """Let another app say which parts of its pages are found by themselves."""
    if source not in _parts:
        _parts.append(source)


def index_page(page_id: int) -> None:
    """Bring the entries of a page up to date with what is published of it, or drop them."""
    page = Page.objects.live().filter(pk=page_id, alias_of=None).specific().first()
    if page is None:
        SearchEntry.objects.filter(page_id=page_id).delete()
        return
    whole = PartToFind("", page.title, page_text(page))
    found = [whole, *(part for source in _parts for part in source(page))]
    with transaction.atomic():
        SearchEntry.objects.filter(page_id=page.pk).delete()
        SearchEntry.objects.bulk_create(_entry(page, part) for part in found)


def _entry(page: Page, part: PartToFind) -> SearchEntry:
    return SearchEntry(
        page_id=page.pk,
        subpath=part.subpath,
        locale_id=page.locale_id,
        title=part.title[:LONGEST_TITLE],
        text=part.text,
        folded_title=fold(part.title),
        folded_text=fold(f"{part.title}\n{part.text}"),
    )


def rebuild_index() -> int:
    """Index every published page anew; return how many there are."""
    page_ids = list(
        Page.objects.live().filter(alias_of=None, depth__gt=1).values_list("pk", flat=True)
    )
    with transaction.atomic():
        SearchEntry.objects.exclude(page_id__in=page_ids).delete()
        for page_id in page_ids:
            index_page(page_id)
    return len(page_ids)


def page_text(page: Page) -> str:
    """Return the words of a page as it is stored, without its title, a piece to a line."""
    return "\n".join(piece for piece in _pieces(page) if piece)


def _pieces(page: Page) -> Iterator[str]:
    for segment in extract_segments(page):
        if isinstance(segment, StringSegmentValue) and segment.path not in NOT_WORDS:
            html = FOOTNOTE_MARK.sub("", segment.string.data)
            yield " ".join(StringValue(html).render_text().replace("\x00", "").split())
    for link in contact_links_in(page):
        yield link.shown
