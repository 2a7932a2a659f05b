"""Setting second factors up, and taking them away: for one's own account alone.

Each change asks that a password or a factor was shown within the last five minutes.
"""

import base64
from collections.abc import Callable
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, clear_totp_secret
from allauth.mfa.webauthn.internal import auth
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _, gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages

from cms.access.querysets import account_of
from cms.access.screens import AccessScreen

from .code_forms import NewPasskeyForm, PasswordForm, TotpForm
from .factor_resets import finish
from .factors import (
    CODES_MADE,
    FACTOR_ADDED,
    FACTOR_REMOVED,
    factors_of,
    forget_factors,
    has_factor,
    has_passkey,
    tell,
)
from .models import FactorReset
from .sessions import FACTOR, FACTOR_FIRST, confirm, end_others, is_confirmed
from .views import destination_of, factor_form

INDEX, CONFIRM = "second_factor:index", "second_factor:confirm"


class FactorScreen(AccessScreen, TemplateView):
    """A screen about one's own second factors."""

    page_title = gettext_lazy("Second factor")
    header_icon = "lock"

    @property
    def user(self) -> User:
        return account_of(self.request)

    def show(self, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context))


class ConfirmedScreen(FactorScreen):
    """One that changes something: it asks first whether the account's own person is there."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if is_confirmed(request):
            return super().dispatch(request, *args, **kwargs)
        back = request.path if request.method == "GET" else reverse(INDEX)
        return redirect(f"{reverse(CONFIRM)}?{urlencode({'next': back})}")


class IndexView(FactorScreen):
    """What one has, and what one can add."""

    template_name = "accounts/index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(factors_of(self.user))
        codes = Authenticator.objects.filter(user=self.user, type="recovery_codes").first()
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "factors": rows,
            "has_app": any(row.type == Authenticator.Type.TOTP for row in rows),
            "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
            "asked": FactorReset.objects.waiting().filter(account=self.user).first(),
            "is_required": settings.REQUIRE_SECOND_FACTOR,
        }


class AppView(ConfirmedScreen):
    """An app that shows a new code every half minute."""

    template_name = "accounts/app.html"

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        return self._show(TotpForm(user=account_of(request)))

    def post(self, request: HttpRequest) -> HttpResponse:
        if factors_of(self.user).filter(type=Authenticator.Type.TOTP).exists():
            return redirect(INDEX)
        form = TotpForm(user=self.user, data=request.POST)
        if not form.is_valid():
            return self._show(form)
        clear_totp_secret(request)
        return add_factor(self, lambda: TOTP.activate(self.user, form.secret))

    def _show(self, form: TotpForm) -> HttpResponse:
        adapter = get_adapter()
        picture = adapter.build_totp_svg(adapter.build_totp_url(self.user, form.secret))
        encoded = base64.b64encode(picture.encode()).decode()
        return self.show(form=form, picture=f"data:image/svg+xml;base64,{encoded}")


class PasskeyView(ConfirmedScreen):
    """A passkey: on this device, on a telephone, or on a security key."""

    template_name = "accounts/passkey.html"

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        if "options" in request.GET:
            return JsonResponse(auth.begin_registration(self.user, passwordless=True))
        return self.show()

    def post(self, request: HttpRequest) -> HttpResponse:
        sent = request.POST.copy()
        sent["passwordless"] = "on"
        form = NewPasskeyForm(sent, user=self.user)
        if not form.is_valid():
            return self.show(form=form)
        given = form.cleaned_data
        return add_factor(
            self, lambda: auth.WebAuthn.add(self.user, given["name"], given["credential"])
        )


class CodesView(ConfirmedScreen):
    """Recovery codes, each for once, when a device is lost."""

    template_name = "accounts/codes.html"

    def get(self, *_args: Any, **_kwargs: Any) -> HttpResponse:
        return redirect(INDEX)

    def post(self, _request: HttpRequest) -> HttpResponse:
        if not has_factor(self.user):
            return redirect(INDEX)
        with transaction.atomic():
            codes = new_codes(self.user)
            end_others(self.request, self.user)
            tell(self.user, CODES_MADE)
        return self.show(codes=codes)


class RemoveView(ConfirmedScreen):
    """One factor less; the last one stays where the site asks for one."""

    def get(self, *_args: Any, **_kwargs: Any) -> HttpResponse:
        return redirect(INDEX)

    def post(self, request: HttpRequest, factor_id: int) -> HttpResponse:
        factor = get_object_or_404(factors_of(self.user), pk=factor_id)
        others = factors_of(self.user).exclude(pk=factor_id)
        if settings.REQUIRE_SECOND_FACTOR and not others.exists():
            messages.error(request, _("Add another one first: this site asks everybody for one."))
            return redirect(INDEX)
        with transaction.atomic():
            factor.delete()
            if not has_factor(self.user):
                forget_factors(self.user)
            end_others(request, self.user)
            tell(self.user, FACTOR_REMOVED)
        messages.success(request, _("Removed."))
        return redirect(INDEX)


class ConfirmView(FactorScreen):
    """Whether it is still oneself: by password, by code or by passkey."""

    template_name = "accounts/confirm.html"

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        if "options" in request.GET:
            return JsonResponse(auth.begin_authentication(self.user))
        return self._show(PasswordForm(self.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        by_password = "password" in request.POST
        form: Form = (
            PasswordForm(self.user, request.POST)
            if by_password
            else factor_form(request, self.user)
        )
        if not form.is_valid():
            return self._show(form)
        confirm(request)
        return redirect(destination_of(request))

    def _show(self, form: Form) -> HttpResponse:
        return self.show(
            form=form,
            password=form if isinstance(form, PasswordForm) else PasswordForm(self.user),
            has_passkey=has_passkey(self.user),
            next=destination_of(self.request),
        )


def add_factor(screen: FactorScreen, add: Callable[[], object]) -> HttpResponse:
    """Keep a factor, tell the account's address, and show the first one's recovery codes once."""
    user, request = screen.user, screen.request
    with transaction.atomic():
        is_first = not has_factor(user)
        add()
        codes = new_codes(user) if is_first else []
        finish(user)
        end_others(request, user)
        tell(user, FACTOR_ADDED)
    # Whoever has just set it up has shown it.
    request.session[FACTOR] = True
    request.session[FACTOR_FIRST] = False
    messages.success(request, _("Your second factor is set up."))
    if not codes:
        return redirect(INDEX)
    screen.template_name = CodesView.template_name
    return screen.show(codes=codes)


def new_codes(user: User) -> list[str]:
    """Ten recovery codes, in the place of any before."""
    Authenticator.objects.filter(user=user, type="recovery_codes").delete()
    return [str(code) for code in RecoveryCodes.activate(user).generate_codes()]
