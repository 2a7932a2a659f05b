"""Sets: texts that readers get together or not at all."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from ..subjects import Key, key_in


class PublicationSet(models.Model):
    """Texts that are published in one act: an issue, its announcement, a person, translations.

    Each is reviewed by itself; what is approved is held until the set is published.
    """

    name = models.CharField(_("name"), max_length=120)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("set")
        verbose_name_plural = _("sets")

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.published_at is None


class SetMemberQuerySet(models.QuerySet["SetMember"]):
    def open_for(self, key: Key) -> "SetMemberQuerySet":
        """The place of a page or record in the set that holds it back now, if there is one."""
        kind, number = key
        return self.filter(base_content_type=kind, object_id=number, is_open=True)


class SetMember(models.Model):
    """A page or record of a set; ``revision`` is its approved text, once there is one."""

    publication_set = models.ForeignKey(
        PublicationSet, on_delete=models.CASCADE, related_name="members"
    )
    base_content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.CharField(max_length=255)
    subject = GenericForeignKey("base_content_type", "object_id", for_concrete_model=False)
    subject.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    revision = models.ForeignKey(
        Revision, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_open = models.BooleanField(default=True)

    objects = SetMemberQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = _("text of a set")
        verbose_name_plural = _("texts of sets")
        constraints = [
            models.UniqueConstraint(
                fields=("base_content_type", "object_id"),
                condition=models.Q(is_open=True),
                name="one_open_set_per_text",
            )
        ]

    def __str__(self) -> str:
        return f"{self.publication_set}: {self.object_id}"

    @property
    def key(self) -> Key:
        """What the subject is known by, also once it has been deleted."""
        return key_in(self)
