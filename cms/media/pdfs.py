"""Takes an uploaded PDF in, washed, or says in a sentence why not.

It happens in a process of its own, with limits in time and memory (``cms.sandbox``).
"""

import json
import logging
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from cms.sandbox.runner import Limits, WorkerError, run

from .cleaning import MIB, CleanedFile, check_size
from .waiting import a_place

logger = logging.getLogger(__name__)

SANITIZER = Path(__file__).with_name("workers") / "pdf_sanitizer.py"
WASHING = Limits(seconds=60, processor=2, memory=400 * MIB, answer=64 * MIB)
MOST_PAGES = 300
MOST_PIXELS_OF_A_PICTURE = 150_000_000
# In points. A poster of three metres; a stamp of a centimetre.
LONGEST_SIDE = 8504
SHORTEST_SIDE = 28

TOO_MUCH = gettext_lazy(
    "This PDF is too large or too complicated to be read. Please save it anew with smaller "
    "pictures, or in several parts."
)
REFUSALS: Mapping[str, str | Promise] = {
    "incomplete": gettext_lazy(
        "This file is not a complete PDF. Only PDF documents can be uploaded."
    ),
    "encrypted": gettext_lazy("This PDF is locked with a password. Please save it without one."),
    "damaged": gettext_lazy("This PDF is damaged or incomplete. Please save or scan it again."),
    "empty": gettext_lazy("This PDF has no pages."),
    "pages": gettext_lazy("This PDF has too many pages. It may have at most %(most)d."),
    "measures": gettext_lazy("A page of this PDF is too large or too small to be shown."),
    "pixels": gettext_lazy(
        "A picture in this PDF has too many pixels. Please scan it at 300 dots per inch."
    ),
    "xfa": gettext_lazy(
        "This PDF is a form that other programs show as “Please wait”. Please open it in the "
        "program that it was made for, print it into a new PDF, and upload that."
    ),
    "unpainted": gettext_lazy(
        "What lies on these pages would be lost: %(things)s. Please print the PDF into a new one "
        "and upload that."
    ),
    "complicated": TOO_MUCH,
}


class CleanedPdf(CleanedFile):
    """A PDF that has been washed; ``removed`` counts what is not in it any more, by kind."""

    removed: Mapping[str, int]


def clean_pdf(upload: File) -> CleanedPdf:
    """Return the pages of a PDF alone, under a random name. Raises ValidationError for others.

    Title, author, dates and programs, bookmarks, tags, forms, notes, links, scripts and attached
    files are gone, and what cameras and scanners have written into pictures. What readers see
    lying on the pages, such as text boxes and filled fields, has become part of them.
    """
    check_size(upload, settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)
    request = {
        "most_pages": MOST_PAGES,
        "most_pixels": MOST_PIXELS_OF_A_PICTURE,
        "longest_side": LONGEST_SIDE,
        "shortest_side": SHORTEST_SIDE,
    }
    try:
        with a_place():
            answer = run(SANITIZER, request, {"source.pdf": cast(IO[bytes], upload)}, WASHING)
    except WorkerError as error:
        raise refusal(error) from error
    cleaned = CleanedPdf.of(answer, "pdf", "application/pdf")
    cleaned.removed = answer.facts["removed"]
    return cleaned


def refusal(error: WorkerError) -> ValidationError:
    """Return what is said of a PDF that a worker has not taken."""
    if not error.content:
        logger.warning("A PDF was too much: %s", error)
    reason = str(error) if error.content else "complicated"
    things = ", ".join(_unpainted(error.detail)) if reason == "unpainted" else ""
    return ValidationError(
        str(REFUSALS.get(reason, TOO_MUCH)),
        code=reason,
        params={"most": MOST_PAGES, "things": things},
    )


def _unpainted(detail: str) -> Iterator[str]:
    """Say what was found on which page, each kind once."""
    found = sorted({(int(page), str(kind)) for page, kind in json.loads(detail)})
    for page, kind in found:
        yield _("%(thing)s on page %(page)d") % {"thing": _kind(kind), "page": page}


def _kind(subtype: str) -> str:
    match subtype:
        case "/Widget":
            return _("a filled field")
        case "/FreeText":
            return _("a text box")
        case "/Stamp":
            return _("a stamp")
        case "/Highlight" | "/Underline" | "/StrikeOut" | "/Squiggly":
            return _("marked words")
    return _("a drawing")
