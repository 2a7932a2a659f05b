"""Draws the pages of an uploaded PDF, and shows readers those of the issue that was published.

Drawing goes a few pages at a time. A page's row is written once its pictures are whole, so that
whoever takes up the work of a worker that died goes on where it ended.
"""

import logging
from collections.abc import Iterator, Sequence
from itertools import batched

from django.core.files.base import ContentFile
from django.utils.text import capfirst
from django.utils.translation import gettext as _, override
from wagtail.models import Page

from cms.media.fields import private_storage
from cms.pages import gates
from cms.search.index import PartToFind, index_page

from .editions.sandbox import WorkerError
from .facsimiles.drawing import Leaf, draw
from .facsimiles.limits import PAGES_AT_A_TIME
from .facsimiles.reading_order import Frame
from .facsimiles.sentences import failure
from .models import Facsimile, FacsimilePage, ShownFacsimile, ZineIssuePage
from .models.facsimiles import picture_name
from .models.reading import subpath

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


def show_facsimile(issue: ZineIssuePage) -> None:
    """Show readers the PDF that the issue was published with, once its pages are drawn.

    Until then, and if they never can be, they are shown the one before.
    """
    shown = ShownFacsimile.objects.filter(issue=issue)
    if issue.facsimile_id is None:
        changed = shown.delete()[0] > 0
    elif not Facsimile.objects.ready().filter(pk=issue.facsimile_id).exists():
        return
    else:
        changed = not shown.filter(facsimile=issue.facsimile_id).exists()
        ShownFacsimile.objects.update_or_create(
            issue=issue, defaults={"facsimile_id": issue.facsimile_id}
        )
    if changed:
        index_page(issue.pk)


def facsimile_problems(page: Page) -> Iterator[gates.Problem]:
    """Yield what keeps an issue's PDF from being published, as a publish gate."""
    facsimile = page.facsimile if isinstance(page, ZineIssuePage) else None
    if facsimile is None or facsimile.state == Facsimile.State.READY:
        return
    place = capfirst(str(ZineIssuePage._meta.get_field("facsimile").verbose_name))
    if facsimile.state == Facsimile.State.FAILED:
        yield gates.Problem(place, failure(facsimile))
    else:
        yield gates.Problem(
            place, _("Its pages are still being drawn. Please try again in a minute.")
        )


def pages_to_find(page: Page) -> Iterator[PartToFind]:
    """Yield the pages of an issue's PDF as the search finds them."""
    facsimile = page.shown_facsimile if isinstance(page, ZineIssuePage) else None
    if facsimile is None:
        return
    with override(page.locale.language_code):
        for leaf in facsimile.pages.exclude(text=""):
            title = _("%(title)s, page %(number)d") % {"title": page.title, "number": leaf.number}
            yield PartToFind(subpath(leaf.number), title, leaf.text)


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
        leaves = draw(content, [frame for _number, frame in wanted])
    except WorkerError as error:
        if len(wanted) == 1:
            return wanted[0][0], error
        # One of them is at fault: one by one, it can be named.
        each = (_draw_some(facsimile, content, [one]) for one in wanted)
        return next((failed for failed in each if failed is not None), None)
    for (number, _frame), leaf in zip(wanted, leaves, strict=True):
        _keep(facsimile, number, leaf)
    return None


def _keep(facsimile: Facsimile, number: int, leaf: Leaf) -> None:
    """Write a page's pictures, then its row: without the row they are nothing to anybody."""
    storage = private_storage()
    for width, picture in leaf.pictures.items():
        name = picture_name(facsimile, number, width)
        # What a worker that died has left half done.
        storage.delete(name)
        storage.save(name, ContentFile(picture))
    FacsimilePage.objects.update_or_create(
        facsimile=facsimile,
        number=number,
        defaults={
            "text": leaf.text,
            "width": leaf.width,
            "height": leaf.height,
            "is_blank": leaf.is_blank,
        },
    )
