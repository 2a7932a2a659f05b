"""Keeps the index: the words of every published page, as readers last got them.

What a page's words are is what translators are given of it: its translatable fields, those of
its streams and of its children such as principles and the entries of the timeline.
"""

import re
from collections.abc import Iterator

from django.db import transaction
from wagtail.models import Page
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.strings import StringValue

from .folding import fold
from .models import SearchEntry

FOOTNOTE_MARK = re.compile(r"<sup>.*?</sup>")
NOT_WORDS = {"title", "seo_title", "slug"}


def index_page(page_id: int) -> None:
    """Bring the entry of a page up to date with what is published of it; without it, drop it."""
    page = Page.objects.live().filter(pk=page_id, alias_of=None).specific().first()
    if page is None:
        SearchEntry.objects.filter(page_id=page_id).delete()
        return
    text = page_text(page)
    SearchEntry.objects.update_or_create(
        page_id=page.pk,
        defaults={
            "locale_id": page.locale_id,
            "title": page.title,
            "text": text,
            "folded_title": fold(page.title),
            "folded_text": fold(f"{page.title}\n{text}"),
        },
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
