"""Takes an uploaded PDF in, cleaned and looked at, or says in a sentence why not.

Both happen in processes of their own, with limits in time and memory: whatever a file does
there, the person who uploaded it gets an answer.
"""

import logging
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.media.cleaning import CleanedFile, clean_document
from zine.editions import sandbox
from zine.editions.imposition import Direction
from zine.editions.sandbox import WorkerError

from . import limits
from .reading_order import Frame, Layout, fits, frames
from .recognition import Recognised, is_wide, recognise, text_direction

logger = logging.getLogger(__name__)

TOO_MUCH = _(
    "This PDF is too large or too complicated to be read. Please save it anew with smaller "
    "pictures, or in several parts."
)
REFUSALS: dict[str, str | Promise] = {
    "encrypted": _("This PDF is locked with a password. Please save it without one."),
    "damaged": _("This PDF is damaged or incomplete. Please save or scan it again."),
    "empty": _("This PDF has no pages."),
    "pages": _("This PDF has too many pages. It may have at most %(most)d."),
    "measures": _("A page of this PDF is too large or too small to be shown."),
    "pixels": _("A picture in this PDF has too many pixels. Please scan it at 300 dots per inch."),
    "complicated": TOO_MUCH,
}


class CleanedPdf(CleanedFile):
    """A PDF that has been washed; ``removed`` counts what is not in it any more, by kind."""

    removed: Mapping[str, int]


@dataclass(frozen=True)
class Examined:
    """What a clean PDF was taken for, and its pages in the order in which they are read."""

    recognised: Recognised
    sheets: int
    frames: tuple[Frame, ...]


def clean_pdf(upload: File) -> CleanedPdf:
    """Return the pages of a PDF alone, under a random name. Raises ValidationError for others.

    Title, author, dates and programs, bookmarks, tags, forms, notes, links, scripts and attached
    files are gone, and what cameras and scanners have written into pictures.
    """
    content = clean_document(upload).read()
    answer = _run(
        limits.WASHER,
        {
            "most_pages": limits.MOST_PAGES,
            "most_pixels": limits.MOST_PIXELS_OF_A_PICTURE,
            "longest_side": limits.LONGEST_SIDE,
            "shortest_side": limits.SHORTEST_SIDE,
        },
        content,
        limits.WASHING,
    )
    cleaned = CleanedPdf(answer.parts[0], name=f"{uuid.uuid4().hex}.pdf")
    cleaned.removed = answer.facts["removed"]
    return cleaned


def examine(content: bytes, direction: Direction, layout: Layout | None = None) -> Examined:
    """Say what a clean PDF is; ``layout``, if given, is somebody's word for how its pages lie.

    ``direction`` is that of its language. Raises ValidationError where either cannot be right.
    """
    pages = _run(limits.READER, {}, content, limits.LOOKING).facts["pages"]
    written = text_direction(pages)
    if written not in (None, direction):
        raise ValidationError(
            _("The text of this PDF is written in the other direction. Please check its language."),
            code="language",
        )
    recognised = recognise(pages, direction)
    wide = [is_wide(page) for page in pages]
    if layout is not None:
        if not fits(layout, wide):
            raise ValidationError(
                _(
                    "The pages of this PDF cannot lie so: %(wide)d of its %(all)d pages are wider "
                    "than high. A booklet has an even number of wide pages and no others."
                ),
                code="layout",
                params={"wide": sum(wide), "all": len(wide)},
            )
        way = recognised.direction if recognised.layout is layout else direction
        recognised = Recognised(recognised.origin, layout, way)
    order = frames(recognised.layout, wide, recognised.direction)
    return Examined(recognised, len(pages), tuple(order))


def _run(
    worker: Any, request: Mapping[str, Any], content: bytes, bounds: sandbox.Limits
) -> sandbox.Answer:
    try:
        return sandbox.run(worker, request, {"source.pdf": content}, bounds)
    except WorkerError as error:
        if not error.content:
            logger.warning("A PDF was too much: %s", error)
        reason = str(error) if error.content else "complicated"
        raise ValidationError(
            str(REFUSALS.get(reason, TOO_MUCH)), code=reason, params={"most": limits.MOST_PAGES}
        ) from error
