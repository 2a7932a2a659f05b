"""That a machine was asked for a draft, and what came of it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail_localize.models import Translation


class MachineDraft(models.Model):
    """The last time that a machine was asked for a translation's missing segments."""

    class State(models.TextChoices):
        WAITING = "waiting", _("being made")
        DONE = "done", _("made")
        FAILED = "failed", _("failed")

    translation = models.OneToOneField(
        Translation, on_delete=models.CASCADE, related_name="machine_draft"
    )
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    message = models.TextField(blank=True)
    number = models.PositiveIntegerField(default=0)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("draft by a machine")
        verbose_name_plural = _("drafts by a machine")

    def __str__(self) -> str:
        return f"{self.translation_id}, {self.get_state_display()}"
