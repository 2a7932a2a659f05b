"""Pages of prose."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.pages.blocks import BodyBlock, HeroBlock
from cms.pages.classification import OwnField
from cms.pages.fields import StreamField
from cms.pages.models import SYNCHRONIZED_SLUG, BasePage, FieldRule, PagesBelow


class HomePage(BasePage):
    """The first page of a language; the language is offered to readers once it is published."""

    headline = models.CharField(
        _("headline"), max_length=120, help_text=_("A few words, set very large.")
    )
    introduction = models.TextField(
        _("introduction"), max_length=600, help_text=_("Who we are, in two or three sentences.")
    )
    hero = StreamField(
        HeroBlock,
        blank=True,
        verbose_name=_("picture"),
        help_text=_("Optional: one picture beside the headline."),
    )
    body = StreamField(
        BodyBlock,
        blank=True,
        verbose_name=_("body"),
        help_text=_("What stands below the headline, block by block."),
    )

    # Homes of different languages are siblings, so their slugs differ.
    translatable_fields: ClassVar[list[FieldRule]] = [
        *(rule for rule in BasePage.translatable_fields if rule != SYNCHRONIZED_SLUG),
        OwnField("slug"),
        TranslatableField("headline"),
        TranslatableField("introduction"),
        TranslatableField("hero"),
        TranslatableField("body"),
    ]
    content_panels: ClassVar[list[Panel]] = [
        *BasePage.content_panels,
        FieldPanel("headline"),
        FieldPanel("introduction"),
        FieldPanel("hero"),
        FieldPanel("body"),
    ]
    page_description = _(
        "The first page of a language. Publishing it offers the language to readers."
    )
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = [
        "home.AboutPage",
        "home.PrinciplesPage",
        "home.ImpactPage",
        "chapters.ChapterIndexPage",
        "zine.ZineIndexPage",
        "home.StandardPage",
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


class ProsePage(BasePage):
    """A page that is a body of blocks."""

    body = StreamField(
        BodyBlock,
        blank=True,
        verbose_name=_("body"),
        help_text=_("What the page says, block by block."),
    )

    translatable_fields: ClassVar[list[FieldRule]] = [
        *BasePage.translatable_fields,
        TranslatableField("body"),
    ]
    content_panels: ClassVar[list[Panel]] = [*BasePage.content_panels, FieldPanel("body")]

    class Meta:
        abstract = True


class AboutPage(ProsePage):
    """Who the organization is, once."""

    page_description = _("Who the organization is. There is one in each language.")
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["home.StandardPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("about page")
        verbose_name_plural = _("about pages")


class StandardPage(ProsePage):
    """A page of prose about anything, such as the press page or a chapter's own page."""

    schema_type: ClassVar[str] = "Article"
    order_field: ClassVar[str] = "order"

    order = models.PositiveSmallIntegerField(
        _("order"),
        null=True,
        blank=True,
        help_text=_("Where the page above lists this one, lower numbers come first."),
    )

    quick_exit = models.BooleanField(
        _("“Leave this page quickly”"),
        default=False,
        help_text=_("For guides that nobody should be found with. Zines have it anyway."),
    )

    translatable_fields: ClassVar[list[FieldRule]] = [
        *ProsePage.translatable_fields,
        SynchronizedField("order", overridable=False),
        SynchronizedField("quick_exit", overridable=False),
    ]
    content_panels: ClassVar[list[Panel]] = [*ProsePage.content_panels, FieldPanel("quick_exit")]
    promote_panels: ClassVar[list[Panel]] = [*ProsePage.promote_panels, FieldPanel("order")]
    pages_below = PagesBelow.IN_THEIR_ORDER
    page_description = _("A page about anything: press, privacy, or a chapter’s own page.")
    parent_page_types: ClassVar[list[str]] = [
        "home.HomePage",
        "home.AboutPage",
        "home.StandardPage",
        "chapters.ChapterPage",
    ]
    subpage_types: ClassVar[list[str]] = ["home.StandardPage"]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    @property
    def offers_quick_exit(self) -> bool:
        """As its editors chose."""
        return self.quick_exit
