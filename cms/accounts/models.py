"""What is kept of accounts beside Wagtail's: their open sessions, and lost factors."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone

# A session of the admin ends after so many seconds, however busy, and left alone if it is shared.
LONGEST, LONGEST_IDLE = 8 * 60 * 60, 30 * 60
# How often it is noted that a session is in use, in seconds: as seldom as its end allows.
NOTED_EVERY, NOTED_EVERY_IF_SHARED = 15 * 60, 60


def this_minute() -> datetime:
    """Now, no finer than the person needs to tell sessions apart."""
    return timezone.now().replace(second=0, microsecond=0)


class OpenSessionQuerySet(models.QuerySet["OpenSession"]):
    def over(self) -> "OpenSessionQuerySet":
        """Those that have lasted their time, though nobody has come back to notice."""
        now = timezone.now()
        lasted = now - timedelta(seconds=LONGEST)
        left_alone = now - timedelta(seconds=LONGEST_IDLE + 2 * NOTED_EVERY_IF_SHARED)
        return self.filter(
            models.Q(signed_in_at__lt=lasted) | models.Q(is_shared=True, seen_at__lt=left_alone)
        )

    def open_of(self, user: User) -> "OpenSessionQuerySet":
        """An account's sessions that would still open the admin: a new password ends the older."""
        mine = self.filter(user=user, auth_hash=user.get_session_auth_hash())
        return mine.exclude(pk__in=OpenSession.objects.over().values("pk"))


class OpenSession(models.Model):
    """A session of an account, for its person to see and to end: times, and nothing else.

    Neither an address nor a browser is kept, and not the session's key either: the session knows
    its row, not the row its session. A session without its row is over.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="open_sessions")
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    # As Django's own sessions keep it: it changes with the password, and tells nothing of it.
    auth_hash = models.CharField(max_length=128, editable=False)
    signed_in_at = models.DateTimeField(default=this_minute)
    seen_at = models.DateTimeField(default=this_minute)
    is_shared = models.BooleanField(default=False)

    objects = OpenSessionQuerySet.as_manager()

    class Meta:
        ordering = ("-signed_in_at", "-pk")

    def __str__(self) -> str:
        return f"{self.user}, {self.signed_in_at:%Y-%m-%d %H:%M}"

    @property
    def noted_every(self) -> timedelta:
        return timedelta(seconds=NOTED_EVERY_IF_SHARED if self.is_shared else NOTED_EVERY)


# How long a request to take second factors away waits for a second staff member, and how long the
# link holds that its person gets then.
REQUEST_HOLDS, LINK_HOLDS = timedelta(hours=24), timedelta(days=3)


class FactorResetQuerySet(models.QuerySet["FactorReset"]):
    def waiting(self) -> "FactorResetQuerySet":
        """Those that another staff member may still confirm."""
        asked = timezone.now() - REQUEST_HOLDS
        return self.filter(confirmed_at=None, ended_at=None, asked_at__gt=asked)

    def unfinished(self) -> "FactorResetQuerySet":
        """Those whose account has no new factor yet: its password alone opens nothing."""
        return self.filter(confirmed_at__isnull=False, ended_at=None)


class FactorReset(models.Model):
    """A request to take the second factors of an account away, which two staff members share.

    Its person needs the link of the mail to sign in again, and a new factor to end it. The mail
    has the only copy of the link's token.
    """

    account = models.ForeignKey(User, on_delete=models.CASCADE, related_name="factor_resets")
    reason = models.CharField(max_length=300)
    asked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # Withdrawn, objected to, or no longer needed since there is a new factor.
    ended_at = models.DateTimeField(null=True, blank=True)
    token_digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = FactorResetQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-pk")

    def __str__(self) -> str:
        return f"{self.account}, {self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def expires_at(self) -> datetime:
        return self.asked_at + REQUEST_HOLDS
