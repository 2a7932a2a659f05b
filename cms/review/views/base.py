"""What the pages of review have in common."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.access.reach import is_national


def signed_in(request: HttpRequest) -> User:
    """The account behind a request to the admin. Raises PermissionDenied where there is none."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


class ReviewPage(WagtailAdminTemplateMixin, TemplateView):
    """A page of review, closed to whoever may not enter it, whatever the doors say."""

    user: User

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.user = signed_in(request)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.may_enter():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, *self.further_breadcrumbs(), here]

    def further_breadcrumbs(self) -> list[dict[str, Any]]:
        """What leads to this page from the dashboard."""
        return []

    def may_enter(self) -> bool:
        """Whether the account may see this page."""
        raise NotImplementedError


class StaffPage(ReviewPage):
    """A page for national staff and approvers."""

    def may_enter(self) -> bool:
        return is_national(self.user)
