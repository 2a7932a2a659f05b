"""Pictures on the dashboard that somebody should look at again: consents that end, and answers."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from wagtail.admin.ui.components import Component

from cms.access.panels import AccountPanel
from cms.media.consent import kept_by
from cms.media.models import Image
from cms.media.people import NOTICE, People, today, withheld

from .dashboard import SHOWN
from .views.base import signed_in


class PicturesPanel(AccountPanel):
    """Pictures whose consent has ended or ends soon, and those of which nobody was asked yet.

    For whoever answers for them: the leads of a chapter, and national staff.
    """

    name = "pictures_to_look_at"
    template_name = "review/panels/pictures.html"
    order = 39

    @cached_property
    def pictures(self) -> QuerySet[Image]:
        soon = Q(people=People.AGREED, consent_until__lte=today() + NOTICE)
        to_look_at = kept_by(self.user).filter(soon | withheld() | Q(people=None))
        return to_look_at.order_by(F("consent_until").asc(nulls_last=True), "title", "pk")[:SHOWN]

    def content(self) -> Mapping[str, Any]:
        return {"pictures": self.pictures} if self.pictures else {}


def add_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Put the panel on the dashboard."""
    panels.append(PicturesPanel(signed_in(request)))
