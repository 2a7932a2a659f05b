"""What has been done with redirects, which change what readers get at an address."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SHOWN_FOR = timedelta(days=7)


class RedirectChangeQuerySet(models.QuerySet["RedirectChange"]):
    def shown(self) -> "RedirectChangeQuerySet":
        """What reviewers see: what waits for an approver, and all of the last week."""
        lately = models.Q(at__gte=timezone.now() - SHOWN_FOR)
        return self.filter(lately | models.Q(is_waiting=True))

    def confirmed(self, address: str) -> bool:
        """Whether an approver has said that readers may be led to this address."""
        return self.filter(after=address, confirmed_by__isnull=False, is_waiting=False).exists()


class RedirectChange(models.Model):
    """A redirect that was added, changed or removed: its target before and after, and by whom.

    One that leads to another site waits until an approver who did not propose it confirms it.
    """

    old_path = models.CharField(_("redirect from"), max_length=255)
    before = models.CharField(_("led to"), max_length=255, blank=True)
    after = models.CharField(_("leads to"), max_length=255, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)
    is_waiting = models.BooleanField(default=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = RedirectChangeQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("change of a redirect")
        verbose_name_plural = _("changes of redirects")

    def __str__(self) -> str:
        return f"{self.old_path}: {self.before} → {self.after}"
