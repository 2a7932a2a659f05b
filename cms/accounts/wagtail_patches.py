"""What is changed of Wagtail for accounts: what opens one is changed by its own person alone.

There is no setting and no hook for any of it.
"""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import ChangePasswordPanel, NameEmailSettingsPanel

from cms.patches import Change, Patch

from .account_forms import AddressForm, OwnPasswordForm

SEEN_IN = "wagtail 8.0.1"
PATCHES: tuple[Change, ...] = (
    Patch(
        owner=NameEmailSettingsPanel,
        name="form_class",
        instead=AddressForm,
        reason="It asks for two names, and changes the address without a password.",
        seen_in=SEEN_IN,
        digest="7dbd64344afe8965",
    ),
    Patch(
        owner=NameEmailSettingsPanel,
        name="title",
        instead=_("E-mail"),
        reason="The screen asks for no name.",
        seen_in=SEEN_IN,
        digest="c07973f5b459b514",
    ),
    Patch(
        owner=ChangePasswordPanel,
        name="form_class",
        instead=OwnPasswordForm,
        reason="It lets the old password be guessed without end, and tells nobody of a new one.",
        seen_in=SEEN_IN,
        digest="92e35052ff57851b",
    ),
)


def install() -> None:
    """Put each where Wagtail looks for its own."""
    for patch in PATCHES:
        patch.install()
