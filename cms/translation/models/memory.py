"""The translation memory: what was approved, findable by words that are alike."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale
from wagtail_localize.models import String, TranslationContext


class MemoryEntry(models.Model):
    """A segment of a source and the text that was approved for it.

    Both are kept as wagtail-localize keeps them: with tags, links by number. ``object_id`` is
    the translation key of the page or record that it stands in; who may see that page decides
    who is offered it.
    """

    string = models.ForeignKey(String, on_delete=models.CASCADE, related_name="memory_entries")
    context = models.ForeignKey(TranslationContext, on_delete=models.CASCADE, related_name="+")
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    object_id = models.UUIDField()
    of_page = models.BooleanField()
    text = models.TextField()
    approved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("remembered translation")
        verbose_name_plural = _("remembered translations")
        constraints = [
            models.UniqueConstraint(
                fields=("locale", "string", "context"), name="one_memory_entry_in_each_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.string_id}, {self.locale_id}"


class TellingWord(models.Model):
    """A word by which a source's string is found; see ``cms.translation.memory.similarity``."""

    string = models.ForeignKey(String, on_delete=models.CASCADE, related_name="telling_words")
    word = models.CharField(max_length=40, db_index=True)

    class Meta:
        verbose_name = _("telling word")
        verbose_name_plural = _("telling words")
        constraints = [models.UniqueConstraint(fields=("string", "word"), name="telling_word_once")]

    def __str__(self) -> str:
        return self.word
