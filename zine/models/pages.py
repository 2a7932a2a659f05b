"""Zines: written once, read in many shapes."""

import re
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.models import PageManager, PageQuerySet
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.pages.blocks import BodyBlock, HeroBlock, ZineBodyBlock
from cms.pages.fields import StreamField
from cms.pages.footnotes import Footnotes
from cms.pages.models import BasePage, FieldRule

from ..panels import EditionsPanel
from ..parts import Part, parts_of

PART_NUMBER = re.compile("[1-9][0-9]{0,2}")


class ZineIndexPage(BasePage):
    """The shelf of issues."""

    has_feed: ClassVar[bool] = True

    body = StreamField(
        BodyBlock,
        blank=True,
        verbose_name=_("body"),
        help_text=_("Stands above the shelf of issues."),
    )

    translatable_fields: ClassVar[list[FieldRule]] = [
        *BasePage.translatable_fields,
        TranslatableField("body"),
    ]
    content_panels: ClassVar[list[Panel]] = [*BasePage.content_panels, FieldPanel("body")]
    page_description = _("The shelf with all issues of the zine. One in each language.")
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["zine.ZineIssuePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("zine shelf")
        verbose_name_plural = _("zine shelves")


class ZineIssuePageQuerySet(PageQuerySet["ZineIssuePage"]):
    def on_the_shelf(self) -> "ZineIssuePageQuerySet":
        """Issues that readers can see, the newest first."""
        return self.live().public().order_by("-published_on", "-number")


class ZineIssuePage(BasePage):
    """An issue of the zine: its cover, its text, its licence."""

    schema_type: ClassVar[str] = "Article"

    class Licence(models.TextChoices):
        CC_BY_SA = "CC-BY-SA-4.0", _("Creative Commons Attribution-ShareAlike 4.0")
        CC_BY_NC_SA = (
            "CC-BY-NC-SA-4.0",
            _("Creative Commons Attribution-NonCommercial-ShareAlike 4.0"),
        )
        CC0 = "CC0-1.0", _("No rights reserved (CC0 1.0)")
        ALL_RIGHTS = "all-rights-reserved", _("All rights reserved")

    number = models.PositiveSmallIntegerField(_("number"), help_text=_("Such as 101."))
    published_on = models.DateField(
        _("date"), help_text=_("When this issue came out. The newest stands first on the shelf.")
    )
    tagline = models.CharField(
        _("tagline"), max_length=160, blank=True, help_text=_("A line under the title.")
    )
    cover = StreamField(
        HeroBlock,
        blank=True,
        verbose_name=_("cover picture"),
        help_text=_("One upright picture. Without it, the number stands there, set large."),
    )
    licence = models.CharField(
        _("licence"),
        max_length=30,
        choices=Licence,
        default=Licence.CC_BY_SA,
        help_text=_("What others may do with this issue. Everyone who made it must agree."),
    )
    credits = models.TextField(
        _("credits"),
        blank=True,
        max_length=600,
        help_text=_("Who made it, under the names they chose."),
    )
    body = StreamField(
        ZineBodyBlock,
        blank=True,
        verbose_name=_("body"),
        help_text=_("The text of the issue: only what can be printed."),
    )

    objects = PageManager.from_queryset(ZineIssuePageQuerySet)()

    translatable_fields: ClassVar[list[FieldRule]] = [
        *BasePage.translatable_fields,
        SynchronizedField("number", overridable=False),
        SynchronizedField("published_on", overridable=False),
        TranslatableField("tagline"),
        TranslatableField("cover"),
        SynchronizedField("licence", overridable=False),
        TranslatableField("credits"),
        TranslatableField("body"),
    ]
    content_panels: ClassVar[list[Panel]] = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("number"), FieldPanel("published_on")]),
                FieldPanel("tagline"),
                FieldPanel("cover"),
            ],
            _("Cover"),
        ),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("licence"), FieldPanel("credits")], _("Rights")),
        EditionsPanel(heading=_("Editions")),
    ]
    page_description = _("An issue of the zine: its cover, its text, its licence.")
    parent_page_types: ClassVar[list[str]] = ["zine.ZineIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("zine issue")
        verbose_name_plural = _("zine issues")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Each part after the first has an address below the issue's: its number."""
        match path_components:
            case [number] if PART_NUMBER.fullmatch(number):
                super().route(request, [])
                if not 1 < int(number) <= len(self.parts):
                    raise Http404
                return RouteResult(self, kwargs={"part": int(number)})
        route: RouteResult = super().route(request, path_components)
        return route

    def get_context(
        self, request: HttpRequest, *args: Any, part: int = 1, **kwargs: Any
    ) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        # An editor who looks at a draft looks at the whole of it.
        is_preview = getattr(request, "is_preview", False)
        parts = parts_of(self.body, whole=True) if is_preview else self.parts
        shown = parts[part - 1]
        self.subpath = shown.subpath
        return context | {
            "part": shown,
            "parts": parts,
            "previous_part": parts[part - 2] if part > 1 else None,
            "next_part": parts[part] if part < len(parts) else None,
            "footnotes": Footnotes(before=shown.notes_before),
        }

    @property
    def share_title(self) -> str:
        """The title for browser tabs and shares; of a part after the first, with its number."""
        title = super().share_title
        if not self.subpath:
            return title
        number = self.subpath.rstrip("/")
        return _("%(title)s, part %(number)s") % {"title": title, "number": number}

    @cached_property
    def parts(self) -> list[Part]:
        """The text in the portions in which it is read on the web."""
        return parts_of(self.body)

    def clean(self) -> None:
        super().clean()
        twin = (
            ZineIssuePage.objects.filter(number=self.number, locale=self.locale_id)
            .exclude(pk=self.pk)
            .first()
        )
        if twin is not None:
            raise ValidationError(
                {"number": _("“%(title)s” has this number already.") % {"title": twin.title}}
            )
