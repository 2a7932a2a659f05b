"""What every page has."""

from collections.abc import Collection
from enum import StrEnum
from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.models import Page
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.media.pictures import fetch_renditions, images_of, streams_of

from .bidi import isolate_mixed
from .footnotes import Footnotes
from .forms import CopyForm, PageForm
from .outline import Outline
from .page_view import PageView
from .permissions import ReviewedPagePermissionTester, is_drafted_by_others
from .readable import refuse_below_what_is_down
from .time_zones import dates_panel

type FieldRule = TranslatableField | SynchronizedField


class PagesBelow(StrEnum):
    """How readers find the pages below one of a type on it."""

    UNLISTED = "unlisted"
    IN_THEIR_ORDER = "in-their-order"
    SORTED = "sorted"  # By what they say: a name, a date.


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
    pages_below: ClassVar[PagesBelow] = PagesBelow.UNLISTED
    # The field with the number by which the page above lists pages of this type, if it does.
    order_field: ClassVar[str] = ""

    # Whether parts of such a page are pieces of their own, with addresses that sitemaps list.
    has_pieces: ClassVar[bool] = False
    # Child records that readers get in another order than the editor's: by name, the property.
    reading_order: ClassVar[dict[str, str]] = {}

    translatable_fields: ClassVar[list[FieldRule]] = [
        TranslatableField("title"),
        SYNCHRONIZED_SLUG,
        TranslatableField("seo_title"),
        # Nobody is asked for it: the menu stands in the site's identity.
        SynchronizedField("show_in_menus", overridable=False),
        TranslatableField("summary"),
    ]

    content_panels: ClassVar[list[Panel]] = [*Page.content_panels, FieldPanel("summary")]
    promote_panels: ClassVar[list[Panel]] = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title")],
            heading=_("Address and title"),
        )
    ]

    # In place of Wagtail's panel of dates.
    settings_panels: ClassVar[list[Panel]] = [
        dates_panel(offers_zones=True),
        *Page.settings_panels[1:],
    ]

    base_form_class = PageForm
    copy_form_class = CopyForm

    class Meta:
        abstract = True

    @property
    def own_title(self) -> str:
        """The title of the whole page, whichever part of it a reader is given."""
        return self.seo_title or self.title

    @property
    def offers_quick_exit(self) -> bool:
        """Whether readers find a way to leave it in an instant at its top."""
        return False

    @property
    def is_listed_above(self) -> bool:
        """Whether it stands in the list of the page above, if that has one."""
        return True

    @classmethod
    def subpaths_of(cls, pages: Collection[int]) -> dict[int, list[str]]:  # noqa: ARG003
        """What follows the addresses of these pages, by id, to lead to their pieces."""
        return {}

    def get_admin_display_title(self) -> str:
        """The draft's title; for those whose page it is not, the one that readers see, if any."""
        if not is_drafted_by_others(self):
            return isolate_mixed(super().get_admin_display_title())
        return (
            isolate_mixed(self.title)
            if self.live
            else gettext("Page %(number)d") % {"number": self.pk}
        )

    def permissions_for_user(self, user: User) -> ReviewedPagePermissionTester:
        return ReviewedPagePermissionTester(user, self)

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Lead on to what is below, or be served. Raises Http404 where readers get nothing."""
        refuse_below_what_is_down(self, path_components)
        route: RouteResult = super().route(request, path_components)
        return route

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        fetch_renditions(images_of(self))
        return super().get_context(request, *args, **kwargs) | {
            "page_view": PageView(self),
            "footnotes": Footnotes(),
            "outline": Outline(streams_of(self)),
        }
