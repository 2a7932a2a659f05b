"""Signing in with a name and a password, and asking for a new password."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BooleanField
from wagtail.admin.forms.auth import LoginForm, PasswordResetForm

from .adapters import TOO_MANY
from .entries import note_guesses, note_right_password
from .tasks import write_reset_mails
from .throttle import Limit, network_of

GUESSES = Limit("guesses", times=5, seconds=5 * 60)
GUESSES_OF_A_NETWORK = Limit("guesses-of-a-network", times=30, seconds=5 * 60)
RESETS = Limit("resets", times=3, seconds=60 * 60)
RESETS_OF_A_NETWORK = Limit("resets-of-a-network", times=20, seconds=60 * 60)


class SignInForm(LoginForm):
    """Wagtail's, with few guesses for each account and each network.

    Whether there is such an account makes no difference: not to what is said, nor to the work. A
    place is taken before the password is tried, so that guesses sent at once count one by one.
    """

    remember = None
    shared = BooleanField(required=False)
    is_throttled = False

    def clean(self) -> dict[str, Any]:
        name = self.cleaned_data.get("username", "").casefold()
        network = network_of(self.request)
        has_guesses = GUESSES.take(name)
        if not has_guesses:
            note_guesses(name)
        if not (has_guesses and GUESSES_OF_A_NETWORK.take(network)):
            self.is_throttled = True
            raise ValidationError(str(TOO_MANY), code="throttled")
        cleaned: dict[str, Any] = super().clean()
        if self.user_cache is not None:
            note_right_password(self.user_cache, failed=GUESSES.taken(name) - 1)
            GUESSES.give_back(name)
        return cleaned


class ResetForm(PasswordResetForm):
    """Wagtail's, but the mail is written in the background, and seldom.

    The answer is the same, and comes as soon, whether there is such an account or not, and
    whether a mail is still allowed or not.
    """

    def save(self, *_args: Any, request: Any, **_kwargs: Any) -> None:
        address = self.cleaned_data["email"]
        network = network_of(request)
        if RESETS_OF_A_NETWORK.take(network) and RESETS.take(address.casefold()):
            # The task's row names no address, and there is one for strangers' addresses too.
            write_reset_mails.enqueue([user.pk for user in self.get_users(address)])
