"""The principles: the agreement of everyone who acts in the organization's name."""

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, Panel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.pages.blocks import BodyBlock
from cms.pages.blocks.text import INLINE_FEATURES
from cms.pages.fields import StreamField
from cms.pages.models import BasePage, FieldRule


class PrinciplesPage(BasePage):
    """The principles in order. Each has an anchor that is the same in every language."""

    introduction = StreamField(
        BodyBlock,
        blank=True,
        verbose_name=_("introduction"),
        help_text=_("Stands above the principles."),
    )

    translatable_fields: ClassVar[list[FieldRule]] = [
        *BasePage.translatable_fields,
        TranslatableField("introduction"),
        TranslatableField("principles"),
    ]
    content_panels: ClassVar[list[Panel]] = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        InlinePanel("principles", label=_("Principle"), heading=_("Principles"), min_num=1),
    ]
    page_description = _("The principles in order. There is one such page in each language.")
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("principles page")
        verbose_name_plural = _("principles pages")


class Principle(TranslatableMixin, Orderable):
    """One principle: a short statement and its explanation."""

    page = ParentalKey(PrinciplesPage, on_delete=models.CASCADE, related_name="principles")
    key = models.CharField(
        _("key"),
        max_length=40,
        validators=[
            RegexValidator(r"^principle-[1-9]\d*$", _("A key looks like “principle-4”.")),
        ],
        help_text=_(
            "Such as “principle-4”. Links to this principle use it, so it never changes, even "
            "when the order does."
        ),
    )
    statement = models.CharField(
        _("statement"), max_length=200, help_text=_("The principle itself, in one sentence.")
    )
    explanation = RichTextField(
        _("explanation"),
        features=INLINE_FEATURES,
        help_text=_("What it means and what follows from it, in a short paragraph."),
    )

    translatable_fields: ClassVar[list[FieldRule]] = [
        SynchronizedField("key", overridable=False),
        TranslatableField("statement"),
        TranslatableField("explanation"),
    ]
    panels: ClassVar[list[Panel]] = [
        FieldPanel("key"),
        FieldPanel("statement"),
        FieldPanel("explanation"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("principle")
        verbose_name_plural = _("principles")

    def __str__(self) -> str:
        return self.statement
