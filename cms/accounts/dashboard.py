"""What staff find on their dashboard about lost second factors."""

from collections.abc import Mapping
from typing import Any

from cms.access.panels import AccountPanel

from .models import FactorReset


class FactorResetsPanel(AccountPanel):
    """For staff: lost second factors that wait for another one's word than who asked."""

    name = "factor_resets"
    template_name = "accounts/panels/factor_resets.html"
    order = 16

    def content(self) -> Mapping[str, Any]:
        if not self.user.has_perm("access.manage_teams"):
            return {}
        waiting = FactorReset.objects.waiting().select_related("account", "asked_by")
        waiting = waiting.filter(asked_by__isnull=False)
        mine = list(waiting.exclude(account=self.user).exclude(asked_by=self.user))
        return {"waiting": mine} if mine else {}
