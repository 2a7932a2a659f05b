"""The script that starts Wagtail's programs, and what the site is missing on staff's dashboard."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.ui.components import Component

from cms.access.querysets import account_of

from .dashboard import MissingPanel


@hooks.register("insert_global_admin_js", order=-1)
def starting_script() -> str:
    return format_html('<script src="{}" defer></script>', static("delivery/starts.js"))


@hooks.register("construct_homepage_panels", order=1010)
def show_what_is_missing(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(MissingPanel(account_of(request)))
