from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .conditions import is_on


@hooks.register("insert_global_admin_css")
def demo_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("demo/demo.css"))


@hooks.register("register_help_menu_item")
def tour_item() -> MenuItem:
    return TourItem(
        _("A tour of five minutes"), reverse_lazy("demo:tour"), icon_name="help", order=1
    )


class TourItem(MenuItem):
    """Stands in the menu where the demo is on."""

    def is_shown(self, _request: HttpRequest) -> bool:
        return is_on()
