"""Chapters: local groups with their own pages."""

from typing import ClassVar
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.models import PageManager, PageQuerySet
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.pages.blocks import BodyBlock, ContactLinksBlock
from cms.pages.fields import StreamField
from cms.pages.models import BasePage, FieldRule


def validate_time_zone(name: str) -> None:
    """Raise ValidationError unless ``name`` is in the time zone database."""
    if name not in available_timezones():
        raise ValidationError(_("“%(name)s” is not a time zone."), params={"name": name})


class ChapterIndexPage(BasePage):
    """All chapters, from their pages."""

    body = StreamField(
        BodyBlock,
        blank=True,
        verbose_name=_("body"),
        help_text=_("Stands around the list of chapters, which comes from their pages."),
    )

    translatable_fields: ClassVar[list[FieldRule]] = [
        *BasePage.translatable_fields,
        TranslatableField("body"),
    ]
    content_panels: ClassVar[list[Panel]] = [*BasePage.content_panels, FieldPanel("body")]
    page_description = _("The list of all chapters, made from their pages. One in each language.")
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["chapters.ChapterPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("chapter list page")
        verbose_name_plural = _("chapter list pages")


class ChapterPageQuerySet(PageQuerySet["ChapterPage"]):
    def for_readers(self) -> "ChapterPageQuerySet":
        """Chapters that readers are shown in lists: public, not archived, by name."""
        return self.live().public().exclude(state=ChapterPage.State.ARCHIVED).order_by("title")


class ChapterPage(BasePage):
    """A chapter's front page."""

    class State(models.TextChoices):
        FORMING = "forming", _("Forming")
        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Paused")
        ARCHIVED = "archived", _("Archived")

    place = models.CharField(
        _("place"), max_length=120, help_text=_("The city or state, as people there call it.")
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=State,
        default=State.FORMING,
        help_text=_("Readers see it. An archived chapter keeps its page but is not listed."),
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=60,
        default="America/New_York",
        validators=[validate_time_zone],
        help_text=_("Such as America/Chicago. Events show this zone's time."),
    )
    body = StreamField(
        BodyBlock,
        blank=True,
        verbose_name=_("body"),
        help_text=_("The chapter in its own voice: who it is, what it does, how to begin."),
    )
    contact_links = StreamField(
        ContactLinksBlock,
        blank=True,
        verbose_name=_("contact links"),
        help_text=_("How people reach the chapter. Never a private phone number or address."),
    )
    join_url = models.URLField(
        _("join link"), blank=True, help_text=_("Where people join this chapter.")
    )
    accessibility_note = models.TextField(
        _("accessibility"),
        blank=True,
        max_length=600,
        help_text=_("How people can take part: step-free rooms, interpreting, masks, childcare."),
    )

    objects = PageManager.from_queryset(ChapterPageQuerySet)()

    translatable_fields: ClassVar[list[FieldRule]] = [
        *BasePage.translatable_fields,
        TranslatableField("place"),
        SynchronizedField("state", overridable=False),
        SynchronizedField("time_zone", overridable=False),
        TranslatableField("body"),
        TranslatableField("contact_links"),
        SynchronizedField("join_url"),
        TranslatableField("accessibility_note"),
    ]
    content_panels: ClassVar[list[Panel]] = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("place"),
                FieldRowPanel([FieldPanel("state"), FieldPanel("time_zone")]),
            ],
            _("Chapter"),
        ),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("contact_links"),
                FieldPanel("join_url"),
                FieldPanel("accessibility_note"),
            ],
            _("Taking part"),
        ),
    ]
    page_description = _("A chapter’s front page. The chapter appears in every list by itself.")
    parent_page_types: ClassVar[list[str]] = ["chapters.ChapterIndexPage"]
    subpage_types: ClassVar[list[str]] = ["home.StandardPage"]

    class Meta:
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")
