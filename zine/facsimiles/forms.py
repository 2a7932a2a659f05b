"""The form by which staff upload the PDF of a zine."""

import hashlib
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language_info, gettext_lazy as _

from cms.media.pdfs import CleanedPdf, clean_pdf
from zine.models import Facsimile

from .examining import Examined, examine
from .reading_order import Layout

LAYOUTS = [
    ("", _("Find out")),
    (Layout.SINGLE.value, _("Single pages, in the order in which they are read")),
    (Layout.SPREADS.value, _("Facing pages side by side")),
    (Layout.BOOKLET.value, _("Sheets of a booklet, to be printed and folded")),
    (Layout.MINI.value, _("One sheet to be folded into a mini zine")),
]


class FacsimileForm(forms.ModelForm):
    """Takes a PDF, cleans it, says what it is; whatever is wrong is said at the field."""

    language = forms.ChoiceField(
        label=_("Language"),
        choices=lambda: settings.LANGUAGES,
        help_text=_("The language of its text. It says also from which side it is read."),
    )
    layout = forms.ChoiceField(
        label=_("How its pages lie"),
        choices=LAYOUTS,
        required=False,
        help_text=_("Say it only where it was found out wrongly."),
    )
    file = forms.FileField(
        label=_("PDF"),
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
        help_text=_(
            "Title, author, dates, notes, links, forms, scripts and attached files are taken out "
            "of it. What is on its pages stays: words under black bars or outside the margin can "
            "still be read by anybody who downloads it."
        ),
    )

    class Meta:
        model = Facsimile
        fields: ClassVar[list[str]] = ["title", "language", "layout", "file"]
        labels: ClassVar[dict[str, Any]] = {"title": _("Title")}
        help_texts: ClassVar[dict[str, Any]] = {
            "title": _("For staff, to find it again. Readers see the title of the issue.")
        }

    examined: Examined

    def clean_file(self) -> CleanedPdf:
        return clean_pdf(self.cleaned_data["file"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        pdf = cleaned.get("file")
        if pdf is not None and "language" in cleaned and "layout" in cleaned:
            bidi = get_language_info(cleaned["language"])["bidi"]
            layout = Layout(cleaned["layout"]) if cleaned["layout"] else None
            try:
                self.examined = examine(pdf, "rtl" if bidi else "ltr", layout)
            except ValidationError as error:
                self.add_error(error.code if error.code in self.fields else "file", error)
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        # What was found out is put in after the form's own checks, and needs none.
        return {*super()._get_validation_exclusions(), "layout"}  # type: ignore[misc]

    def save(self, commit: bool = True) -> Facsimile:
        """Keep the PDF with what it was recognised as."""
        record_examined(self.instance, self.cleaned_data["file"], self.examined)
        facsimile: Facsimile = super().save(commit)
        return facsimile


def record_examined(facsimile: Facsimile, pdf: CleanedPdf, examined: Examined) -> None:
    """Write down what a clean PDF is; nothing is saved."""
    digest = hashlib.sha256()
    for piece in pdf.chunks():
        digest.update(piece)
    pdf.seek(0)
    recognised = examined.recognised
    facsimile.size = pdf.size or 0
    facsimile.sha256 = digest.hexdigest()
    facsimile.sheets = examined.sheets
    facsimile.origin = recognised.origin.value
    facsimile.layout = recognised.layout.value
    facsimile.direction = recognised.direction
    facsimile.unsure = recognised.unsure
    facsimile.removed = dict(pdf.removed)
    facsimile.frames = [frame.as_data() for frame in examined.frames]
