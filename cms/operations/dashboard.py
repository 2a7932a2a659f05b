"""What staff see of the site itself when they sign in."""

from collections.abc import Mapping
from typing import Any

from cms.access.panels import AccountPanel
from cms.access.querysets import is_national

from .backups.watch import overdue
from .first_site.checklist import checklist
from .models import MediaCheck


class HealthPanel(AccountPanel):
    """For national staff, while something is wrong: what, and what to do about it."""

    name = "health"
    template_name = "operations/panels/health.html"
    order = 12

    def content(self) -> Mapping[str, Any]:
        if not is_national(self.user):
            return {}
        media, backups = MediaCheck.objects.first(), overdue()
        ill = None if media is None or media.is_well else media
        return {"media": ill, "backups": backups} if ill or backups else {}


class FirstSitePanel(AccountPanel):
    """For national staff, until the site is live: what it needs."""

    name = "first-site"
    template_name = "operations/panels/checklist.html"
    order = 11

    def content(self) -> Mapping[str, Any]:
        items = checklist() if is_national(self.user) else []
        return {"items": items, "done": sum(item.is_done for item in items)} if items else {}
