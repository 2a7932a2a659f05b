"""What one request shows of an issue that is read as text: a part of it, or how to print it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.blocks import StructValue

from cms.pages.page_view import PageView

from .parts import Part, article_addresses

if TYPE_CHECKING:
    from ..models import ZineIssuePage


@dataclass(frozen=True)
class PartView(PageView):
    """One of the parts of an issue's text, and those around it."""

    page: "ZineIssuePage"
    parts: Sequence[Part]
    number: int = 1

    @property
    def part(self) -> Part:
        return self.parts[self.number - 1]

    @property
    def previous(self) -> Part | None:
        return self.parts[self.number - 2] if self.number > 1 else None

    @property
    def next(self) -> Part | None:
        return self.parts[self.number] if self.number < len(self.parts) else None

    @property
    def article(self) -> StructValue | None:
        return self.part.article

    @property
    def subpath(self) -> str:
        return self.part.subpath

    @property
    def title(self) -> str:
        """An article's own, or the issue's with the part's number."""
        if self.article is not None:
            return str(self.article["title"])
        title = self.page.own_title
        if not self.subpath:
            return title
        return _("%(title)s, part %(number)s") % {"title": title, "number": self.number}

    @property
    def description(self) -> str:
        return str((self.article or {}).get("summary") or super().description)

    @property
    def author(self) -> str:
        return str((self.article or {}).get("byline") or "")

    @cached_property
    def pages_with_subpath(self) -> frozenset[int]:
        """Articles are the same in every language that has them; numbered parts may not be."""
        if self.article is None:
            return frozenset()
        address = self.article["address"]
        versions = type(self.page).objects.filter(translation_key=self.page.translation_key)
        return frozenset(v.pk for v in versions if address in article_addresses(v.body))


@dataclass(frozen=True)
class PrintView(PageView):
    """How to print and fold an issue."""

    page: "ZineIssuePage"

    @property
    def parts(self) -> Sequence[Part]:
        """All that belongs to the issue, for whoever keeps it."""
        return self.page.parts

    @property
    def subpath(self) -> str:
        return "print/"

    @property
    def title(self) -> str:
        return _("Print and fold: %(title)s") % {"title": self.page.own_title}
