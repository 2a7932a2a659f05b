"""Mails on their way: kept until the mail server has taken them."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# With a wait that doubles after each failure, this is more than two days.
ATTEMPTS = 12
LONGEST_WAIT = timedelta(hours=12)
# The scheduler asks every minute for a server that did not answer; so long nobody else does.
AWAY_FOR = timedelta(minutes=2)


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def waiting(self) -> "OutgoingMailQuerySet":
        """Mails that no server has taken yet and that are still worth trying."""
        return self.filter(sent_at__isnull=True, attempts__lt=ATTEMPTS)

    def due(self) -> "OutgoingMailQuerySet":
        """Waiting mails that may be tried now."""
        return self.waiting().filter(next_attempt_at__lte=timezone.now())

    def set_aside(self) -> int:
        """Send none of the waiting mails, for want of people who would get them; how many.

        Each stays on record as one that went out, without its text.
        """
        return self.waiting().update(sent_at=timezone.now(), body="")

    def server_is_away(self) -> bool:
        """Whether the mail server has not answered just now, so that asking it costs time."""
        return self.filter(found_nobody_at__gt=timezone.now() - AWAY_FOR).exists()

    def stuck(self) -> "OutgoingMailQuerySet":
        """Mails that were given up, or failed several times: somebody should look."""
        return self.filter(Q(attempts__gte=4), sent_at__isnull=True)


class OutgoingMail(models.Model):
    """A plain mail to one person. Its text is erased once it has been sent."""

    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=250)
    body = models.TextField(_("text"), blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    last_error = models.CharField(max_length=300, blank=True)
    # When there was no answer to it, where that was the last that became of it.
    found_nobody_at = models.DateTimeField(null=True, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        ordering = ("created_at",)
        verbose_name = _("mail")
        verbose_name_plural = _("mails")

    def __str__(self) -> str:
        return self.subject

    def wait_after(self, attempts: int) -> timedelta:
        """How long to wait after so many attempts: a minute, two, four, twice as long each time."""
        return min(timedelta(minutes=2 ** max(attempts - 1, 0)), LONGEST_WAIT)
