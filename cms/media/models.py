"""Pictures and documents: cleaned when they arrive, kept where no address leads."""

import uuid
from pathlib import PurePosixPath
from typing import Any, cast

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument, Document as WagtailDocument
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    Filter,
    Image as WagtailImage,
    get_upload_to,
)
from wagtail.models import Page, Revision
from wagtail.search import index

from .fields import CleanDocumentField, CleanImageField, CleaningFile
from .in_use import refuse_change_in_use
from .people import People, is_withheld
from .renditions import rendition_files
from .replacing import replaced_file_deleted


def account(related_name: str, verbose_name: Any) -> models.ForeignKey:
    """The account that did something with a file; for staff, never for readers."""
    field: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=verbose_name,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name=related_name,
    )
    field.wagtail_reference_index_ignore = True
    return cast(models.ForeignKey, field)


class Image(AbstractImage):
    """A picture. Its description belongs to its use on a page, so there is none here."""

    file = CleanImageField(
        verbose_name=_("file"), upload_to=get_upload_to, width_field="width", height_field="height"
    )
    tags = TaggableManager(
        help_text=None, blank=True, verbose_name=_("tags"), related_name="site_images"
    )
    uploaded_by_user = account("uploaded_images", _("uploaded by user"))
    # Nothing, until somebody was asked.
    people = models.CharField(  # noqa: DJ001
        _("People in it"), max_length=10, choices=People.choices, null=True, editable=False
    )
    consent_until = models.DateField(
        _("They agreed until"), null=True, blank=True, editable=False, db_index=True
    )
    consent_noted_on = models.DateField(_("Agreed on"), null=True, blank=True, editable=False)
    consent_noted_by = account("noted_consents", _("consent noted by"))

    admin_form_fields = tuple(
        name for name in WagtailImage.admin_form_fields if name != "description"
    )

    # By these choosers leave out pictures, also of what was searched for (``wagtail_hooks``).
    search_fields = (
        *AbstractImage.search_fields,
        index.FilterField("people"),
        index.FilterField("consent_until"),
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]

    @property
    def is_withheld(self) -> bool:
        """Whether nobody gets it, for the people in it agree no longer."""
        return is_withheld(self)

    @property
    def default_alt_text(self) -> str:
        """Nothing: who places a picture says what it shows there, or that it is decorative."""
        return ""

    def get_upload_to(self, filename: str) -> str:
        return f"original_images/{filename}"

    def create_renditions(self, *filters: Filter) -> dict[Filter, "Rendition"]:
        """Make several sizes from one decoding, which happens in a process of its own."""
        files = rendition_files(self, filters) if filters else []
        return {
            each: self.renditions.get_or_create(
                filter_spec=each.spec,
                focal_point_key=each.get_cache_key(self),
                defaults={"file": file},
            )[0]
            for each, file in zip(filters, files, strict=True)
        }

    def generate_rendition_file(self, filter: Filter, *, source: File | None = None) -> File:  # noqa: A002 - Wagtail's name
        del source
        return rendition_files(self, [filter])[0]

    def save(self, *args: Any, update_fields: Any = None, **kwargs: Any) -> None:
        """Save it. Raises FileInUseError where a text stands on what would change."""
        refuse_change_in_use(self, update_fields)
        if self.file and self.file.is_new:
            self._set_image_file_metadata()
        with replaced_file_deleted(self):
            super().save(*args, update_fields=update_fields, **kwargs)


class Rendition(AbstractRendition):
    """A size of a picture, as readers get it. Its name tells nothing about the original.

    It lies in private storage. While readers have the picture, public storage holds it under the
    same name (``cms.media.public_files``).
    """

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition"
            )
        ]
        indexes = [models.Index(fields=("file",), name="rendition_by_file")]

    @property
    def url(self) -> str:
        """Its one address: for whoever may see a draft with it, and then for readers."""
        return default_storage.url(str(self.file.name))

    def get_upload_to(self, filename: str) -> str:
        extension = filename.rpartition(".")[2]
        return f"images/{uuid.uuid4().hex}.{extension}"


class Document(AbstractDocument):
    """A PDF that readers may download from pages that link to it."""

    file = CleanDocumentField(upload_to="documents", verbose_name=_("file"))
    tags = TaggableManager(
        help_text=None, blank=True, verbose_name=_("tags"), related_name="site_documents"
    )
    uploaded_by_user = account("uploaded_documents", _("uploaded by user"))

    admin_form_fields = WagtailDocument.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]

    @property
    def filename(self) -> str:
        """The name that a reader's browser saves the document under.

        Part of the document's address too. It tells nothing about where the file came from, and
        nobody can guess it: a document is found through a page that links to it.
        """
        return f"document-{PurePosixPath(str(self.file.name)).stem[:16]}.pdf"

    def save(self, *args: Any, update_fields: Any = None, **kwargs: Any) -> None:
        """Save it. Raises FileInUseError where a text stands on what would change."""
        refuse_change_in_use(self, update_fields)
        if self.file and cast(CleaningFile, self.file).is_new:
            self._set_document_file_metadata()
        with replaced_file_deleted(self):
            super().save(*args, update_fields=update_fields, **kwargs)


class MediaUse(models.Model):
    """That a text stands on a picture or document: a page or record as its row is, or a draft.

    Written in the transaction that writes the text (``cms.review.media_uses``).
    """

    image = models.ForeignKey(Image, null=True, on_delete=models.CASCADE, related_name="uses")
    document = models.ForeignKey(Document, null=True, on_delete=models.CASCADE, related_name="uses")
    page = models.ForeignKey(Page, null=True, on_delete=models.CASCADE, related_name="+")
    record_kind = models.ForeignKey(
        ContentType, null=True, on_delete=models.CASCADE, related_name="+"
    )
    record_number = models.CharField(max_length=255, blank=True, default="")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.CASCADE, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [models.Index(fields=("record_kind", "record_number"), name="use_by_record")]
        constraints = [
            models.CheckConstraint(
                condition=Q(image__isnull=False, document__isnull=True)
                | Q(image__isnull=True, document__isnull=False),
                name="use_of_one_file",
            ),
            models.CheckConstraint(
                condition=Q(page__isnull=False, record_kind__isnull=True, revision__isnull=True)
                | Q(page__isnull=True, record_kind__isnull=False, revision__isnull=True)
                | Q(page__isnull=True, record_kind__isnull=True, revision__isnull=False),
                name="use_in_one_text",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.image or self.document}"
