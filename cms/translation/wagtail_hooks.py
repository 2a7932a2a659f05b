"""The translation desk in the admin: its addresses, its place in the menu, the glossary."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import get_language_info, gettext, gettext_lazy as _, ngettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.access.translating import sees_the_desk
from cms.review.views.base import signed_in

from .dashboard import add_panel
from .models import GlossaryTerm
from .navigation import leave_out_stock_report, offer_what_is_allowed, open_the_desk


# Before wagtail-localize's own addresses and hooks; after review's, which lock the page.
@hooks.register("register_admin_urls", order=-10)
def desk_urls() -> list[URLPattern | URLResolver]:
    return [path("", include("cms.translation.urls"))]


hooks.register("before_edit_page", open_the_desk, order=-50)
hooks.register("before_edit_snippet", open_the_desk, order=-50)
hooks.register("construct_page_action_menu", offer_what_is_allowed)
hooks.register("construct_snippet_action_menu", offer_what_is_allowed)
hooks.register("construct_reports_menu", leave_out_stock_report)
hooks.register("construct_homepage_panels", add_panel)


@hooks.register("register_log_actions")
def tell_history_of_facts(actions: LogActionRegistry) -> None:
    """What the history of a translation says of facts that came from its source."""

    @actions.register_action("translation.facts_followed")
    class FactsFollowedFormatter(LogFormatter):
        label = _("Facts follow the source")

        def format_message(self, log_entry: Any) -> str:
            number = len(log_entry.data.get("paths", ()))
            return ngettext(
                "%(number)d fact follows the source’s revision %(revision)s.",
                "%(number)d facts follow the source’s revision %(revision)s.",
                number,
            ) % {"number": number, "revision": log_entry.data.get("revision")}

    @actions.register_action("translation.facts_brought")
    class FactsBroughtFormatter(LogFormatter):
        label = _("Facts brought to other languages")

        def format_message(self, log_entry: Any) -> str:
            codes = log_entry.data.get("languages", ())
            names = (str(get_language_info(code)["name_translated"]) for code in codes)
            return gettext("Its facts were brought to: %(languages)s.") % {
                "languages": ", ".join(names)
            }


class GlossaryViewSet(SnippetViewSet):
    model = GlossaryTerm
    icon = "openquote"
    menu_label = _("Glossary")
    add_to_admin_menu = True
    menu_order = 156
    list_display = ["term", BooleanColumn("stays", label=_("Is not translated")), "note"]
    list_filter = ["stays"]
    search_fields = ["term", "note"]
    ordering = ["term"]
    list_per_page = 100


register_snippet(GlossaryViewSet)


class DeskMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return sees_the_desk(signed_in(request))


@hooks.register("register_admin_menu_item")
def desk_menu_item() -> MenuItem:
    return DeskMenuItem(
        _("Translations"),
        reverse("translation:status"),
        icon_name="wagtail-localize-language",
        order=155,
    )
