"""Wagtail's forms of one's own account: what opens it changes with its password alone."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import NameEmailForm
from wagtail.admin.forms.auth import PasswordChangeForm

from cms.mail.sending import language_of, write_to_address

from .code_forms import check_own_password

ADDRESS_CHANGED = _("The mail address was changed.")
PASSWORD_CHANGED = _("The password was changed.")


class AddressForm(NameEmailForm):
    """Where an account's mails go; nobody is asked for a name.

    Another address needs the password, for it is by mail that a new password comes. The old
    address and the new one are told.
    """

    first_name = None
    last_name = None
    current_password = forms.CharField(
        label=_("Password"),
        help_text=_("Only to change the address."),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    class Meta(NameEmailForm.Meta):
        fields = ("email",)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if "email" in self.errors or cleaned["email"] == self._kept_address():
            return cleaned
        try:
            check_own_password(self.instance, cleaned.get("current_password", ""))
        except ValidationError as refusal:
            self.add_error("current_password", refusal)
        return cleaned

    def save(self, commit: bool = True) -> User:
        before = self._kept_address()
        user: User = super().save(commit)
        if user.email != before:
            for address in filter(None, (before, user.email)):
                tell_address(user, address, ADDRESS_CHANGED)
        return user

    def _kept_address(self) -> str:
        """As the database has it: Wagtail's screen makes a second form of the changed account."""
        return User.objects.values_list("email", flat=True).get(pk=self.instance.pk)


class OwnPasswordForm(PasswordChangeForm):
    """Wagtail's, with few guesses at the old password, and a mail about the new one."""

    def clean_old_password(self) -> str:
        old: str = self.cleaned_data["old_password"]
        check_own_password(self.user, old)
        return old

    def save(self, commit: bool = True) -> User:
        user: User = super().save(commit)
        if user.email:
            tell_address(user, user.email, PASSWORD_CHANGED)
        return user


def tell_address(user: User, address: str, what: object) -> None:
    """Write to an address of the account's what has changed about how it is opened."""
    context = {"what": what, "name": user.get_username()}
    write_to_address(address, "account_secured", context, language_of(user))
