"""Allauth's forms for codes and passkeys, in this site's words."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
)
from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _

from .adapters import TOO_MANY
from .throttle import Limit

CONFIRMATIONS = Limit("confirmations", times=5, seconds=5 * 60)


def _code_input() -> forms.TextInput:
    attributes = {"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"}
    return forms.TextInput(attributes)


class CodeForm(AuthenticateForm):
    """A code of the app, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("The six digits that your app shows, or one of your recovery codes."),
        widget=_code_input(),
        max_length=20,
    )


class TotpForm(ActivateTOTPForm):
    """The first code of an app, which proves that it has the secret."""

    code = forms.CharField(
        label=_("The six digits that your app shows"), widget=_code_input(), max_length=20
    )


# What its parsers raise for JSON that is no passkey's.
NO_PASSKEY = (KeyError, TypeError, ValueError, AttributeError, IndexError)


class PasskeyForm(AuthenticateWebAuthnForm):
    """A passkey as the second factor; nonsense is refused as any other that does not match."""

    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()
        except NO_PASSKEY as fault:
            raise get_adapter().validation_error("incorrect_code") from fault


class LonePasskeyForm(PasskeyForm, LoginWebAuthnForm):
    """A passkey in the place of name, password and second factor."""


class NewPasskeyForm(AddWebAuthnForm):
    """A passkey to be kept; the browser must have asked for its person."""

    def clean(self) -> dict[str, Any]:
        try:
            cleaned: dict[str, Any] = super().clean()
        except NO_PASSKEY as fault:
            raise get_adapter().validation_error("incorrect_code") from fault
        return cleaned


class PasswordForm(forms.Form):
    """The account's own password once more; guesses are few."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        check_own_password(self.user, password)
        return password


def check_own_password(user: User, password: str) -> None:
    """Raise ValidationError unless it is the account's password, tried at most five times."""
    account = str(user.pk)
    if not CONFIRMATIONS.take(account):
        raise ValidationError(str(TOO_MANY))
    if not user.check_password(password):
        raise ValidationError(gettext("This is not your password."))
    CONFIRMATIONS.give_back(account)
