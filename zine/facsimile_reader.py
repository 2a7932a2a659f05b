"""What the pages of a PDF show their readers: a picture, its text, and where the others are."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models.functions import Substr
from django.urls import reverse
from django.utils.translation import get_language_info, gettext as _
from wagtail.models import Page

if TYPE_CHECKING:
    from .models.facsimiles import Facsimile, FacsimilePage

FIRST_WORDS = 60
# Lines to look for the first words in: running heads, which many pages share, are passed over.
FIRST_LINES = 300


@dataclass(frozen=True)
class Leaf:
    """A page as the reader shows it."""

    page: "FacsimilePage"
    path: str
    count: int

    @property
    def sources(self) -> list[tuple[str, int]]:
        """The addresses of its pictures with the width of each, the narrowest first."""
        facsimile = self.page.facsimile
        return [
            (picture_address(self.path, facsimile, self.page.number, width), min(width, widest))
            for widest in [self.page.width]
            for width in self.page.pictures
        ]

    @property
    def paragraphs(self) -> list[str]:
        return self.page.text.split("\n")

    @property
    def alt(self) -> str:
        """What the picture is, for those who do not see it; its words stand below it."""
        place = {"number": self.page.number, "count": self.count}
        if self.page.text:
            return _("Page %(number)d of %(count)d. Its text stands below.") % place
        if self.page.is_blank:
            return _("Page %(number)d of %(count)d, which is blank.") % place
        return _("Page %(number)d of %(count)d. Its text cannot be read by a machine.") % place


def leaf_context(issue: Page, facsimile: "Facsimile", number: int) -> dict[str, Any] | None:
    """Return what the template of a page needs; None if there is no such page."""
    page = facsimile.pages.filter(number=number).first()
    if page is None:
        return None
    count = len(facsimile.frames)
    page.facsimile = facsimile
    return _context(issue, facsimile) | {
        "leaf": Leaf(page, path_of(issue), count),
        "count": count,
        "previous_leaf": number - 1 or None,
        "next_leaf": number + 1 if number < count else None,
    }


def list_context(issue: Page, facsimile: "Facsimile") -> dict[str, Any]:
    """Return what the template of the list of pages needs."""
    beginnings = facsimile.pages.annotate(beginning=Substr("text", 1, FIRST_LINES))
    pages = [
        (number, beginning.split("\n"), is_blank)
        for number, beginning, is_blank in beginnings.values_list("number", "beginning", "is_blank")
    ]
    heads = Counter(lines[0] for _number, lines, _is_blank in pages)
    entries = [
        {"number": number, "beginning": _first_words(lines, heads), "is_blank": is_blank}
        for number, lines, is_blank in pages
    ]
    return _context(issue, facsimile) | {"entries": entries}


def _context(issue: Page, facsimile: "Facsimile") -> dict[str, Any]:
    bidi = get_language_info(facsimile.language)["bidi"]
    return {
        "facsimile": facsimile,
        "text_direction": "rtl" if bidi else "ltr",
        "pdf_address": pdf_address(path_of(issue), facsimile),
    }


def _first_words(lines: list[str], heads: Mapping[str, int]) -> str:
    """Return what a page begins with, other than what several pages have at their head."""
    line = " ".join(lines[1:] if heads[lines[0]] > 1 else lines)
    return line if len(line) <= FIRST_WORDS else f"{line[:FIRST_WORDS].rsplit(' ', 1)[0]} …"


def path_of(issue: Page) -> str:
    """Return the issue's address below its language's home page, as ``pages_at`` takes it."""
    # Below the root and the home page, of which an issue's tree has one each.
    return "/".join(issue.url_path.split("/")[2:])


def picture_address(path: str, facsimile: "Facsimile", number: int, width: int) -> str:
    kwargs = {"path": path, "token": facsimile.token, "number": number, "width": width}
    return reverse("zine_page_picture", kwargs=kwargs)


def pdf_address(path: str, facsimile: "Facsimile") -> str:
    return reverse("zine_pdf", kwargs={"path": path, "token": facsimile.token})
