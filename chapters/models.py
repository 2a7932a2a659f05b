"""Chapters: local groups with their own pages."""

from typing import Any, ClassVar
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.models import Collection, Locale, PageManager, PageQuerySet
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.access.territories import Territory
from cms.pages.blocks import BodyBlock, ContactLinksBlock
from cms.pages.fields import StreamField
from cms.pages.forms import PageForm
from cms.pages.models import BasePage, FieldRule, PagesBelow
from cms.pages.readable import readable

SAME_EVERYWHERE = ("state", "time_zone")


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
    pages_below = PagesBelow.SORTED
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
        return readable(self).exclude(state=ChapterPage.State.ARCHIVED).order_by("title")


class ChapterPageForm(PageForm):
    """A chapter's identity is the movement's: its volunteers write everything else."""

    reserved_fields = frozenset({"title", "slug", "place", "state", "time_zone"})


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
    base_form_class = ChapterPageForm
    pages_below = PagesBelow.IN_THEIR_ORDER
    page_description = _("A chapter’s front page. The chapter appears in every list by itself.")
    parent_page_types: ClassVar[list[str]] = ["chapters.ChapterIndexPage"]
    subpage_types: ClassVar[list[str]] = ["home.StandardPage"]

    class Meta:
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")

    @property
    def is_listed_above(self) -> bool:
        return bool(self.state != self.State.ARCHIVED)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; whatever an old draft of a translation says, its identity is its source's."""
        if self.pk and kwargs.get("update_fields") is None:
            source = self.source_version()
            if source is not None:
                self.take_identity(source)
        super().save(*args, **kwargs)

    def source_version(self) -> "ChapterPage | None":
        """The page that this one is a language version of; ``None`` for the source itself."""
        source: ChapterPage | None = (
            ChapterPage.objects.filter(
                translation_key=self.translation_key, locale=Locale.get_default()
            )
            .exclude(pk=self.pk)
            .first()
        )
        return source

    def take_identity(self, source: "ChapterPage") -> list[str]:
        """Take what is the same in every language; return the names of what differed."""
        differing = [
            name for name in SAME_EVERYWHERE if getattr(self, name) != getattr(source, name)
        ]
        siblings = self.get_siblings(inclusive=False)
        if self.slug != source.slug and not siblings.filter(slug=source.slug).exists():
            differing.append("slug")
        for name in differing:
            setattr(self, name, getattr(source, name))
        return differing


class Chapter(models.Model):
    """A chapter: what all language versions of its page have in common.

    Its key is the pages' translation key. It is made, renamed and removed with its pages
    (``chapters.territory``), never by hand.
    """

    key = models.UUIDField(_("key"), primary_key=True, editable=False)
    name = models.CharField(_("name"), max_length=255)
    collection = models.OneToOneField(
        Collection, on_delete=models.PROTECT, related_name="chapter", verbose_name=_("collection")
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    archived_at = models.DateTimeField(_("archived at"), null=True, blank=True)

    class Meta:
        ordering = ("name",)
        verbose_name = _("chapter record")
        verbose_name_plural = _("chapter records")

    def __str__(self) -> str:
        return self.name

    def follow(self, page: ChapterPage) -> list[str]:
        """Take the name and state of the chapter's page; return what was changed, in words."""
        done = []
        archived = page.state == ChapterPage.State.ARCHIVED
        if self.name != page.title or bool(self.archived_at) != archived:
            done.append(f"chapters: {self.name} is {page.title}, {page.state}")
            self.name = page.title
            self.archived_at = (self.archived_at or timezone.now()) if archived else None
            self.save()
        if self.collection.name != self.name:
            done.append(f"chapters: collection of {self.name}")
            self._rename_collection()
        return done

    def _rename_collection(self) -> None:
        """Give the collection the chapter's name, and the place that the name has in the order.

        Collections stand in the order of their names: where one does not, the next that is made
        is given a place that is taken.
        """
        self.collection.refresh_from_db()
        self.collection.name = self.name
        self.collection.save()
        self.collection.move(self.collection.get_parent(), "sorted-child")
        self.collection.refresh_from_db()

    def as_territory(self, name: str, versions: list[ChapterPage]) -> Territory:
        """The chapter as ``cms.access`` sees it; ``versions`` are its pages, one a language."""
        return Territory(
            key=self.key,
            name=name,
            page_ids=frozenset(page.pk for page in versions),
            collection_id=self.collection_id,
            is_open=self.archived_at is None,
        )
