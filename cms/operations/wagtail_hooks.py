"""What staff find on their dashboard about the site itself."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component

from cms.access.querysets import account_of

from .dashboard import FirstSitePanel, HealthPanel


@hooks.register("construct_homepage_panels", order=1010)
def show_the_site(request: HttpRequest, panels: list[Component]) -> None:
    user = account_of(request)
    panels += [FirstSitePanel(user), HealthPanel(user)]
