"""Upload forms: they clean what arrives, and say in a sentence what is wrong with it."""

from collections.abc import Callable
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.forms import FileInput, ModelForm
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm

from .cleaning import CleanedFile
from .in_use import FOCUS, READERS_GET, STAYS, is_in_use
from .outcomes import outcome
from .pdfs import clean_pdf

TITLE_HELP = _(
    "In your own words, so that others find it. A title that only repeats the file’s name is "
    "replaced, because such names can tell who made a file, when and where."
)


# Without a type checker the form comes from Wagtail, further along the classes.
if TYPE_CHECKING:
    Form = ModelForm
else:
    Form = object


class CleaningFormMixin(Form):
    """Replaces an uploaded file by its cleaned content, and its name as a title by a neutral one.

    What cannot be cleaned is an error of the file field. So is any other field's error: the
    multiple uploader would otherwise keep the raw file until that field is put right.

    Another file for a picture or document that a text stands on becomes one of its own.
    """

    cleaner: Callable[[File], CleanedFile]
    file_help: str | Promise
    neutral_title: str | Promise
    files: Any
    user: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = kwargs.get("user")
        self.upload_name = ""
        self.upload_error: ValidationError | None = None
        self.becomes_its_own = False
        if "file" in self.fields:
            field = self.fields["file"]
            field.help_text = format_lazy("{} {}", field.help_text, self.file_help)
            self._clean_upload()

    def _clean_upload(self) -> None:
        name = self.add_prefix("file")
        upload = self.files.get(name) if self.files else None
        if upload is None or isinstance(upload, CleanedFile):
            return
        self.upload_name = upload.name
        self.files = self.files.copy()
        cleaned = outcome(upload, self._cleaner_here())
        if isinstance(cleaned, ValidationError):
            self.upload_error = cleaned
            del self.files[name]
        else:
            self.files[name] = cleaned
            # The limit holds for what was sent; cleaning can make a file a little larger.
            file_field: Any = self.fields["file"]
            file_field.max_upload_size = None

    def _cleaner_here(self) -> Callable[[File], CleanedFile]:
        """What takes apart what was sent with this form, where nothing did before it."""
        return type(self).cleaner

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"].strip()
        file_names = {self.upload_name.casefold(), PurePath(self.upload_name).stem.casefold()}
        if self.upload_name and title.casefold() in file_names:
            now = date_format(timezone.localtime(), "SHORT_DATETIME_FORMAT")
            return str(self.neutral_title) % {"time": now}
        return title

    def save(self, commit: bool = True) -> Any:
        # Wagtail would delete the replaced file before the new one is committed. The model waits.
        self.original_file = None
        if self.becomes_its_own:
            self._begin_anew()
        return super().save(commit)

    def _begin_anew(self) -> None:
        """Save what was sent as a new row; the one that a text stands on is left as it is."""
        self.instance.pk = None
        self.instance.uploaded_by_user = self.user
        for name in FOCUS:
            if hasattr(self.instance, name):
                setattr(self.instance, name, None)

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # a method that Django keeps to itself
        if self.upload_error is not None:
            self.errors.pop("file", None)
            self.add_error("file", self.upload_error)
        elif self.upload_name and self.errors and "file" not in self.errors:
            labels = {name: field.label for name, field in self.fields.items()}
            reasons = " ".join(
                f"{labels.get(name, name)}: {' '.join(map(str, errors))}"
                for name, errors in self.errors.items()
            )
            self.add_error("file", _("This file was not kept. %(why)s") % {"why": reasons})
        if not self.errors:
            self._leave_what_is_in_use()

    def _leave_what_is_in_use(self) -> None:
        """What is in focus is no reason for a second copy of the same file: that is refused."""
        changed = READERS_GET.intersection(self.changed_data)
        if changed and is_in_use(self.instance):
            if "file" in changed:
                self.becomes_its_own = True
            else:
                self.add_error(None, STAYS)


class DocumentForm(CleaningFormMixin, BaseDocumentForm):
    cleaner = staticmethod(clean_pdf)
    file_help = _(
        "PDF only. Title, author, dates, notes, links, forms, scripts and attached files are taken "
        "out of it, and readers save it under a neutral name. What is on its pages stays: words "
        "under black bars or outside the margin can still be read by anybody who downloads it."
    )
    neutral_title = _("Document added on %(time)s")

    class Meta(BaseDocumentForm.Meta):
        help_texts = {"title": TITLE_HELP}
        widgets = {**BaseDocumentForm.Meta.widgets, "file": FileInput}
