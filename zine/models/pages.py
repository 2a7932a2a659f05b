"""Zines: written once, read in many shapes."""

import re
from collections.abc import Collection
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.models import PageManager, PageQuerySet
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.media.pictures import streams_of
from cms.pages.blocks import BodyBlock, HeroBlock, ZineBodyBlock
from cms.pages.classification import OwnField
from cms.pages.fields import StreamField
from cms.pages.footnotes import Footnotes
from cms.pages.models import BasePage, FieldRule, PagesBelow
from cms.pages.outline import Outline
from cms.pages.readable import readable

from ..editions.catalogue import OFFERED
from ..editions.panels import EditionsPanel
from ..web.page_views import PartView, PrintView
from ..web.parts import Part, article_addresses, parts_of
from .reading import ReadInPictures

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
    pages_below = PagesBelow.SORTED
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
        return readable(self).order_by("-published_on", "-number")


class ZineIssuePageManager(PageManager.from_queryset(ZineIssuePageQuerySet)):  # type: ignore[misc]
    """Issues, asked for by what readers can see."""


class ZineIssuePage(ReadInPictures, BasePage):
    """An issue of the zine: its cover, its text, its licence."""

    schema_type: ClassVar[str] = "Article"
    has_pieces: ClassVar[bool] = True

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

    objects = ZineIssuePageManager()

    translatable_fields: ClassVar[list[FieldRule]] = [
        *BasePage.translatable_fields,
        SynchronizedField("number", overridable=False),
        SynchronizedField("published_on", overridable=False),
        TranslatableField("tagline"),
        TranslatableField("cover"),
        SynchronizedField("licence", overridable=False),
        TranslatableField("credits"),
        TranslatableField("body"),
        OwnField("facsimile"),
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
        ReadInPictures.facsimile_panel,
        EditionsPanel(heading=_("Editions")),
    ]
    page_description = _("An issue of the zine: its cover, its text, its licence.")
    parent_page_types: ClassVar[list[str]] = ["zine.ZineIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("zine issue")
        verbose_name_plural = _("zine issues")

    @property
    def offers_quick_exit(self) -> bool:
        """A zine tells what to do when officers come: nobody has to be found with it."""
        return True

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Each part after the first has an address below the issue's, and a number."""
        match path_components:
            case [component] if part := self._part_at(component):
                super().route(request, [])
                return RouteResult(self, kwargs={"part": part.number, "asked_for": component})
            case ["print"]:
                super().route(request, [])
                if not self.is_printed:
                    raise Http404
                return RouteResult(self, kwargs={"subpage": "print"})
        route: RouteResult = super().route(request, path_components)
        return route

    def _part_at(self, component: str) -> Part | None:
        """The part with this address, or with this number."""
        number = int(component) if PART_NUMBER.fullmatch(component) else 0
        later = self.parts[1:]
        return next((p for p in later if p.number == number or p.subpath == f"{component}/"), None)

    def serve(
        self, request: HttpRequest, *args: Any, part: int = 1, asked_for: str = "", **kwargs: Any
    ) -> HttpResponse:
        """Serve a part; the number of an article leads to the article's own address."""
        subpath = self.parts[part - 1].subpath
        if asked_for and subpath != f"{asked_for}/":
            return HttpResponseRedirect(f"{self.get_url(request)}{subpath}")
        response: HttpResponse = super().serve(request, *args, part=part, **kwargs)
        return response

    def get_template(
        self, request: HttpRequest, *args: Any, subpage: str = "", **kwargs: Any
    ) -> str:
        if subpage == "print":
            return "zine/print_page.html"
        template: str = super().get_template(request, *args, **kwargs)
        return template

    def get_context(
        self, request: HttpRequest, *args: Any, part: int = 1, subpage: str = "", **kwargs: Any
    ) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        if subpage == "print":
            return context | {"page_view": PrintView(self)}
        # An editor who looks at a draft looks at the whole of it.
        is_preview = getattr(request, "is_preview", False)
        view = PartView(self, parts_of(self.body, whole=True) if is_preview else self.parts, part)
        if view.article is not None:
            context["outline"] = Outline(streams_of(self), raised=1)
        footnotes = Footnotes(before=view.part.notes_before)
        return context | {"page_view": view, "footnotes": footnotes}

    @property
    def is_printed(self) -> bool:
        """Whether there is something to print and fold."""
        kinds = [kind.name for kind in OFFERED if kind.use and kind.use.printed]
        return self.editions.filter(is_current=True, artifacts__kind__in=kinds).exists()

    @classmethod
    def subpaths_of(cls, pages: Collection[int]) -> dict[int, list[str]]:
        issues = cls.objects.filter(pk__in=pages).only("pk", "body")
        facsimile_pages = super().subpaths_of(pages)
        return {
            issue.pk: [
                *(f"{address}/" for address in article_addresses(issue.body)),
                *facsimile_pages.get(issue.pk, ()),
            ]
            for issue in issues
        }

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
