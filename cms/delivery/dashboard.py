"""What staff see on their dashboard of what the site is missing to run well."""

from collections.abc import Mapping
from typing import Any

from cms.access.panels import AccountPanel
from cms.access.querysets import is_national

from .health import what_is_missing

# What readers and editors notice late or never; of the scheduler another panel tells.
TOLD = ("cache", "media", "queue")


class MissingPanel(AccountPanel):
    """For national staff, while something is missing: what, what it means, and what to do."""

    name = "missing"
    template_name = "delivery/panels/missing.html"
    order = 11

    def content(self) -> Mapping[str, Any]:
        missing = what_is_missing(TOLD) if is_national(self.user) else []
        return {"missing": missing} if missing else {}
