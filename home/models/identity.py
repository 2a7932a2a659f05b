"""What the organization calls itself, and where people join and give."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.models import Site
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.pages.blocks import ContactLinksBlock, MenuBlock
from cms.pages.fields import StreamField
from cms.pages.models import FieldRule
from cms.pages.time_zones import dates_panel
from cms.review.models import ReviewedRecord


class SiteIdentity(ReviewedRecord):
    """Name, words and links that every page shows: one record per site and language."""

    site = models.ForeignKey(
        Site,
        on_delete=models.CASCADE,
        related_name="identities",
        verbose_name=_("site"),
        help_text=_("The site whose pages show this. Each language has a record of its own."),
    )
    organization_name = models.CharField(
        _("organization's name"),
        max_length=120,
        help_text=_("As it is written in this language; in the header of every page."),
    )
    tagline = models.CharField(
        _("tagline"), max_length=200, help_text=_("What the organization is, in one line.")
    )
    statement = models.TextField(
        _("statement"), max_length=500, help_text=_("A few sentences for the foot of every page.")
    )
    join_url = models.URLField(_("join"), blank=True, help_text=_("Where people join."))
    donate_url = models.URLField(_("donate"), blank=True, help_text=_("Where people donate."))
    press_email = models.EmailField(
        _("press contact"),
        blank=True,
        help_text=_("The address for journalists. Everyone can see it."),
    )
    social_links = StreamField(
        ContactLinksBlock,
        blank=True,
        verbose_name=_("social networks"),
        help_text=_("The organization’s own accounts, in the order in which they are shown."),
    )
    menu = StreamField(
        MenuBlock,
        blank=True,
        verbose_name=_("menu"),
        help_text=_(
            "The pages in the menu of every page, in this order, each by its title. Whoever reads "
            "another language gets them in that language, those that it has."
        ),
    )
    footer = StreamField(
        MenuBlock,
        blank=True,
        verbose_name=_("footer"),
        help_text=_("The pages at the foot of every page, such as the one on privacy."),
    )

    translatable_fields: ClassVar[list[FieldRule]] = [
        SynchronizedField("site", overridable=False),
        TranslatableField("organization_name"),
        TranslatableField("tagline"),
        TranslatableField("statement"),
        SynchronizedField("join_url"),
        SynchronizedField("donate_url"),
        SynchronizedField("press_email"),
        TranslatableField("social_links"),
        TranslatableField("menu"),
        TranslatableField("footer"),
    ]
    panels: ClassVar[list[Panel]] = [
        FieldPanel("site"),
        MultiFieldPanel(
            [FieldPanel("organization_name"), FieldPanel("tagline"), FieldPanel("statement")],
            _("Words"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("join_url"),
                FieldPanel("donate_url"),
                FieldPanel("press_email"),
                FieldPanel("social_links"),
            ],
            _("Links"),
        ),
        FieldPanel("menu"),
        FieldPanel("footer"),
        dates_panel(offers_zones=False),
    ]

    class Meta(ReviewedRecord.Meta):
        verbose_name = _("site identity")
        verbose_name_plural = _("site identities")
        constraints = [
            models.UniqueConstraint(fields=("site", "locale"), name="one_identity_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.organization_name} ({self.locale})"

    def clean(self) -> None:
        super().clean()
        others = SiteIdentity.objects.filter(site=self.site_id, locale=self.locale_id)
        if others.exclude(pk=self.pk).exists():
            message = _("This site has an identity in this language already. Change that one.")
            raise ValidationError({"site": message})
