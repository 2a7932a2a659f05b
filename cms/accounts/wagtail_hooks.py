"""Second factors in the admin: their addresses, and the way to them from one's account."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks

from .urls import second_factor


@hooks.register("register_admin_urls")
def second_factor_urls() -> list[URLResolver]:
    return [path("second-factor/", include((second_factor, "second_factor")))]


@hooks.register("register_account_menu_item")
def second_factor_item(_request: HttpRequest) -> dict[str, str]:
    return {
        "url": reverse("second_factor:index"),
        "label": _("Second factor"),
        "help_text": _("What opens your account besides your password."),
    }
