"""What one request shows of a page."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import cached_property

if TYPE_CHECKING:
    from .models import BasePage


@dataclass(frozen=True)
class PageView:
    """The whole of a page; types that are read in parts have views of their own.

    Templates find it in their context as ``page_view``. It lasts as long as its request: a page
    itself knows nothing of who reads it, or which part.
    """

    page: "BasePage"

    @property
    def subpath(self) -> str:
        """What follows the page's address where a reader is given one part of it."""
        return ""

    @property
    def title(self) -> str:
        """The title for browser tabs, search engines and shares."""
        return self.page.own_title

    @property
    def description(self) -> str:
        """A sentence or two for search engines and shares."""
        return self.page.summary

    @property
    def author(self) -> str:
        """The name that the makers of what is shown chose; empty for the organization."""
        return ""

    @cached_property
    def pages_with_subpath(self) -> frozenset[int]:
        """The versions of the page, by id, that are known to have what ``subpath`` leads to."""
        return frozenset()
