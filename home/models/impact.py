"""What the movement has done, on a line of time."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, Panel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.pages.blocks import BodyBlock
from cms.pages.blocks.text import INLINE_FEATURES
from cms.pages.fields import StreamField
from cms.pages.models import BasePage, FieldRule


class ImpactPage(BasePage):
    """The impact timeline."""

    introduction = StreamField(
        BodyBlock,
        blank=True,
        verbose_name=_("introduction"),
        help_text=_("Stands above the timeline."),
    )

    translatable_fields: ClassVar[list[FieldRule]] = [
        *BasePage.translatable_fields,
        TranslatableField("introduction"),
        TranslatableField("entries"),
    ]
    content_panels: ClassVar[list[Panel]] = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        InlinePanel("entries", label=_("Entry"), heading=_("Timeline")),
    ]
    reading_order: ClassVar[dict[str, str]] = {"entries": "timeline"}
    page_description = _("What the movement has done, on a line of time. One in each language.")
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("impact page")
        verbose_name_plural = _("impact pages")

    @property
    def timeline(self) -> list["ImpactEntry"]:
        """The entries from the oldest to the newest."""
        return sorted(self.entries.all(), key=lambda entry: (entry.date, entry.sort_order or 0))


class ImpactEntry(TranslatableMixin, Orderable):
    """Something that happened, on a day, in a month or in a year."""

    class Precision(models.TextChoices):
        DAY = "day", _("Day")
        MONTH = "month", _("Month")
        YEAR = "year", _("Year")

    page = ParentalKey(ImpactPage, on_delete=models.CASCADE, related_name="entries")
    date = models.DateField(
        _("date"), help_text=_("Where only the month or year is known, its first day.")
    )
    precision = models.CharField(
        _("precision"),
        max_length=5,
        choices=Precision,
        default=Precision.DAY,
        help_text=_("How much of the date is known; only that much is shown."),
    )
    place = models.CharField(
        _("place"),
        max_length=120,
        blank=True,
        help_text=_("Such as “Elizabeth, New Jersey”. Leave it empty if it was everywhere."),
    )
    headline = models.CharField(
        _("headline"), max_length=160, help_text=_("What happened, in a few words.")
    )
    text = RichTextField(
        _("text"),
        blank=True,
        features=INLINE_FEATURES,
        help_text=_("A few sentences. Name only people who agreed to be named."),
    )
    source_url = models.URLField(
        _("source"), blank=True, help_text=_("Where a reader can check this.")
    )

    translatable_fields: ClassVar[list[FieldRule]] = [
        SynchronizedField("date", overridable=False),
        SynchronizedField("precision", overridable=False),
        TranslatableField("place"),
        TranslatableField("headline"),
        TranslatableField("text"),
        SynchronizedField("source_url"),
    ]
    panels: ClassVar[list[Panel]] = [
        FieldRowPanel([FieldPanel("date"), FieldPanel("precision")]),
        FieldPanel("place"),
        FieldPanel("headline"),
        FieldPanel("text"),
        FieldPanel("source_url"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("impact entry")
        verbose_name_plural = _("impact entries")

    def __str__(self) -> str:
        return self.headline
