"""The form of a picture: it asks whether people can be recognized, and covers what it is told."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm

from .cleaning import CleanedFile, clean_image
from .consent import follow_consent, keeps_consent
from .covering import CoversField, covers_in
from .forms import TITLE_HELP, CleaningFormMixin
from .people import CONSENTS, LONGEST_CONSENT, USUAL_CONSENT, People, today

ORDER = ("title", "file", "people", "consent_until", "covers", "collection", "tags")

NOTHING_COVERED = _("Please draw at least one rectangle over what nobody is to recognize.")
FILE_AGAIN = _(
    "The site keeps no picture that is not covered yet. Please choose the file again, and cover it "
    "in this form."
)
UNTIL_WHEN = _("Please say until when they agreed: a day from today on, two years ahead at most.")
NOT_YOURS = _(
    "What is noted about the consent of the people in this picture is changed by the leads of its "
    "chapter and by national staff. Please ask them."
)


def cleaner_for(data: Mapping[str, Any], prefix: str) -> Callable[[File], CleanedFile]:
    """What takes apart the picture that a form has sent, with what it says is to be covered.

    ``prefix`` is what stands before the names of the form's fields. A picture of which it is not
    clear what to cover is not kept: the cleaner raises ValidationError.
    """
    try:
        covers = covers_in(data, f"{prefix}covers")
    except ValidationError as error:
        return partial(_refuse, error)
    return partial(clean_image, covers=covers)


def _refuse(error: ValidationError, _upload: File) -> CleanedFile:
    raise error


class ImageForm(CleaningFormMixin, BaseImageForm):
    """A picture, and whether anybody can be recognized in it."""

    cleaner = staticmethod(clean_image)
    file_help = _(
        "The place, the time and the camera are removed from the file. Faces, street signs and "
        "name tags are not: look at the picture, and cover below what nobody is to recognize."
    )
    neutral_title = _("Picture added on %(time)s")

    people = forms.ChoiceField(
        label=_("Can anybody be recognized in this picture?"),
        help_text=_(
            "Also by their clothes, a tattoo, a sign that they carry, or who is beside them."
        ),
        widget=forms.RadioSelect,
    )
    consent_until = forms.DateField(
        label=_("They agreed until"),
        help_text=_(
            "Only if people agreed. After this day readers no longer get the picture, unless the "
            "consent is renewed. Their names are noted nowhere."
        ),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    covers = CoversField(label=_("Cover parts of the picture"), required=False)

    class Meta(BaseImageForm.Meta):
        help_texts = {"title": TITLE_HELP}
        # Without the script that fills in the file's name as the title.
        widgets = {**BaseImageForm.Meta.widgets, "file": forms.FileInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.noted = (self.instance.people, self.instance.consent_until)
        self._ask_about_people()
        self.order_fields(ORDER)

    @property
    def is_new_file(self) -> bool:
        return self.instance.pk is None or bool(self.upload_name)

    def _cleaner_here(self) -> Callable[[File], CleanedFile]:
        return cleaner_for(self.data, self.add_prefix(""))

    def _ask_about_people(self) -> None:
        """Offer the answers that there can be. What is there already may keep the one it has."""
        answer, until = self.noted
        field: Any = self.fields["people"]
        offered = [each for each in People.choices if each[0] != People.ENDED]
        field.choices = People.choices if answer in CONSENTS else offered
        field.required = self.is_new_file
        self.initial["people"] = answer
        self.initial["consent_until"] = until or today() + USUAL_CONSENT
        limits = {"min": today().isoformat(), "max": (today() + LONGEST_CONSENT).isoformat()}
        self.fields["consent_until"].widget.attrs |= limits
        if "file" not in self.fields:
            del self.fields["covers"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.is_new_file and not cleaned.get("people"):
            cleaned["people"] = self.noted[0]
        self._check_covers(cleaned)
        if self._says_something_new(cleaned):
            self._check_consent(cleaned)
        return cleaned

    def _says_something_new(self, cleaned: dict[str, Any]) -> bool:
        if self.is_new_file or cleaned.get("people") != self.noted[0]:
            return True
        return cleaned.get("people") == People.AGREED and self._until(cleaned) != self.noted[1]

    def _until(self, cleaned: dict[str, Any]) -> Any:
        """Until when they agreed; a form that does not speak of it changes nothing."""
        return cleaned.get("consent_until") or (None if self.is_new_file else self.noted[1])

    def _check_covers(self, cleaned: dict[str, Any]) -> None:
        is_covered = cleaned.get("people") == People.COVERED
        if self.is_new_file:
            if is_covered and not cleaned.get("covers") and "covers" not in self.errors:
                self.add_error("covers", NOTHING_COVERED)
        elif cleaned.get("covers"):
            self.add_error("covers", FILE_AGAIN)
        elif is_covered and self.noted[0] != People.COVERED:
            self.add_error("people", FILE_AGAIN)

    def _check_consent(self, cleaned: dict[str, Any]) -> None:
        is_consent_noted = not self.is_new_file and self.noted[0] in CONSENTS
        if is_consent_noted and not keeps_consent(self.user, self.instance):
            self.add_error("people", NOT_YOURS)
        elif cleaned.get("people") == People.AGREED and "consent_until" not in self.errors:
            until = self._until(cleaned)
            if until is None or not today() <= until <= today() + LONGEST_CONSENT:
                self.add_error("consent_until", UNTIL_WHEN)

    def save(self, commit: bool = True) -> Any:
        is_another_answer = self._says_something_new(self.cleaned_data)
        was_there = self.instance.pk is not None
        if is_another_answer:
            self._note(self.cleaned_data)
        picture = super().save(commit)
        if is_another_answer and was_there and commit:
            follow_consent(picture.pk)
        return picture

    def _note(self, cleaned: dict[str, Any]) -> None:
        """Note the answer; of a consent also who noted it, and when. Its end stays with it."""
        picture, answer = self.instance, cleaned["people"]
        is_consent = answer in CONSENTS
        until = self._until(cleaned) if answer == People.AGREED else self.noted[1]
        picture.people = answer
        picture.consent_until = until if is_consent else None
        picture.consent_noted_on = today() if is_consent else None
        picture.consent_noted_by = self.user if is_consent else None
