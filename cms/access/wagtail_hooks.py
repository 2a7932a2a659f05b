"""Members and the access report in the admin; lists of Wagtail's cut to what is one's own."""

from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import DismissibleMenuItem, MenuItem
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.ui.components import Component
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.models import Page

from .dashboard import InvitationsPanel, ProposalsPanel, cut_panels, cut_summary
from .querysets import account_of, is_national, manages_teams, own_media, visible_pages


@hooks.register("register_admin_urls")
def access_urls() -> list[URLPattern | URLResolver]:
    return [path("", include("cms.access.urls"))]


class MembersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return manages_teams(account_of(request))


class ReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_national(account_of(request))


@hooks.register("register_admin_menu_item")
def members_menu_item() -> MenuItem:
    return MembersMenuItem(_("Members"), reverse("members:index"), icon_name="group", order=160)


@hooks.register("register_reports_menu_item")
def report_menu_item() -> MenuItem:
    return ReportMenuItem(_("Access report"), reverse("access:report"), icon_name="lock", order=90)


@hooks.register("register_reports_menu_item")
def audit_log_menu_item() -> MenuItem:
    return ReportMenuItem(_("Audit log"), reverse("access:log"), icon_name="history", order=95)


@hooks.register("construct_help_menu")
def leave_out_help_with_another_program(_request: HttpRequest, items: list[MenuItem]) -> None:
    """What is new in Wagtail is no news of this site, and its guide is of no screen here.

    The two carry a badge until each account has opened both.
    """
    items[:] = [item for item in items if not isinstance(item, DismissibleMenuItem)]


@hooks.register("get_avatar_url")
def same_picture_for_everybody(_user: User, _size: int) -> str:
    """No account has a picture of its own, even if a row says so."""
    return str(versioned_static("wagtailadmin/images/default-user-avatar.png"))


@hooks.register("construct_homepage_panels", order=1000)
def show_own_pages_on_the_dashboard(request: HttpRequest, panels: list[Component]) -> None:
    cut_panels(panels)
    user = account_of(request)
    panels += [ProposalsPanel(user), InvitationsPanel(user)]


@hooks.register("construct_homepage_summary_items", order=1000)
def count_own_pages(_request: HttpRequest, items: list[SummaryItem]) -> None:
    cut_summary(items)


@hooks.register("construct_page_chooser_queryset")
def choose_among_visible_pages(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    return pages.filter(pk__in=visible_pages(account_of(request)).values("pk"))


class OwnImagesAPI(ImagesAdminAPIViewSet):
    # Originals have no address.
    meta_fields = [name for name in ImagesAdminAPIViewSet.meta_fields if name != "download_url"]

    def get_queryset(self) -> QuerySet[Any]:
        return own_media(super().get_queryset(), account_of(self.request))


class OwnDocumentsAPI(DocumentsAdminAPIViewSet):
    def get_queryset(self) -> QuerySet[Any]:
        return own_media(super().get_queryset(), account_of(self.request))


@hooks.register("construct_admin_api", order=1000)
def answer_about_own_media(router: Any) -> None:
    router.register_endpoint("images", OwnImagesAPI)
    router.register_endpoint("documents", OwnDocumentsAPI)
