"""What was taken down, and what somebody asks to have taken down."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class TakeDownQuerySet(models.QuerySet["TakeDown"]):
    def about(self, thing: Any) -> "TakeDownQuerySet":
        """What was asked for and done about a page, record, picture or document."""
        return self.filter(content_type=kind_of(thing), object_id=str(thing.pk))

    def open(self) -> "TakeDownQuerySet":
        """What somebody asks for and nobody has answered yet."""
        return self.filter(state=TakeDown.State.ASKED)


class TakeDown(models.Model):
    """That something was to be taken down: asked for, done, or declined, and by whom and why.

    It outlives the thing, of which nothing else may be left, and the accounts.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("Asked for")
        DONE = "done", _("Taken down")
        DECLINED = "declined", _("Declined")

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.CharField(max_length=255)
    title = models.CharField(_("title"), max_length=255)
    # The chapter that it is of; empty of what is national.
    territory = models.UUIDField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    asked_because = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    reason = models.TextField(_("reason"), blank=True)
    # The addresses at which readers had it, and of how many other texts it was a part.
    addresses = models.JSONField(default=list, blank=True)
    other_texts = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)

    objects = TakeDownQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("Taken down")
        verbose_name_plural = _("Taken down")
        indexes = [models.Index(fields=("content_type", "object_id"), name="take_downs_of_a_thing")]

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.title}"


def kind_of(thing: Any) -> ContentType:
    """All pages are one kind."""
    model = Page if isinstance(thing, Page) else type(thing)
    return ContentType.objects.get_for_model(model)
