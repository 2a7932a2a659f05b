"""How often readers asked for a page in a language that it does not exist in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Demand(models.Model):
    """A count for one page, language and day. Nothing else is known of those who asked."""

    page_key = models.UUIDField()
    language = models.CharField(max_length=12)
    day = models.DateField(db_index=True)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("demand for a translation")
        verbose_name_plural = _("demand for translations")
        constraints = [
            models.UniqueConstraint(
                fields=("page_key", "language", "day"), name="one_count_a_page_language_and_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page_key}, {self.language}, {self.day}: {self.number}"
