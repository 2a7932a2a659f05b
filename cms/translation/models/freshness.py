"""How a published translation stands to its source, and what goes with the text in review."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision
from wagtail_localize.models import Translation


class Freshness(models.Model):
    """Which of its source's segments a published translation answers, and what has changed since.

    Segments are kept as ``keys_of`` in ``cms.translation.freshness`` writes them. A translation
    is stale while ``stale_since`` holds the day on which its source moved on. What had been
    written by ``approved_at`` has been reviewed. ``submitted_texts`` is what the translation
    memory learns once the text in review is published, as ``cms.translation.memory.entries`` writes
    it; ``credits`` are the names that readers are shown beside the text that they see.

    ``follows`` is the source's revision whose facts the translation has. ``strays`` are facts of
    the source that changed since and that what readers see does not follow, because it has a value
    of its own or because words changed with them: changes as ``cms.translation.facts.changes``
    writes them, each with ``since`` when.
    """

    translation = models.OneToOneField(
        Translation, on_delete=models.CASCADE, related_name="freshness"
    )
    follows = models.ForeignKey(Revision, on_delete=models.SET_NULL, null=True, related_name="+")
    strays = models.JSONField(default=list)
    answers = models.JSONField(null=True)
    submitted_answers = models.JSONField(null=True)
    submitted_revision = models.ForeignKey(
        Revision, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    submitted_texts = models.JSONField(default=list)
    submitted_credits = models.JSONField(default=list)
    credits = models.JSONField(default=list)
    approved_at = models.DateTimeField(null=True)
    stale_since = models.DateTimeField(null=True, db_index=True)
    changed_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    changed = models.JSONField(default=list)
    gone = models.JSONField(default=list)

    class Meta:
        verbose_name = _("freshness of a translation")
        verbose_name_plural = _("freshness of translations")

    def __str__(self) -> str:
        return f"{self.translation_id}, {self.stale_since or 'fresh'}"


class ConfirmedFacts(models.Model):
    """What an approver of a source has said of facts that changed together with their words.

    The paths are those of facts that do go with the words as translations have them.
    """

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="+")
    paths = models.JSONField(default=list)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("confirmation of facts")
        verbose_name_plural = _("confirmations of facts")

    def __str__(self) -> str:
        return f"{self.revision_id}, {len(self.paths)}"
