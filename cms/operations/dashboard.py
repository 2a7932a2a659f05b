"""What staff see of the site's health when they sign in."""

from typing import Any

from django.contrib.auth.models import User
from wagtail.admin.ui.components import Component

from cms.access.querysets import is_national

from .backups.watch import overdue
from .first_site.checklist import checklist
from .models import MediaCheck


class HealthPanel(Component):
    """For national staff, while something is wrong: what, and what to do about it."""

    name = "health"
    template_name = "operations/panels/health.html"
    order = 12

    def __init__(self, user: User) -> None:
        self.user = user

    def get_context_data(self, _parent_context: Any = None) -> dict[str, Any]:
        media = MediaCheck.objects.first()
        return {
            "media": None if media is None or media.is_well else media,
            "backups": overdue(),
        }

    def render_html(self, parent_context: Any = None) -> str:
        """Nothing for anybody else, and nothing while all is well."""
        return str(super().render_html(parent_context)) if is_national(self.user) else ""


class FirstSitePanel(Component):
    """For national staff, until the site is live: what it needs."""

    name = "first-site"
    template_name = "operations/panels/checklist.html"
    order = 11

    def __init__(self, user: User) -> None:
        self.user = user

    def get_context_data(self, _parent_context: Any = None) -> dict[str, Any]:
        items = checklist()
        return {"items": items, "done": sum(item.is_done for item in items)}

    def render_html(self, parent_context: Any = None) -> str:
        """Nothing for anybody else, and nothing once the home page is live."""
        return str(super().render_html(parent_context)) if is_national(self.user) else ""
