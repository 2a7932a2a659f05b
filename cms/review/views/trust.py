"""Trust: which chapters' pages skip the staff step, until when, and who said so."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput
from wagtail.models import GroupPagePermission, get_page_models

from cms.access.policy import LEADS

from ..models import Trust, today_of_the_site
from ..trust import give_trust, withdraw_trust
from .base import StaffPage

LONGEST = timedelta(days=366)


class TrustForm(forms.Form):
    """Which chapter, which of its pages, until when."""

    territory = forms.ChoiceField(
        label=gettext_lazy("Chapter"), choices=lambda: territory_names().items()
    )
    page_type = forms.ChoiceField(
        label=gettext_lazy("Pages of this type"), choices=lambda: page_type_names().items()
    )
    until = forms.DateField(label=gettext_lazy("Until"), widget=AdminDateInput)

    def clean_until(self) -> Any:
        until, today = self.cleaned_data["until"], today_of_the_site()
        if not today <= until <= today + LONGEST:
            raise forms.ValidationError(_("Choose a day from today to one year ahead."))
        return until


class TrustView(StaffPage):
    """Gives and withdraws trust."""

    template_name = "review/trust.html"
    page_title = gettext_lazy("Trust")
    header_icon = "check"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or TrustForm()
        territories, types = territory_names(), page_type_names()
        given = [
            (trust, territories.get(str(trust.territory), "—"), types.get(trust.page_type, "—"))
            for trust in Trust.objects.standing().select_related("given_by")
        ]
        return super().get_context_data(**kwargs) | {
            "form": form,
            "given": given,
            "media": form.media,
        }

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        withdrawn = request.POST.get("withdraw", "")
        if withdrawn.isdecimal():
            withdraw_trust(get_object_or_404(Trust, pk=withdrawn), self.user)
            messages.success(request, _("Withdrawn. These pages need staff's approval again."))
            return redirect("review:trust")
        form = TrustForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        give_trust(
            UUID(form.cleaned_data["territory"]),
            form.cleaned_data["page_type"],
            form.cleaned_data["until"],
            self.user,
        )
        messages.success(request, _("Given. The chapter's leads approve these pages alone."))
        return redirect("review:trust")


def territory_names() -> dict[str, str]:
    """The name of every open territory, by its key."""
    rows = GroupPagePermission.objects.filter(group__team__role_key=LEADS.key)
    names: dict[str, str] = {}
    for key, title in rows.order_by("page__path").values_list(
        "group__team__territory", "page__draft_title"
    ):
        names.setdefault(str(key), title)
    return dict(sorted(names.items(), key=lambda entry: entry[1]))


def page_type_names() -> dict[str, str]:
    """The name of every type of page that chapters have, by its label."""
    parents = {row.page.specific_class for row in _territory_rights()}
    allowed = {
        model
        for parent in parents
        if parent
        for model in (parent, *parent.allowed_subpage_models())
    }
    types = ContentType.objects.get_for_models(*(allowed & set(get_page_models())))
    return {
        model._meta.label_lower: capfirst(str(model._meta.verbose_name))
        for model in sorted(types, key=lambda each: each._meta.label_lower)
    }


def _territory_rights() -> Any:
    rows = GroupPagePermission.objects.filter(group__team__role_key=LEADS.key)
    return rows.select_related("page__content_type")
