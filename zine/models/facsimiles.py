"""Zines that exist as a PDF: what was uploaded, its pages, and which one readers are shown."""

from pathlib import PurePosixPath
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cms.media.fields import CleanDocumentField, private_storage
from zine.facsimiles.limits import WIDTHS
from zine.facsimiles.reading_order import Frame, Layout, frame_from
from zine.facsimiles.recognition import Origin


class FacsimileQuerySet(models.QuerySet["Facsimile"]):
    def ready(self) -> Self:
        """Those whose every page has been drawn."""
        return self.filter(state=Facsimile.State.READY)


class Facsimile(models.Model):
    """An uploaded PDF of a zine, and what it was recognised as.

    It is never changed: another PDF is another facsimile, so that a page which names this one
    names these very pages, in review and after publication.
    """

    class State(models.TextChoices):
        DRAWING = "drawing", _("its pages are being drawn")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    title = models.CharField(max_length=120)
    language = models.CharField(max_length=12)
    file = CleanDocumentField(upload_to="facsimiles", max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    sheets = models.PositiveSmallIntegerField()
    origin = models.CharField(max_length=20, choices=[(each.value, each.value) for each in Origin])
    layout = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Layout])
    direction = models.CharField(max_length=3, choices=[("ltr", "ltr"), ("rtl", "rtl")])
    unsure = models.BooleanField(default=False)
    # What was taken out of the file, by kind; and where on its sheets the pages are.
    removed = models.JSONField(default=dict, blank=True)
    frames = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.DRAWING)
    # The page that could not be drawn, and whether the machine was too weak for it.
    failed_page = models.PositiveSmallIntegerField(null=True, blank=True)
    too_slow = models.BooleanField(default=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)

    objects = FacsimileQuerySet.as_manager()

    class Meta:
        verbose_name = _("PDF of a zine")
        verbose_name_plural = _("PDFs of zines")
        ordering: ClassVar[list[str]] = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.title} ({self.sha256[:8]})"

    @property
    def token(self) -> str:
        """What makes the addresses of its files its own: random, and part of their names."""
        return PurePosixPath(str(self.file.name)).stem[:16]

    @cached_property
    def reading_order(self) -> list[Frame]:
        """Its pages in the order in which they are read."""
        return [frame_from(data) for data in self.frames]

    def content(self) -> bytes:
        with self.file.open("rb") as file:
            return bytes(file.read())

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        names = [name for page in self.pages.all() for name in page.pictures.values()]
        names.append(str(self.file.name))
        deleted = super().delete(*args, **kwargs)
        for name in names:
            private_storage().delete(name)
        return deleted


class FacsimilePage(models.Model):
    """A page as it is read: its words, and its pictures. There is a row once these are whole."""

    facsimile = models.ForeignKey(Facsimile, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    is_blank = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("page of a PDF")
        verbose_name_plural = _("pages of a PDF")
        ordering: ClassVar[list[str]] = ["facsimile", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["facsimile", "number"], name="one_page_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.facsimile} {self.number}"

    @property
    def pictures(self) -> dict[int, str]:
        """The names in private storage of its pictures, by width."""
        return {width: picture_name(self.facsimile, self.number, width) for width in WIDTHS}


class ShownFacsimile(models.Model):
    """Which PDF readers of an issue are shown: the last one published whose pages were drawn."""

    issue = models.OneToOneField(
        "zine.ZineIssuePage", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    facsimile = models.ForeignKey(Facsimile, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("PDF that readers are shown")
        verbose_name_plural = _("PDFs that readers are shown")

    def __str__(self) -> str:
        return f"{self.issue_id}: {self.facsimile}"


def picture_name(facsimile: Facsimile, number: int, width: int) -> str:
    """Return the name of a page's picture in private storage."""
    return f"facsimiles/{PurePosixPath(str(facsimile.file.name)).stem}/{number}-{width}.webp"
