"""The forms of members' screens and of taking up an invitation."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import BaseUserCreationForm
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, get_language_info, gettext_lazy as _
from wagtail.admin.localization import get_available_admin_time_zones

from .models import Team
from .places import Place


class TeamChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, team: Any) -> str:
        return str(team.label)


class InvitationForm(forms.Form):
    """Whom to invite, to which of a place's teams."""

    team = TeamChoiceField(
        Team.objects.none(), label=_("Team"), empty_label=None, widget=forms.RadioSelect
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The invitation goes there, and can be taken up once within 30 days."),
    )
    language = forms.ChoiceField(label=_("Language of the mail"))

    def __init__(self, place: Place, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team, language = self.fields["team"], self.fields["language"]
        if isinstance(team, TeamChoiceField) and isinstance(language, forms.ChoiceField):
            pks = [each.pk for each in place.teams]
            team.queryset = Team.objects.filter(pk__in=pks).select_related("group")
            language.choices = [
                (code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES
            ]
            language.initial = get_language()


class AccountForm(BaseUserCreationForm):
    """The account of somebody who takes up an invitation."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        help_text=_("You read and set times in it. You can change it in your account."),
    )

    class Meta:
        model = get_user_model()
        fields = ("username",)

    def __init__(self, email: str, time_zone: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.email = email
        zones: Any = self.fields["time_zone"]
        zones.choices = [(name, name) for name in get_available_admin_time_zones()]
        zones.initial = time_zone or settings.TIME_ZONE
        self.fields["username"].label = _("Account name")
        self.fields["username"].help_text = _(
            "Colleagues see it beside your changes; readers never do. It need not be your name."
        )

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if get_user_model().objects.filter(username__iexact=username).exists():
            raise ValidationError(_("This account name is taken. Please choose another."))
        return username

    def clean(self) -> dict[str, Any]:
        if get_user_model().objects.filter(email__iexact=self.instance.email).exists():
            raise ValidationError(
                _("There is an account with this address. Please sign in with it to join.")
            )
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        return cleaned

    def save(self, commit: bool = True) -> User:
        user: User = super().save(commit)
        return user
