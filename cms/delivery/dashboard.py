"""What staff see on their dashboard of what the site is missing to run well."""

from typing import Any

from django.contrib.auth.models import User
from wagtail.admin.ui.components import Component

from cms.access.querysets import is_national

from .health import what_is_missing

# What readers and editors notice late or never; of the scheduler another panel tells.
TOLD = ("cache", "media", "queue")


class MissingPanel(Component):
    """For national staff, while something is missing: what, what it means, and what to do."""

    name = "missing"
    template_name = "delivery/panels/missing.html"
    order = 11

    def __init__(self, user: User) -> None:
        self.user = user

    def get_context_data(self, _parent_context: Any = None) -> dict[str, Any]:
        return {"missing": what_is_missing(TOLD)}

    def render_html(self, parent_context: Any = None) -> str:
        """Nothing for anybody else, and nothing while all is there."""
        return str(super().render_html(parent_context)) if is_national(self.user) else ""
