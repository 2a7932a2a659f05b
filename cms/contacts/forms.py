"""The form of a contact: whose it is, is said once."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from cms.access.querysets import is_national, territories_written_by


class ContactForm(WagtailAdminModelForm):
    """Offers the places in which the account writes; a contact that is there stays in its own."""

    territory = forms.TypedChoiceField(
        label=gettext_lazy("belongs to"),
        help_text=gettext_lazy("Its leads review it first. This cannot be changed later."),
        coerce=UUID,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.be_in_the_first_language()
        field = self.fields.get("territory")
        if field is None:
            return
        if self.instance.pk:
            del self.fields["territory"]
            return
        everybodys = [("", _("The whole movement"))] if is_national(self.for_user) else []
        own = list(territories_written_by(self.for_user).items())
        field.choices = [*everybodys, *own]
        if not everybodys and len(own) == 1:
            self.initial["territory"] = own[0][0]

    def clean_territory(self) -> UUID | None:
        """Asked for of drafts too: Wagtail lets them leave out what is required."""
        territory: UUID | None = self.cleaned_data["territory"]
        if territory is None and not is_national(self.for_user):
            raise forms.ValidationError(_("Choose the chapter to which it belongs."))
        return territory
