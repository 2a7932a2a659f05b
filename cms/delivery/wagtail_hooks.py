"""The script that starts Wagtail's programs, on every screen of the admin."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks


@hooks.register("insert_global_admin_js", order=-1)
def starting_script() -> str:
    return format_html('<script src="{}" defer></script>', static("delivery/starts.js"))
