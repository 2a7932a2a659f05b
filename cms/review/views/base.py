"""What the pages of review have in common."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from cms.access.querysets import is_national
from cms.pages.bidi import isolate_mixed

from ..subjects import record_models, title_of


def signed_in(request: HttpRequest) -> User:
    """The account behind a request to the admin. Raises PermissionDenied where there is none."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


class ReviewPage(WagtailAdminTemplateMixin, TemplateView):
    """A page of review, closed to whoever may not enter it, whatever its rule says."""

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


class SubjectPage(ReviewPage):
    """A page about a page, which its address names by number, or a record, by kind and number."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.subject = self._named(**kwargs)

    def get_page_subtitle(self) -> str:
        return isolate_mixed(title_of(self.subject))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"subject": self.subject}

    def _named(
        self, page_id: int = 0, app_label: str = "", model_name: str = "", pk: int = 0
    ) -> Any:
        if page_id:
            return get_object_or_404(Page, pk=page_id, depth__gt=1).specific
        known = {
            (model._meta.app_label, model._meta.model_name): model for model in record_models()
        }
        model = known.get((app_label, model_name))
        if model is None:
            raise Http404
        return get_object_or_404(model, pk=pk)


class StaffPage(ReviewPage):
    """A page for national staff and approvers."""

    def may_enter(self) -> bool:
        return is_national(self.user)
