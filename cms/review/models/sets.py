"""Sets: pages that readers get together or not at all."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision


class PublicationSet(models.Model):
    """Pages that are published in one act: an issue, its announcement, their translations.

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


class SetMember(models.Model):
    """A page of a set; ``revision`` is its approved text, once there is one."""

    publication_set = models.ForeignKey(
        PublicationSet, on_delete=models.CASCADE, related_name="members"
    )
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="set_memberships")
    revision = models.ForeignKey(
        Revision, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("page of a set")
        verbose_name_plural = _("pages of sets")
        constraints = [
            models.UniqueConstraint(
                fields=("page",),
                condition=models.Q(is_open=True),
                name="one_open_set_per_page",
            )
        ]

    def __str__(self) -> str:
        return f"{self.publication_set}: {self.page_id}"
