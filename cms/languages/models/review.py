"""The language's step of review, who had a hand in a text, and the review of records."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import GroupPagePermission, Page, Revision, WorkflowState
from wagtail_localize.models import Translation

from cms.access.policy import REVIEWERS
from cms.review.models import ReviewTask


class LanguageReviewTask(ReviewTask):
    """The reviewers of the language in which the page is written."""

    class Meta:
        verbose_name = _("review by the language’s reviewers")

    def reviewers(self, page: Page) -> QuerySet[User]:
        rights = GroupPagePermission.objects.filter(
            page__in=page.get_ancestors(inclusive=True),
            group__team__role_key=REVIEWERS.key,
            group__team__locale=page.locale_id,
        )
        active = get_user_model().objects.filter(is_active=True)
        return active.filter(groups__in=rights.values("group")).distinct()

    def reason_to_skip(self, workflow_state: WorkflowState, revision: Revision) -> str:
        """Skipped only where staff approve afterwards: else nobody might read it before readers."""
        if not settings.TRANSLATION_NEEDS_STAFF:
            return ""
        return super().reason_to_skip(workflow_state, revision)


class Hand(models.Model):
    """That an account has written in a translation, and when it last did.

    Strings have no history of their own; nobody reviews a text in which they had a hand.
    """

    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="hands")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="hands"
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("hand in a translation")
        verbose_name_plural = _("hands in translations")
        constraints = [
            models.UniqueConstraint(fields=("translation", "user"), name="one_hand_each")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}, {self.translation_id}"

    @classmethod
    def of(cls, translation: Translation, user: User) -> None:
        """Note that the account has written in the translation now."""
        cls.objects.update_or_create(
            translation=translation, user=user, defaults={"at": timezone.now()}
        )


class RecordReviewQuerySet(models.QuerySet["RecordReview"]):
    def waiting(self) -> "RecordReviewQuerySet":
        """Reviews that nobody has decided about yet."""
        return self.filter(status=RecordReview.Status.WAITING)


class RecordReview(models.Model):
    """A record's translation in review: ``content`` is what approval writes, and nothing else."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("in review")
        APPROVED = "approved", _("approved")
        CHANGES = "changes-requested", _("changes requested")
        WITHDRAWN = "withdrawn", _("withdrawn")

    translation = models.ForeignKey(
        Translation, on_delete=models.CASCADE, related_name="record_reviews"
    )
    content = models.JSONField()
    answers = models.JSONField(default=list)
    texts = models.JSONField(default=list)
    status = models.CharField(max_length=20, choices=Status, default=Status.WAITING)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    submitted_at = models.DateTimeField(default=timezone.now)
    skipped_language = models.BooleanField(default=False)
    language_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    language_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    objects = RecordReviewQuerySet.as_manager()

    class Meta:
        ordering = ("-submitted_at", "-pk")
        verbose_name = _("review of a record’s translation")
        verbose_name_plural = _("reviews of records’ translations")
        constraints = [
            models.UniqueConstraint(
                fields=("translation",),
                condition=models.Q(status="waiting"),
                name="one_open_review_of_a_record",
            )
        ]

    def __str__(self) -> str:
        return f"{self.translation_id}, {self.get_status_display()}"

    @property
    def is_waiting(self) -> bool:
        return self.status == self.Status.WAITING

    @property
    def waits_for_language(self) -> bool:
        """Whether the language's reviewers have not had their step yet."""
        return self.is_waiting and self.language_at is None and not self.skipped_language
