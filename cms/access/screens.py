"""What the screens of members and of access have in common."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

MEMBERS = {"url": reverse_lazy("members:index"), "label": _("Members")}


class AccessScreen(WagtailAdminTemplateMixin):
    """A screen that stands below the dashboard under its own title."""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Wagtail's steps, and those of this screen; the last one is its heading."""
        return [*self.breadcrumbs_items, *self.further_breadcrumbs()]

    def further_breadcrumbs(self) -> list[dict[str, Any]]:
        """The steps below the dashboard."""
        return [{"url": "", "label": self.page_title}]
