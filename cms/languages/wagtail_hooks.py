"""No page is served under the name of a language that is not its own; the desk's place."""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import get_language, gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.access.translating import sees_the_desk
from cms.review.views.base import signed_in

from .desk.navigation import leave_out_stock_report, offer_what_is_allowed, open_the_desk
from .models import GlossaryTerm


@hooks.register("before_serve_page")
def serve_in_own_language(page: Page, *_request_and_arguments: Any) -> None:
    """Raise Http404 for a page of another language than the address names.

    Wagtail falls back to the default language's tree where a language has no published home
    page, and aliases repeat another language's words.
    """
    if page.locale.language_code != get_language():
        raise Http404
    if page.alias_of_id is not None and page.alias_of.locale_id != page.locale_id:
        raise Http404


# Before wagtail-localize's own addresses and hooks; after review's, which lock the page.
@hooks.register("register_admin_urls", order=-10)
def desk_urls() -> list[URLPattern | URLResolver]:
    return [path("", include("cms.languages.desk.urls"))]


hooks.register("before_edit_page", open_the_desk, order=-50)
hooks.register("before_edit_snippet", open_the_desk, order=-50)
hooks.register("construct_page_action_menu", offer_what_is_allowed)
hooks.register("construct_reports_menu", leave_out_stock_report)


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
        _("Translations"), reverse("desk:status"), icon_name="wagtail-localize-language", order=155
    )
