"""Upload forms that say in a sentence what is wrong with a file."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from .cleaning import CleanedFile, clean_document, clean_image


class CleanedUpload(CleanedFile, SimpleUploadedFile):
    """An upload whose content has been cleaned before any other code reads it."""

    def __init__(self, cleaned: CleanedFile, content_type: str) -> None:
        SimpleUploadedFile.__init__(self, str(cleaned.name), cleaned.read(), content_type)


class CleaningFormMixin:
    """Replaces the uploaded file by its cleaned content; what cannot be cleaned is an error."""

    cleaner: Callable[[File], CleanedFile]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.upload_error: ValidationError | None = None
        name = self.add_prefix("file")
        upload = self.files.get(name) if self.files else None
        if upload is None or isinstance(upload, CleanedFile):
            return
        self.files = self.files.copy()
        try:
            cleaned = type(self).cleaner(upload)
            self.files[name] = CleanedUpload(cleaned, upload.content_type)
        except ValidationError as error:
            self.upload_error = error
            del self.files[name]

    def _clean_form(self) -> None:
        super()._clean_form()  # type: ignore[misc]
        if self.upload_error is not None:
            self.errors.pop("file", None)
            self.add_error("file", self.upload_error)


class ImageForm(CleaningFormMixin, BaseImageForm):
    cleaner = staticmethod(clean_image)


class DocumentForm(CleaningFormMixin, BaseDocumentForm):
    cleaner = staticmethod(clean_document)
