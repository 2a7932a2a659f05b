"""What an uploaded PDF was taken for, said to the person who uploaded it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _, ngettext

from .reading_order import Layout
from .recognition import Origin

if TYPE_CHECKING:
    from zine.models import Facsimile


def sentences(facsimile: "Facsimile") -> Iterator[str]:
    """Yield what the PDF is, how its pages lie, and what was taken out of it."""
    yield _origin(Origin(facsimile.origin))
    yield _layout(facsimile)
    if facsimile.direction == "rtl":
        yield _("It is read from right to left.")
    removed = ", ".join(_removed(facsimile))
    if removed:
        yield _("Taken out of the file: %(things)s.") % {"things": removed}
    if facsimile.removed.get("mended"):
        yield _("The file was damaged and has been mended. Please look at every page.")


def failure(facsimile: "Facsimile") -> str:
    """Return why the pages could not be drawn."""
    place = {"number": facsimile.failed_page}
    if facsimile.too_slow:
        return (
            _(
                "Page %(number)d is too large or too complicated to be drawn. Please save the PDF "
                "anew with smaller pictures and upload it again."
            )
            % place
        )
    return (
        _(
            "Page %(number)d is damaged and cannot be drawn. Please save the PDF anew and upload "
            "it again."
        )
        % place
    )


def _origin(origin: Origin) -> str:
    match origin:
        case Origin.DIGITAL:
            return _("This PDF is digital: its text can be read and found.")
        case Origin.SCANNED:
            return _(
                "This PDF is scanned: its pages are pictures without text. Search cannot find "
                "them, and who cannot see them gets nothing; please write the text into the body."
            )
        case Origin.SCANNED_WITH_TEXT:
            return _(
                "This PDF is scanned, with text that a machine has recognised. Please look at the "
                "text for mistakes."
            )
        case Origin.DRAWN:
            return _(
                "This PDF is digital, but its letters are drawn and cannot be read as text. Search "
                "cannot find them; please write the text into the body."
            )


def _layout(facsimile: "Facsimile") -> str:
    numbers = {"sheets": facsimile.sheets, "pages": len(facsimile.frames)}
    if facsimile.unsure:
        return _(
            "Its pages are wide and may hold two pages each, but no page numbers say in which "
            "order. Readers get them whole; if that is wrong, upload the PDF again and say how "
            "its pages lie."
        )
    match Layout(facsimile.layout):
        case Layout.SINGLE:
            return (
                ngettext(
                    "It has %(pages)d single page.",
                    "It has %(pages)d single pages.",
                    numbers["pages"],
                )
                % numbers
            )
        case Layout.SPREADS:
            return (
                _(
                    "It shows facing pages side by side. Readers get them one by one: %(pages)d "
                    "pages."
                )
                % numbers
            )
        case Layout.BOOKLET:
            return (
                _(
                    "It is imposed as a booklet, to be printed, folded and stapled (%(sheets)d "
                    "sides of paper). Readers get its %(pages)d pages in the order in which they "
                    "are read."
                )
                % numbers
            )
        case Layout.MINI:
            return (
                _(
                    "It is a sheet to be folded into a mini zine. Readers get its %(pages)d pages "
                    "in the order in which they are read."
                )
                % numbers
            )


def _removed(facsimile: "Facsimile") -> Iterator[str]:
    counts = facsimile.removed
    if counts.get("about"):
        yield _("title, author and dates")
    if counts.get("scripts"):
        yield _("scripts")
    if counts.get("attachments"):
        yield _("attached files")
    if counts.get("notes"):
        yield _("links, notes and forms")
    if counts.get("tags"):
        yield _("the marks for screen readers")
