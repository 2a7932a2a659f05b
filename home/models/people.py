"""Staff and partners: records that pages list."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.pages.models import FieldRule
from cms.pages.time_zones import dates_panel
from cms.review.models import ReviewedRecord, ReviewedRecordQuerySet


class Person(ReviewedRecord):
    """Somebody who works for the organization and is named on the site."""

    name = models.CharField(
        _("name"), max_length=120, help_text=_("The name that this person wants on the site.")
    )
    role = models.CharField(
        _("role"), max_length=120, help_text=_("Their title, such as “Field Director”.")
    )
    order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Lower numbers come first.")
    )
    is_active = models.BooleanField(
        _("listed"), default=True, help_text=_("Untick it when this person leaves.")
    )

    translatable_fields: ClassVar[list[FieldRule]] = [
        SynchronizedField("name"),
        TranslatableField("role"),
        SynchronizedField("order", overridable=False),
        SynchronizedField("is_active", overridable=False),
    ]
    panels: ClassVar[list[Panel]] = [
        FieldPanel("name"),
        FieldPanel("role"),
        FieldPanel("order"),
        FieldPanel("is_active"),
        dates_panel(offers_zones=False),
    ]

    class Meta(ReviewedRecord.Meta):
        ordering = ("order", "name")
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return f"{self.name}, {self.role}"


class PartnerQuerySet(ReviewedRecordQuerySet):
    def listed(self) -> "PartnerQuerySet":
        """Partners whom readers see: a review has said so, and so have they."""
        return self.filter(live=True, consent_on__isnull=False)


class Partner(ReviewedRecord):
    """A group that the organization works with; listed only once it has agreed to be."""

    name = models.CharField(
        _("name"), max_length=160, help_text=_("As the partner writes it itself.")
    )
    description = models.CharField(
        _("description"),
        max_length=300,
        blank=True,
        help_text=_("Who they are, in a sentence that they agree with."),
    )
    url = models.URLField(_("website"), blank=True, help_text=_("Their own address, with https://"))
    consent_on = models.DateField(
        _("agreed on"),
        null=True,
        blank=True,
        help_text=_("The day on which the partner agreed to be named here. Empty: not listed."),
    )
    consent_note = models.CharField(
        _("how they agreed"),
        max_length=300,
        blank=True,
        help_text=_("Such as who asked, and how they answered. Never shown to readers."),
    )

    objects: ClassVar = PartnerQuerySet.as_manager()

    translatable_fields: ClassVar[list[FieldRule]] = [
        SynchronizedField("name"),
        TranslatableField("description"),
        SynchronizedField("url"),
        SynchronizedField("consent_on", overridable=False),
        SynchronizedField("consent_note", overridable=False),
    ]
    panels: ClassVar[list[Panel]] = [
        FieldPanel("name"),
        FieldPanel("description"),
        FieldPanel("url"),
        MultiFieldPanel([FieldPanel("consent_on"), FieldPanel("consent_note")], _("Consent")),
        dates_panel(offers_zones=False),
    ]

    class Meta(ReviewedRecord.Meta):
        ordering = ("name",)
        verbose_name = _("partner")
        verbose_name_plural = _("partners")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.consent_on and not self.consent_note:
            raise ValidationError({"consent_note": _("Note how the partner agreed.")})
