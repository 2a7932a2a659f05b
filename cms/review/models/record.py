"""The record of what was decided about which text."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Revision, Task

from ..standing import kept_digest
from ..subjects import key_of


class DecisionQuerySet(models.QuerySet["Decision"]):
    def about_text(self, revision: Revision) -> "DecisionQuerySet":
        """What was decided about a revision's words and files as they are now, and no others."""
        return self.filter(revision=revision, digest=kept_digest(revision))

    def about(self, subject: Any) -> "DecisionQuerySet":
        """What was decided about a page or record, whichever of its texts it was."""
        kind, number = key_of(subject)
        return self.filter(base_content_type=kind, object_id=number)

    def approvals(self) -> "DecisionQuerySet":
        """Those by which readers may get a text."""
        kinds = Decision.Kind
        return self.filter(kind__in=(kinds.APPROVED, kinds.EMERGENCY, kinds.FILE_TAKEN_OUT))

    def approves(self, revision: Revision) -> bool:
        """Whether somebody approved the revision's words and files as they are now."""
        return self.about_text(revision).approvals().exists()


class Decision(models.Model):
    """What somebody decided about a text: the record behind every publication.

    It outlives its subject, a page or record of the site, and its actor. Where there was no actor,
    the site itself acted: a step was skipped, a date was reached, a reminder went out.
    """

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", _("Submitted")
        APPROVED = "approved", _("Approved")
        CHANGES_REQUESTED = "changes-requested", _("Changes requested")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        SKIPPED = "skipped", _("Step skipped")
        TAKEN_OVER = "taken-over", _("Step taken over by staff")
        REMINDED = "reminded", _("Reminder sent")
        HELD = "held", _("Approved, waits for its set")
        SCHEDULED = "scheduled", _("Scheduled")
        PUBLISHED = "published", _("Published")
        EMERGENCY = "emergency", _("Published in an emergency")
        TAKEN_DOWN = "taken-down", _("Taken down")
        FILE_TAKEN_OUT = "file-taken-out", _("A picture or document was taken out")
        REFUSED = "publication-refused", _("Publication refused")

    # No GenericRelation leads back here: Django deletes through it.
    base_content_type = models.ForeignKey(
        ContentType, on_delete=models.PROTECT, related_name="+", verbose_name=_("kind of content")
    )
    object_id = models.CharField(_("number"), max_length=255)
    subject = GenericForeignKey("base_content_type", "object_id", for_concrete_model=False)
    subject.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    locale = models.ForeignKey(Locale, on_delete=models.SET_NULL, null=True, related_name="+")
    title = models.CharField(_("title"), max_length=255)
    revision = models.ForeignKey(
        Revision, on_delete=models.SET_NULL, null=True, related_name="decisions"
    )
    revision_number = models.PositiveBigIntegerField(_("revision"))
    digest = models.CharField(_("digest"), max_length=64)
    kind = models.CharField(_("decision"), max_length=20, choices=Kind)
    step = models.CharField(_("step"), max_length=40, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="review_decisions",
        verbose_name=_("by"),
    )
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        permissions = [
            ("publish_in_emergency", _("Can publish in an emergency")),
            ("take_down", _("Can take down records that readers see")),
        ]
        indexes = [
            models.Index(
                fields=("base_content_type", "object_id", "kind", "-at"),
                name="decisions_of_a_subject",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.title}"

    @classmethod
    def about(
        cls,
        revision: Revision,
        kind: Kind,
        actor: User | None,
        reason: str | Promise = "",
        step: str = "",
    ) -> "Decision":
        """Record a decision about a revision of a page or record."""
        return cls.objects.create(
            base_content_type_id=revision.base_content_type_id,
            object_id=revision.object_id,
            locale_id=revision.base_content_object.locale_id,
            title=revision.object_str[:255],
            revision=revision,
            revision_number=revision.pk,
            digest=kept_digest(revision),
            kind=kind,
            step=step,
            actor=actor,
            reason=str(reason),
            at=timezone.now(),
        )


def task_name_of(task: Task) -> str:
    """The name of a step in the record: ``lead``, ``staff``, ``language``; empty if not ours."""
    return str(getattr(task.specific_class or type(task), "record_name", ""))
