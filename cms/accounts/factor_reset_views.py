"""Lost second factors in the admin: staff ask, other staff confirm, the person may object."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _, gettext_lazy
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages

from cms.access.querysets import account_of
from cms.access.screens import AccessScreen
from cms.access.whose_word import NotAllowedError

from .factor_resets import ask, confirm_reset, end
from .factors import FACTORS
from .models import FactorReset

INDEX = "factor_resets:index"


def accounts_to_ask_for(staff: User) -> QuerySet[User]:
    """Whose factors there are to take away, but for one's own and for superusers'."""
    with_factors = Authenticator.objects.filter(type__in=FACTORS).values("user")
    unfinished = FactorReset.objects.unfinished().values("account")
    accounts = User.objects.filter(Q(pk__in=with_factors) | Q(pk__in=unfinished))
    others = accounts.filter(is_active=True, is_superuser=False).exclude(pk=staff.pk)
    return others.order_by("username")


class AskForm(forms.Form):
    """Whose second factor is lost, and how one knows that it is they who ask."""

    account = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Account"))
    reason = forms.CharField(
        label=gettext_lazy("How do you know that it is they?"),
        help_text=gettext_lazy(
            "For instance: they called, and I know their voice. The other staff member and the "
            "person read it, and it stays in the record. Do not write where somebody is."
        ),
        max_length=300,
    )

    def __init__(self, staff: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        account = self.fields["account"]
        if isinstance(account, forms.ModelChoiceField):
            account.queryset = accounts_to_ask_for(staff)


class ResetsView(AccessScreen, TemplateView):
    """The requests that wait, each with what the account may do about it."""

    template_name = "accounts/factor_resets.html"
    page_title = gettext_lazy("Lost second factors")
    header_icon = "lock"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = account_of(self.request)
        waiting = FactorReset.objects.waiting().select_related("account", "asked_by")
        rows = [(row, user.pk not in (row.account_id, row.asked_by_id)) for row in waiting]
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"resets": rows}


class AskView(AccessScreen, FormView):
    """Asks another staff member to confirm."""

    template_name = "accounts/ask_for_reset.html"
    form_class = AskForm
    page_title = gettext_lazy("Somebody has lost their second factor")
    header_icon = "lock"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "staff": account_of(self.request)}

    def form_valid(self, form: AskForm) -> HttpResponse:
        values = form.cleaned_data
        try:
            ask(account_of(self.request), values["account"], values["reason"])
        except NotAllowedError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(
            self.request, _("Asked. Another staff member has a day to confirm; the person is told.")
        )
        return redirect(INDEX)


class DecideView(View):
    """A decision about a request, by a button."""

    http_method_names = ["post"]
    act: Callable[[User, FactorReset], None]
    sentence = gettext_lazy("The request has been withdrawn.")
    back = INDEX

    def requests(self, _user: User) -> QuerySet[FactorReset]:
        return FactorReset.objects.all()

    def post(self, request: HttpRequest, reset_id: int) -> HttpResponse:
        user = account_of(request)
        reset = get_object_or_404(self.requests(user), pk=reset_id)
        try:
            type(self).act(user, reset)
        except NotAllowedError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, self.sentence)
        return redirect(self.back)


class ConfirmResetView(DecideView):
    act = staticmethod(confirm_reset)
    sentence = gettext_lazy(
        "Done. The person gets a link by mail, and sets up a new second factor with it."
    )


class WithdrawView(DecideView):
    act = staticmethod(end)


class ObjectView(DecideView):
    """The person's own no."""

    act = staticmethod(end)
    back = "second_factor:index"

    def requests(self, user: User) -> QuerySet[FactorReset]:
        return FactorReset.objects.filter(account=user)
