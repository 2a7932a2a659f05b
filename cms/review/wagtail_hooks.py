"""Review in the admin: its addresses, menu items, buttons in the editor, dashboard."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from cms.access.querysets import is_national

from .dashboard import build_dashboard
from .deciding import why_not_take_down
from .editor import answer_one_at_a_time, keep_withdrawal_to_its_people, show_requested_changes
from .going import (
    act_on_a_selection,
    delete_elsewhere,
    delete_selection_elsewhere,
    refuse_deletion,
    take_down_instead,
)
from .history import keep_numbers_whole, name_steps_on_screen, tell_why_it_was_taken_down
from .menu_items import (
    EmergencyMenuItem,
    RecordEmergencyItem,
    ReviewMenuItem,
    ReviewOfRecordItem,
    TakeDownRecordItem,
    offer_no_publication,
    offer_one_way_back,
)
from .models import PublicRecord
from .pictures_to_look_at import add_panel
from .stale_saves import show_both_texts
from .views.base import signed_in

# The first hook locks the page and begins again; the others then see it as it is.
hooks.register("before_edit_page", answer_one_at_a_time, order=-100)
hooks.register("before_edit_page", show_both_texts, order=-95)
hooks.register("before_edit_page", keep_withdrawal_to_its_people, order=-90)
hooks.register("before_edit_page", show_requested_changes, order=-80)
hooks.register("construct_homepage_panels", build_dashboard)
hooks.register("construct_homepage_panels", add_panel)
hooks.register("before_unpublish_page", take_down_instead)
hooks.register("before_delete_page", lambda request, page: refuse_deletion(request, [page]))
hooks.register("after_delete_page", lambda request, page: delete_elsewhere(request, [page]))
hooks.register("before_bulk_action", act_on_a_selection)
hooks.register("after_bulk_action", delete_selection_elsewhere)
# After Wagtail has registered its own sentences.
hooks.register("register_log_actions", name_steps_on_screen, order=100)
hooks.register("register_log_actions", tell_why_it_was_taken_down, order=100)
hooks.register("register_log_actions", keep_numbers_whole, order=200)


@hooks.register("register_admin_urls")
def review_urls() -> list[URLPattern | URLResolver]:
    return [path("review/", include("cms.review.urls"))]


class TakerDownMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return not why_not_take_down(signed_in(request))


@hooks.register("register_reports_menu_item")
def public_records_menu_item() -> MenuItem:
    return TakerDownMenuItem(
        _("Public records"), reverse("review:public_records"), icon_name="view", order=55
    )


class StaffMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_national(signed_in(request))


@hooks.register("register_admin_menu_item")
def queue_menu_item() -> MenuItem:
    return MenuItem(_("Review"), reverse("review:queue"), icon_name="clipboard-list", order=150)


@hooks.register("register_reports_menu_item")
def sets_menu_item() -> MenuItem:
    return StaffMenuItem(
        _("Published together"), reverse("review:sets"), icon_name="folder-open-inverse", order=50
    )


@hooks.register("register_reports_menu_item")
def trust_menu_item() -> MenuItem:
    return StaffMenuItem(_("Trust"), reverse("review:trust"), icon_name="check", order=60)


@hooks.register("register_reports_menu_item")
def unlinked_menu_item() -> MenuItem:
    return MenuItem(
        _("Pages without a link"), reverse("review:unlinked"), icon_name="link", order=65
    )


@hooks.register("register_reports_menu_item")
def taken_down_menu_item() -> MenuItem:
    return MenuItem(_("Taken down"), reverse("review:taken_down"), icon_name="warning", order=70)


@hooks.register("register_help_menu_item")
def manual_menu_item() -> MenuItem:
    return MenuItem(_("How to"), reverse("review:manual"), icon_name="help", order=2)


hooks.register("register_page_action_menu_item", lambda: ReviewMenuItem(order=5))
hooks.register("register_page_action_menu_item", lambda: EmergencyMenuItem(order=70))
hooks.register("construct_page_action_menu", offer_one_way_back)


@hooks.register("insert_editor_js")
def wait_for_the_autosave() -> str:
    return format_html('<script src="{}"></script>', static("review/saving.js"))


@hooks.register("register_page_header_buttons")
def look_again_button(page: Page, user: User, **_kwargs: Any) -> Iterator[Button]:
    if page.depth > 1 and page.permissions_for_user(user).can_edit():
        address = reverse("review:look_again", args=[page.pk])
        yield Button(_("Look again on…"), address, icon_name="calendar-alt", priority=80)


@hooks.register("register_page_header_buttons")
def ask_button(page: Page, user: User, **_kwargs: Any) -> Iterator[Button]:
    """For those who may not take it down; for those who may there is Wagtail's own button."""
    if page.depth > 1 and page.live and not page.permissions_for_user(user).can_unpublish():
        address = reverse("review:take_down_page", args=[page.pk])
        yield Button(_("Take down…"), address, icon_name="warning", priority=85)


# Records. Wagtail asks these hooks about every kind of record; ours are about reviewed ones.


def of_reviewed_records(hook: Callable[..., Any]) -> Callable[..., Any]:
    """Ask ``hook`` about records that pass review, and let every other go on."""

    def ask(request: HttpRequest, instance: Any) -> Any:
        return hook(request, instance) if isinstance(instance, PublicRecord) else None

    return ask


for editor_hook, order in (
    (answer_one_at_a_time, -100),
    (show_both_texts, -95),
    (keep_withdrawal_to_its_people, -90),
    (show_requested_changes, -80),
):
    hooks.register("before_edit_snippet", of_reviewed_records(editor_hook), order=order)


@hooks.register("register_snippet_action_menu_item")
def review_of_record_item(model: type[Any]) -> ReviewOfRecordItem | None:
    return ReviewOfRecordItem(order=5) if issubclass(model, PublicRecord) else None


@hooks.register("register_snippet_action_menu_item")
def record_emergency_item(model: type[Any]) -> RecordEmergencyItem | None:
    return RecordEmergencyItem(order=70) if issubclass(model, PublicRecord) else None


@hooks.register("register_snippet_action_menu_item")
def take_down_record_item(model: type[Any]) -> TakeDownRecordItem | None:
    return TakeDownRecordItem(order=80) if issubclass(model, PublicRecord) else None


hooks.register("construct_snippet_action_menu", offer_no_publication)
