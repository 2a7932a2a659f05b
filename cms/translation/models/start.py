"""A coordinator's order to make pages ready for translation, and how far it has come."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page


class Start(models.Model):
    """Pages that are being made ready in the background, one after the other.

    ``failed`` holds the titles of those that could not be; ``total`` is unknown until the work
    has begun.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    locales = models.ManyToManyField(Locale, related_name="+")
    subtree = models.BooleanField(default=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    total = models.PositiveIntegerField(null=True)
    done = models.PositiveIntegerField(default=0)
    failed = models.JSONField(default=list)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("start of translations")
        verbose_name_plural = _("starts of translations")

    def __str__(self) -> str:
        return f"{self.page_id}, {self.done}"

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None
