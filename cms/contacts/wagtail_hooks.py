"""Contacts in the admin: their screens, their chooser, their panel."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet

from cms.pages.bidi import ISOLATE, POP
from cms.review.views.base import signed_in
from cms.review.viewsets import (
    ChooseRecordResultsView,
    ChooseRecordView,
    EditRecordView,
    RecordChooserViewSet,
    ReviewedRecordViewSet,
)

from .dashboard import add_panel
from .models import Contact
from .reach import choosable_contacts, own_contacts

hooks.register("construct_homepage_panels", add_panel)


class OwnChoices:
    """The chooser's list: the movement's contacts, and those of one's own chapter."""

    request: Any

    def get_object_list(self) -> QuerySet[Contact]:
        return choosable_contacts(signed_in(self.request))


class ChooseContactView(OwnChoices, ChooseRecordView):
    pass


class ChooseContactResultsView(OwnChoices, ChooseRecordResultsView):
    pass


class ContactChooserViewSet(RecordChooserViewSet):
    choose_view_class = ChooseContactView
    choose_results_view_class = ChooseContactResultsView


class EditContactView(EditRecordView):
    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons = super().header_more_buttons
        if self.object.live:
            address = reverse("contacts:checked", args=[self.object.pk])
            buttons.append(Button(_("Still right…"), address, icon_name="check", priority=70))
        return buttons


class ContactViewSet(ReviewedRecordViewSet):
    model = Contact
    icon = "mail"
    menu_label = _("Contacts")
    edit_view_class = EditContactView
    chooser_viewset_class = ContactChooserViewSet
    add_to_admin_menu = True
    menu_order = 155
    list_display = [
        "name",
        Column(
            "shown",
            label=_("Address or number"),
            accessor=lambda contact: f"{ISOLATE}{contact.shown}{POP}",
        ),
        "purpose",
        "for_whom",
        "check_due",
    ]
    list_filter = ["purpose"]
    search_fields = ["name", "target", "for_whom"]
    ordering = ["name"]
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contact]:
        return own_contacts(signed_in(request))


register_snippet(ContactViewSet)


@hooks.register("register_admin_urls")
def contact_urls() -> list[URLPattern | URLResolver]:
    return [path("contacts/", include("cms.contacts.urls"))]


class WritersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return signed_in(request).has_perm("contacts.change_contact")


@hooks.register("register_reports_menu_item")
def prose_menu_item() -> MenuItem:
    return WritersMenuItem(
        _("Numbers in texts"), reverse("contacts:prose"), icon_name="mail", order=65
    )


@hooks.register("register_log_actions")
def name_the_check(actions: LogActionRegistry) -> None:
    actions.register_action("contacts.checked", _("Still right"), _("Found still right"))
