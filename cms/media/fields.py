"""File fields that clean what is stored in them, whichever way it came."""

from collections.abc import Callable
from typing import Any

from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.db.models import Model
from django.db.models.fields.files import (
    FieldFile,
    FileDescriptor,
    FileField,
    ImageFileDescriptor,
)
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from .cleaning import CleanedFile, clean_image
from .in_use import refuse_in_use
from .pdfs import clean_pdf


def private_storage() -> Storage:
    """The storage of originals and documents: no address leads to it."""
    return storages["private"]


class CleaningFile(FieldFile):
    """A stored file; what is saved into it is cleaned first, under a name of the cleaner's."""

    cleaner: Callable[[File], CleanedFile]
    _committed: bool

    @property
    def is_new(self) -> bool:
        """Whether the content has been assigned and not yet stored."""
        return not self._committed

    def save(self, name: str | None, content: File, save: bool = True) -> None:
        del name  # An upload's own name can tell who made it, when and where.
        if save:
            refuse_in_use(self.instance)  # Before anything is stored, which the row's save is not.
        cleaned = content if isinstance(content, CleanedFile) else type(self).cleaner(content)
        super().save(str(cleaned.name), cleaned, save)


class CleaningDescriptor(FileDescriptor):
    """Cleans new content on assignment, so that all that is read off it is of the clean file."""

    def __set__(self, instance: Model, value: Any) -> None:
        if isinstance(value, File) and not isinstance(value, (FieldFile, CleanedFile)):
            file_class: type[Any] = self.field.attr_class
            value = file_class.cleaner(value)
        super().__set__(instance, value)


class CleaningImageFile(CleaningFile, WagtailImageFieldFile):
    cleaner = staticmethod(clean_image)


class CleaningImageDescriptor(CleaningDescriptor, ImageFileDescriptor):
    pass


class CleanImageField(WagtailImageField):
    """Stores pictures without metadata, under random names, out of readers' reach.

    Assigning what is not an acceptable picture raises ValidationError.
    """

    attr_class = CleaningImageFile
    descriptor_class = CleaningImageDescriptor

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"storage": private_storage, **kwargs})


class CleaningDocumentFile(CleaningFile):
    cleaner = staticmethod(clean_pdf)


class CleanDocumentField(FileField):
    """Stores PDF documents under random names, out of readers' reach.

    Assigning what is no PDF, or one that the site does not take, raises ValidationError.
    """

    attr_class = CleaningDocumentFile
    descriptor_class = CleaningDescriptor

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"storage": private_storage, **kwargs})
