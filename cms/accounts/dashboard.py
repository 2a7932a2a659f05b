"""What staff find on their dashboard about lost second factors."""

from typing import Any

from django.contrib.auth.models import User
from wagtail.admin.ui.components import Component

from .models import FactorReset


class FactorResetsPanel(Component):
    """For staff: lost second factors that wait for another one's word than who asked."""

    name = "factor_resets"
    template_name = "accounts/panels/factor_resets.html"
    order = 16

    def __init__(self, user: User) -> None:
        self.user = user

    def get_context_data(self, _parent_context: Any = None) -> dict[str, Any]:
        waiting = FactorReset.objects.waiting().select_related("account", "asked_by")
        waiting = waiting.filter(asked_by__isnull=False)
        return {"waiting": waiting.exclude(account=self.user).exclude(asked_by=self.user)}

    def render_html(self, parent_context: Any = None) -> str:
        """Nothing for those whose word is not asked, and where nothing waits."""
        asked = self.user.has_perm("access.manage_teams")
        return str(super().render_html(parent_context)) if asked else ""
