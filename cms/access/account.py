"""What an account says of itself: where mails go. Nobody is asked for a name.

Wagtail's screen keeps nothing, not even a language, without a first and a last name.
"""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import NameEmailForm
from wagtail.admin.views.account import NameEmailSettingsPanel


class AddressForm(NameEmailForm):
    """The address alone."""

    first_name = None
    last_name = None

    class Meta(NameEmailForm.Meta):
        fields = ("email",)


def install() -> None:
    """Let Wagtail's screen of one's own account use this form."""
    NameEmailSettingsPanel.form_class = AddressForm
    NameEmailSettingsPanel.title = _("E-mail")
