"""The record of what was decided about which text."""

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page, Revision

from ..digest import content_digest


class DecisionQuerySet(models.QuerySet["Decision"]):
    def about_text(self, revision: Revision) -> "DecisionQuerySet":
        """What was decided about a revision's text as it is now; not what it was since then."""
        return self.filter(revision=revision, digest=content_digest(revision))


class Decision(models.Model):
    """What somebody decided about a text: the record behind every publication.

    A record outlives the page and the account that it is about. Without an actor, the site
    itself acted: a step was skipped, a date was reached, a reminder went out.
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
        REFUSED = "publication-refused", _("Publication refused")

    page = models.ForeignKey(
        Page, on_delete=models.SET_NULL, null=True, related_name="decisions", verbose_name=_("page")
    )
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
        permissions = [("publish_in_emergency", _("Can publish in an emergency"))]
        indexes = [models.Index(fields=("page", "kind", "-at"), name="decisions_of_a_page")]

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
        """Record a decision about a revision of a page."""
        page = Page.objects.get(pk=revision.object_id)
        return cls.objects.create(
            page=page,
            locale_id=page.locale_id,
            title=revision.object_str[:255],
            revision=revision,
            revision_number=revision.pk,
            digest=content_digest(revision),
            kind=kind,
            step=step,
            actor=actor,
            reason=str(reason),
            at=timezone.now(),
        )
