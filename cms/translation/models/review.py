"""The language's step of review, and who had a hand in a text."""

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import TaskState
from wagtail_localize.models import Translation

from cms.access.policy import REVIEWERS
from cms.review.models import ReviewTask


class LanguageReviewTask(ReviewTask):
    """The reviewers of the language in which the page or record is written."""

    role = REVIEWERS
    record_name = "language"

    class Meta:
        verbose_name = _("review by the language’s reviewers")

    def reason_to_skip(self, state: TaskState) -> str:
        """Skipped only where staff approve afterwards: else nobody might read it before readers."""
        if not settings.TRANSLATION_NEEDS_STAFF:
            return ""
        return super().reason_to_skip(state)


class Contributor(models.Model):
    """That an account has written in a translation, and when it last did.

    Strings have no history of their own; nobody reviews a text in which they had a hand.
    """

    translation = models.ForeignKey(
        Translation, on_delete=models.CASCADE, related_name="contributors"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="contributions"
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("hand in a translation")
        verbose_name_plural = _("hands in translations")
        constraints = [
            models.UniqueConstraint(fields=("translation", "user"), name="one_contributor_each")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}, {self.translation_id}"

    @classmethod
    def of(cls, translation: Translation, user: User) -> None:
        """Note that the account has written in the translation now."""
        cls.objects.update_or_create(
            translation=translation, user=user, defaults={"at": timezone.now()}
        )
