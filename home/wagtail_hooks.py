"""The records in the admin's menus, and the organization's name and inks on its screens."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, LocaleColumn
from wagtail.snippets.models import register_snippet

from cms.review.viewsets import ReviewedRecordViewSet

from .models import Partner, Person, SiteIdentity


class PersonViewSet(ReviewedRecordViewSet):
    model = Person
    icon = "user"
    menu_label = _("People")
    list_display = ["name", "role", BooleanColumn("is_active", label=_("Listed")), LocaleColumn()]
    list_filter = ["is_active"]
    search_fields = ["name", "role"]
    ordering = ["order", "name"]
    list_per_page = 50


class PartnerViewSet(ReviewedRecordViewSet):
    model = Partner
    icon = "group"
    menu_label = _("Partners")
    list_display = [
        "name",
        Column("url", label=_("Website")),
        DateColumn("consent_on", label=_("Agreed on")),
        LocaleColumn(),
    ]
    list_filter = {"consent_on": ["isnull"]}
    search_fields = ["name", "description"]
    ordering = ["name"]
    list_per_page = 50


class SiteIdentityViewSet(ReviewedRecordViewSet):
    model = SiteIdentity
    icon = "site"
    menu_label = _("Site identity")
    add_to_settings_menu = True
    list_display = ["organization_name", "site", LocaleColumn()]
    search_fields = ["organization_name", "tagline"]
    ordering = ["site", "locale"]


for viewset in (PersonViewSet, PartnerViewSet, SiteIdentityViewSet):
    register_snippet(viewset)


@hooks.register("insert_global_admin_css")
def organization_inks() -> str:
    return format_html(
        '<link rel="stylesheet" href="{}">', static("admin-theme/never-again-action.css")
    )
