"""What one request shows of an issue's PDF: a page as a picture with its text, or their list."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from django.db.models.functions import Substr
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language_info, gettext as _
from wagtail.models import Page

from cms.pages.page_view import PageView

from ..models.facsimiles import Facsimile, FacsimilePage, ShownFacsimile

if TYPE_CHECKING:
    from ..models import ZineIssuePage

FIRST_WORDS = 60
# Lines to look for the first words in: running heads, which many pages share, are passed over.
FIRST_LINES = 300
# The number of the list of all pages among the pages' own.
LIST = 0


@dataclass(frozen=True)
class FacsimileView(PageView):
    """The PDF of an issue: what the list of its pages and each of them have in common."""

    page: "ZineIssuePage"
    facsimile: Facsimile

    template: ClassVar[str]

    @property
    def number(self) -> int:
        return LIST

    @property
    def subpath(self) -> str:
        return subpath(self.number)

    @cached_property
    def pages_with_subpath(self) -> frozenset[int]:
        """The versions of the issue whose readers have this page of a PDF in their language."""
        shown = ShownFacsimile.objects.filter(issue__translation_key=self.page.translation_key)
        if self.number != LIST:
            shown = shown.filter(facsimile__pages__number=self.number)
        return frozenset(shown.exclude(issue__facsimile=None).values_list("pk", flat=True))

    @property
    def text_direction(self) -> str:
        return "rtl" if get_language_info(self.facsimile.language)["bidi"] else "ltr"

    @property
    def pdf_address(self) -> str:
        return pdf_address(path_of(self.page), self.facsimile)


@dataclass(frozen=True)
class FacsimilePageView(FacsimileView):
    """One page."""

    shown: FacsimilePage

    template = "zine/facsimile_page.html"

    @property
    def number(self) -> int:
        return self.shown.number

    @property
    def title(self) -> str:
        words = {"title": self.page.own_title, "number": self.number}
        return _("%(title)s, page %(number)d") % words

    @property
    def count(self) -> int:
        return len(self.facsimile.frames)

    @property
    def previous(self) -> int | None:
        return self.number - 1 or None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.count else None

    @property
    def sources(self) -> list[tuple[str, int]]:
        """The addresses of its pictures with the width of each, the narrowest first."""
        path, widest = path_of(self.page), self.shown.width
        return [
            (picture_address(path, self.facsimile, self.number, width), min(width, widest))
            for width in self.shown.pictures
        ]

    @property
    def paragraphs(self) -> list[str]:
        return self.shown.text.split("\n")

    @property
    def alt(self) -> str:
        """What the picture is, for those who do not see it; its words stand below it."""
        place = {"number": self.number, "count": self.count}
        if self.shown.text:
            return _("Page %(number)d of %(count)d. Its text stands below.") % place
        if self.shown.is_blank:
            return _("Page %(number)d of %(count)d, which is blank.") % place
        return _("Page %(number)d of %(count)d. Its text cannot be read by a machine.") % place


@dataclass(frozen=True)
class Entry:
    """A line of the list: a page, and what it begins with."""

    number: int
    beginning: str
    is_blank: bool


@dataclass(frozen=True)
class FacsimileListView(FacsimileView):
    """The list of all pages."""

    template = "zine/facsimile_pages.html"

    @property
    def title(self) -> str:
        return _("%(title)s, all pages") % {"title": self.page.own_title}

    @cached_property
    def entries(self) -> Sequence[Entry]:
        beginnings = self.facsimile.pages.annotate(beginning=Substr("text", 1, FIRST_LINES))
        pages = [
            (number, beginning.split("\n"), is_blank)
            for number, beginning, is_blank in beginnings.values_list(
                "number", "beginning", "is_blank"
            )
        ]
        heads = Counter(lines[0] for _number, lines, _is_blank in pages)
        return [Entry(number, _first_words(lines, heads), blank) for number, lines, blank in pages]


def view_of(issue: "ZineIssuePage", facsimile: Facsimile, number: int) -> FacsimileView | None:
    """Return the view of a page of a PDF, or of their list; None if there is no such page."""
    if number == LIST:
        return FacsimileListView(issue, facsimile)
    page = facsimile.pages.filter(number=number).first()
    return FacsimilePageView(issue, facsimile, page) if page else None


def _first_words(lines: list[str], heads: Mapping[str, int]) -> str:
    """Return what a page begins with, other than what several pages have at their head."""
    line = " ".join(lines[1:] if heads[lines[0]] > 1 else lines)
    return line if len(line) <= FIRST_WORDS else f"{line[:FIRST_WORDS].rsplit(' ', 1)[0]} …"


def subpath(number: int) -> str:
    """What follows an issue's address to make that of a page of its PDF, or of their list."""
    return f"pages/{number}/" if number != LIST else "pages/"


def path_of(issue: Page) -> str:
    """Return the issue's address below its language's home page, as ``pages_at`` takes it."""
    # Below the root and the home page, of which an issue's tree has one each.
    return "/".join(issue.url_path.split("/")[2:])


def picture_address(path: str, facsimile: "Facsimile", number: int, width: int) -> str:
    kwargs = {"path": path, "token": facsimile.token, "number": number, "width": width}
    return reverse("zine_page_picture", kwargs=kwargs)


def pdf_address(path: str, facsimile: "Facsimile") -> str:
    return reverse("zine_pdf", kwargs={"path": path, "token": facsimile.token})
