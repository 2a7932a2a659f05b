"""Editions on the dashboard: those that could not be made, for whoever may mend their issue."""

from collections.abc import Mapping
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.utils.functional import cached_property
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.access.panels import AccountPanel
from cms.review.dashboard import SHOWN
from cms.review.views.base import signed_in

from ..models import Edition


class FailedEditionsPanel(AccountPanel):
    """The latest editions of the account's issues that failed, in whole or in part, and why."""

    name = "failed_editions"
    template_name = "zine/admin/failed_editions.html"
    order = 18

    @cached_property
    def failed(self) -> list[Edition]:
        policy = policy_registry.get_by_type(Page)
        pages = policy.instances_user_has_permission_for(self.user, "change")
        latest = Edition.objects.filter(issue=OuterRef("issue")).order_by("-started_at", "-pk")
        editions = Edition.objects.filter(
            pk=Subquery(latest.values("pk")[:1]), issue__page_ptr__in=pages.values("pk")
        )
        failed = editions.exclude(problems=[]).exclude(state=Edition.State.MAKING)
        return list(failed.select_related("issue__locale").order_by("-finished_at")[:SHOWN])

    def content(self) -> Mapping[str, Any]:
        return {"failed": self.failed} if self.failed else {}


def add_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Put the panel on the dashboard."""
    panels.append(FailedEditionsPanel(signed_in(request)))
