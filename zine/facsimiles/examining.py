"""Looks at a PDF that has been washed, or says in a sentence why it cannot be shown.

It happens in a process of its own, with limits in time and memory: whatever a file does there,
the person who uploaded it gets an answer.
"""

from dataclasses import dataclass
from typing import IO, cast

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from cms.media.pdfs import refusal
from cms.media.waiting import a_place
from cms.sandbox.runner import WorkerError, run
from zine.editions.imposition.sheets import Direction

from . import limits
from .reading_order import Frame, Layout, fits, frames
from .recognition import Recognised, is_wide, recognise, text_direction


@dataclass(frozen=True)
class Examined:
    """What a clean PDF was taken for, and its pages in the order in which they are read."""

    recognised: Recognised
    sheets: int
    frames: tuple[Frame, ...]


def examine(pdf: bytes | File, direction: Direction, layout: Layout | None = None) -> Examined:
    """Say what a clean PDF is; ``layout``, if given, is somebody's word for how its pages lie.

    ``direction`` is that of its language. Raises ValidationError where either cannot be right.
    """
    try:
        with a_place():
            answer = run(
                limits.READER, {}, {"source.pdf": cast(bytes | IO[bytes], pdf)}, limits.LOOKING
            )
    except WorkerError as error:
        raise refusal(error) from error
    pages = answer.facts["pages"]
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
