"""The day on which somebody should read a text again."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput
from wagtail.models import Page
from wagtail.permissions import policy_registry

from ..models import LookAgain
from ..subjects import edit_address
from .base import SubjectPage


class LookAgainForm(forms.Form):
    on = forms.DateField(
        label=gettext_lazy("Look at this text again on"),
        help_text=gettext_lazy("It then stands on the dashboard of those who may edit it."),
        required=False,
        widget=AdminDateInput,
    )


class LookAgainView(SubjectPage):
    """Sets the day, for the text in every language; an empty day takes it away."""

    template_name = "review/look_again.html"
    page_title = gettext_lazy("Look again")
    header_icon = "calendar-alt"

    def may_enter(self) -> bool:
        if isinstance(self.subject, Page):
            return bool(self.subject.permissions_for_user(self.user).can_edit())
        policy = policy_registry.get(self.subject)
        return bool(policy.user_has_permission(self.user, "change"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = LookAgain.of(self.subject)
        form = kwargs.pop("form", None) or LookAgainForm({"on": known.on if known else None})
        return super().get_context_data(**kwargs) | {
            "form": form,
            "media": form.media,
        }

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        form = LookAgainForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        LookAgain.set_for(self.subject, form.cleaned_data["on"], self.user)
        messages.success(request, _("Saved."))
        return redirect(edit_address(self.subject))
