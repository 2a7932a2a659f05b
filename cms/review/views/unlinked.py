"""The report of public pages that no link leads to."""

from typing import Any

from django.utils.translation import gettext_lazy
from wagtail.models import Page

from cms.access.querysets import own_pages

from ..unlinked import pages_without_a_link
from .base import ReviewPage


class UnlinkedView(ReviewPage):
    """Those of one's own pages: of the chapter, of the language, or of the whole site."""

    template_name = "review/unlinked.html"
    page_title = gettext_lazy("Pages without a link")
    header_icon = "link"

    def may_enter(self) -> bool:
        return True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = Page.objects.filter(pk__in=own_pages(self.user).values("pk"))
        pages = own.filter(pk__in=pages_without_a_link()).select_related("locale")
        return super().get_context_data(**kwargs) | {"pages": pages.order_by("path")}
