"""Second factors and sessions in the admin: addresses, and the way to them from one's account."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext as _, gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from cms.access.querysets import account_of

from .dashboard import FactorResetsPanel
from .urls import factor_resets, own_sessions, second_factor


@hooks.register("register_admin_urls")
def second_factor_urls() -> list[URLResolver]:
    return [
        path("second-factor/", include((second_factor, "second_factor"))),
        path("factor-resets/", include((factor_resets, "factor_resets"))),
        path("sessions/", include((own_sessions, "own_sessions"))),
    ]


@hooks.register("register_account_menu_item")
def second_factor_item(_request: HttpRequest) -> dict[str, str]:
    return {
        "url": reverse("second_factor:index"),
        "label": _("Second factor"),
        "help_text": _("What opens your account besides your password."),
    }


@hooks.register("register_account_menu_item")
def own_sessions_item(_request: HttpRequest) -> dict[str, str]:
    return {
        "url": reverse("own_sessions:index"),
        "label": _("Where you are signed in"),
        "help_text": _("See your open sessions, and end them."),
    }


class ResetsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return account_of(request).has_perm("access.manage_teams")


@hooks.register("register_reports_menu_item")
def factor_resets_item() -> MenuItem:
    return ResetsMenuItem(
        gettext_lazy("Lost second factors"),
        reverse("factor_resets:index"),
        icon_name="lock",
        order=95,
    )


@hooks.register("construct_homepage_panels")
def show_lost_factors(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(FactorResetsPanel(account_of(request)))
