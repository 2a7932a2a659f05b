"""The form to sign in with a name and a password, as it stands below the demo's accounts."""

from typing import Any

from cms.accounts.forms import SignInForm


class LoginForm(SignInForm):
    """The site's, but it does not take the focus: on a telephone that scrolls past the accounts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs.pop("autofocus", None)
