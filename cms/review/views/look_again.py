"""The day on which somebody should read a page again."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput
from wagtail.models import Page

from ..models import LookAgain
from .base import ReviewPage


class LookAgainForm(forms.Form):
    on = forms.DateField(
        label=gettext_lazy("Look at this page again on"),
        help_text=gettext_lazy("It then stands on the dashboard of those who may edit the page."),
        required=False,
        widget=AdminDateInput,
    )


class LookAgainView(ReviewPage):
    """Sets the day, for the page in every language; an empty day takes it away."""

    template_name = "review/look_again.html"
    page_title = gettext_lazy("Look again")
    header_icon = "calendar-alt"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.page: Page = get_object_or_404(Page, pk=kwargs["page_id"]).specific

    def may_enter(self) -> bool:
        return self.page.permissions_for_user(self.user).can_edit()

    def get_page_subtitle(self) -> str:
        return str(self.page.get_admin_display_title())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = LookAgain.of(self.page)
        form = kwargs.pop("form", None) or LookAgainForm({"on": known.on if known else None})
        return super().get_context_data(**kwargs) | {
            "form": form,
            "page": self.page,
            "media": form.media,
        }

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        form = LookAgainForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        LookAgain.set_for(self.page, form.cleaned_data["on"], self.user)
        messages.success(request, _("Saved."))
        return redirect("wagtailadmin_pages:edit", self.page.pk)
