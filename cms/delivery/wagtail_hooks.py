"""What the site is missing, on the dashboard of staff."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component

from cms.access.querysets import account_of

from .dashboard import MissingPanel


@hooks.register("construct_homepage_panels", order=1010)
def show_what_is_missing(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(MissingPanel(account_of(request)))
