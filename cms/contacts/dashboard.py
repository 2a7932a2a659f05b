"""Contacts on the dashboard: those past their check date, for whoever may write them."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.ui.components import Component

from cms.access.panels import AccountPanel
from cms.review.dashboard import SHOWN
from cms.review.views.base import signed_in

from .models import Contact
from .reach import own_contacts


class ContactsToCheckPanel(AccountPanel):
    """Numbers and addresses that somebody should try again by now."""

    name = "contacts_to_check"
    template_name = "contacts/panels/to_check.html"
    order = 38

    @cached_property
    def due(self) -> list[Contact]:
        if not self.user.has_perm("contacts.change_contact"):
            return []
        past = own_contacts(self.user).filter(live=True, check_due__lte=timezone.localdate())
        return list(past.order_by("check_due", "name")[:SHOWN])

    def content(self) -> Mapping[str, Any]:
        return {"due": self.due} if self.due else {}


def add_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Put the panel on the dashboard."""
    panels.append(ContactsToCheckPanel(signed_in(request)))
