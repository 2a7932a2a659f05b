"""The site's health on the dashboard of staff."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component

from cms.access.querysets import account_of

from .dashboard import HealthPanel


@hooks.register("construct_homepage_panels", order=1010)
def show_health(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(HealthPanel(account_of(request)))
