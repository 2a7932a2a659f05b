"""Dates that the scheduler and people look at."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import TranslatableMixin

LATE = timedelta(minutes=10)


class Heartbeat(models.Model):
    """When something that runs every minute last ran to its end."""

    SCHEDULER = "scheduler"

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("last run")
        verbose_name_plural = _("last runs")

    def __str__(self) -> str:
        return f"{self.name}, {self.at:%Y-%m-%d %H:%M}"

    @classmethod
    def beat(cls, name: str) -> None:
        cls.objects.update_or_create(name=name, defaults={"at": timezone.now()})

    @classmethod
    def last(cls, name: str) -> datetime | None:
        return cls.objects.filter(name=name).values_list("at", flat=True).first()


class LookAgain(models.Model):
    """The day on which somebody should read a text again, the same in every language."""

    translation_key = models.UUIDField(primary_key=True)
    on = models.DateField(_("look at this text again on"), db_index=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("date to look again")
        verbose_name_plural = _("dates to look again")

    def __str__(self) -> str:
        return f"{self.on}"

    @classmethod
    def of(cls, subject: TranslatableMixin) -> "LookAgain | None":
        return cls.objects.filter(translation_key=subject.translation_key).first()

    @classmethod
    def set_for(cls, subject: TranslatableMixin, on: object, user: User) -> None:
        """Set the day, or with None take it away."""
        if on is None:
            cls.objects.filter(translation_key=subject.translation_key).delete()
            return
        cls.objects.update_or_create(
            translation_key=subject.translation_key, defaults={"on": on, "set_by": user}
        )
