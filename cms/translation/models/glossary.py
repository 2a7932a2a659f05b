"""The glossary: terms that are translated in one way, or not at all; and where that is not so."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Locale
from wagtail_localize.models import String, Translation, TranslationContext


class GlossaryTerm(ClusterableModel):
    """A word or phrase of the source, as translators should know it."""

    term = models.CharField(
        _("term"), max_length=100, unique=True, help_text=_("As it stands in the English text.")
    )
    stays = models.BooleanField(
        _("is not translated"),
        default=False,
        help_text=_("Such as a name: it stands in every language as it is written here."),
    )
    note = models.TextField(
        _("note"),
        blank=True,
        help_text=_("What it means, and what it must not be mistaken for. Translators read it."),
    )

    needs_no_review = "Translators keep to it; readers get texts, and those are reviewed."

    panels = [
        FieldPanel("term"),
        FieldPanel("stays"),
        FieldPanel("note"),
        InlinePanel("wordings", heading=_("In other languages"), label=_("Translation")),
    ]

    class Meta:
        ordering = ("term",)
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary")

    def __str__(self) -> str:
        return self.term


class GlossaryWording(models.Model):
    """What a term is called in a language. There may be several; any of them will do."""

    term = ParentalKey(GlossaryTerm, on_delete=models.CASCADE, related_name="wordings")
    locale = models.ForeignKey(
        Locale,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("language"),
        help_text=_("The language in which the term is called so."),
    )
    text = models.CharField(
        _("translation"),
        max_length=100,
        help_text=_("As it stands in a sentence. Where several will do, enter each by itself."),
    )

    panels = [FieldPanel("locale"), FieldPanel("text")]

    class Meta:
        ordering = ("pk",)
        verbose_name = _("translation of a term")
        verbose_name_plural = _("translations of terms")
        constraints = [
            models.UniqueConstraint(
                fields=("term", "locale", "text"), name="wording_of_a_term_once"
            )
        ]

    def __str__(self) -> str:
        return self.text


class DismissedCheck(models.Model):
    """Why a translation leaves a term's wording: for one segment, until its source changes."""

    translation = models.ForeignKey(
        Translation, on_delete=models.CASCADE, related_name="dismissed_checks"
    )
    string = models.ForeignKey(String, on_delete=models.CASCADE, related_name="+")
    context = models.ForeignKey(TranslationContext, on_delete=models.CASCADE, related_name="+")
    term = models.ForeignKey(GlossaryTerm, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(_("reason"), max_length=300)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reason against the glossary")
        verbose_name_plural = _("reasons against the glossary")
        constraints = [
            models.UniqueConstraint(
                fields=("translation", "string", "context", "term"), name="one_dismissal_a_term"
            )
        ]

    def __str__(self) -> str:
        return self.reason
