"""Draws the pages of an uploaded PDF.

Drawing goes a few pages at a time. A page's row is written once its pictures are whole, so that
whoever takes up the work of a worker that died goes on where it ended.
"""

import logging
from collections.abc import Sequence
from itertools import batched

from django.core.files.base import ContentFile

from cms.media.fields import private_storage
from cms.sandbox.runner import WorkerError

from ..models import Facsimile, FacsimilePage, ZineIssuePage
from ..models.facsimiles import picture_name
from .drawing import DrawnPage, draw
from .limits import PAGES_AT_A_TIME
from .publication import show_facsimile
from .reading_order import Frame

logger = logging.getLogger(__name__)

type Wanted = tuple[int, Frame]


def draw_facsimile(facsimile: Facsimile) -> None:
    """Draw what is missing of a PDF's pages, and show them where the PDF is published.

    Doing it again draws nothing. Where a page cannot be drawn, the PDF is marked with it, and
    readers keep what they have.
    """
    if facsimile.state == Facsimile.State.DRAWING:
        facsimile.state = _drawn(facsimile)
        facsimile.save(update_fields=["state", "failed_page", "too_slow"])
    for issue in ZineIssuePage.objects.live().filter(facsimile=facsimile):
        show_facsimile(issue)


def _drawn(facsimile: Facsimile) -> Facsimile.State:
    """Draw the missing pages; return what became of it."""
    content = facsimile.content()
    done = set(facsimile.pages.values_list("number", flat=True))
    numbered = enumerate(facsimile.reading_order, start=1)
    missing = [(number, frame) for number, frame in numbered if number not in done]
    for some in batched(missing, PAGES_AT_A_TIME):
        failed = _draw_some(facsimile, content, some)
        if failed is not None:
            facsimile.failed_page, error = failed
            facsimile.too_slow = not error.content
            logger.warning("Page %s of the PDF %s: %s", facsimile.failed_page, facsimile.pk, error)
            return Facsimile.State.FAILED
    return Facsimile.State.READY


def _draw_some(
    facsimile: Facsimile, content: bytes, wanted: Sequence[Wanted]
) -> tuple[int, WorkerError] | None:
    """Draw and keep some pages; return the number of the one that cannot be drawn, if any."""
    try:
        facsimile_pages = draw(content, [frame for _number, frame in wanted])
    except WorkerError as error:
        if len(wanted) == 1:
            return wanted[0][0], error
        # One of them is at fault: one by one, it can be named.
        each = (_draw_some(facsimile, content, [one]) for one in wanted)
        return next((failed for failed in each if failed is not None), None)
    for (number, _frame), facsimile_page in zip(wanted, facsimile_pages, strict=True):
        _keep(facsimile, number, facsimile_page)
    return None


def _keep(facsimile: Facsimile, number: int, facsimile_page: DrawnPage) -> None:
    """Write a page's pictures, then its row: without the row they are nothing to anybody."""
    storage = private_storage()
    for width, picture in facsimile_page.pictures.items():
        name = picture_name(facsimile, number, width)
        # What a worker that died has left half done.
        storage.delete(name)
        storage.save(name, ContentFile(picture))
    FacsimilePage.objects.update_or_create(
        facsimile=facsimile,
        number=number,
        defaults={
            "text": facsimile_page.text,
            "width": facsimile_page.width,
            "height": facsimile_page.height,
            "is_blank": facsimile_page.is_blank,
        },
    )
