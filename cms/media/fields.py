"""File fields that clean what is stored in them, whichever door it came through."""

from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, storages
from django.db.models.fields.files import FieldFile, FileField
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from .cleaning import CleanedFile, clean_document, clean_image


def private_storage() -> Storage:
    """The storage of originals and documents: no address leads to it."""
    return storages["private"]


class CleaningFile(FieldFile):
    """Cleans the content before it reaches the storage; admin, code and imports all end here."""

    def clean_content(self, content: File) -> ContentFile:
        raise NotImplementedError

    def save(self, name: str | None, content: File, save: bool = True) -> None:
        cleaned = content if isinstance(content, CleanedFile) else self.clean_content(content)
        super().save(str(cleaned.name), cleaned, save)


class CleaningImageFile(CleaningFile, WagtailImageFieldFile):
    def clean_content(self, content: File) -> ContentFile:
        return clean_image(content)


class CleaningDocumentFile(CleaningFile):
    def clean_content(self, content: File) -> ContentFile:
        return clean_document(content)


class CleanImageField(WagtailImageField):
    """Stores pictures without metadata, under random names, out of readers' reach."""

    attr_class = CleaningImageFile

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"storage": private_storage, **kwargs})


class CleanDocumentField(FileField):
    """Stores PDF documents under random names, out of readers' reach."""

    attr_class = CleaningDocumentFile

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"storage": private_storage, **kwargs})
