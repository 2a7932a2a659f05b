"""What every page has."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.media.pictures import fetch_renditions, images_of, streams_of

from .footnotes import Footnotes
from .outline import Outline

type FieldRule = TranslatableField | SynchronizedField

SYNCHRONIZED_SLUG = SynchronizedField("slug", overridable=False)


class BasePage(Page):
    """A page of this site: a title, a summary, and whatever its type adds.

    Every type declares in ``translatable_fields`` which of its fields are translated and which
    are the same in every language; nothing is left to guessing. Slugs are the same everywhere.
    """

    summary = models.TextField(
        _("summary"),
        blank=True,
        max_length=300,
        help_text=_(
            "One or two sentences. Shown in lists and search results, and when the page is shared."
        ),
    )

    # What the page says of itself to search engines and to those it is shared with.
    schema_type: ClassVar[str] = "WebPage"
    has_feed: ClassVar[bool] = False

    # What follows the page's address where a reader is given one part of it; set while serving.
    subpath = ""

    translatable_fields: ClassVar[list[FieldRule]] = [
        TranslatableField("title"),
        SYNCHRONIZED_SLUG,
        TranslatableField("seo_title"),
        SynchronizedField("show_in_menus", overridable=False),
        TranslatableField("summary"),
    ]

    content_panels: ClassVar[list[Panel]] = [*Page.content_panels, FieldPanel("summary")]
    promote_panels: ClassVar[list[Panel]] = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("show_in_menus")],
            heading=_("Address and navigation"),
        )
    ]

    class Meta:
        abstract = True

    @property
    def share_title(self) -> str:
        """The title for browser tabs, search engines and shares."""
        return self.seo_title or self.title

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        fetch_renditions(images_of(self))
        return super().get_context(request, *args, **kwargs) | {
            "footnotes": Footnotes(),
            "outline": Outline(streams_of(self)),
        }
