"""An issue that is read in pictures of its pages, below its own address, at ``pages/``."""

import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import get_language_info, gettext, gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.models import Page
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import SynchronizedField

from cms.pages.forms import PageForm
from cms.pages.models import BasePage
from zine.facsimile_reader import leaf_context, list_context
from zine.panels import FacsimilePanel

from .facsimiles import Facsimile, ShownFacsimile

# It is put before the pages' own class, whose methods it calls.
if TYPE_CHECKING:
    Base = BasePage
else:
    Base = models.Model

LEAF_NUMBER = re.compile("[1-9][0-9]{0,3}")
# The address of the list of all pages; a page's own ends with its number.
LIST = 0


def subpath(leaf: int) -> str:
    """What follows an issue's address to make that of a page of its PDF, or of their list."""
    return f"pages/{leaf}/" if leaf != LIST else "pages/"


class OwnField(SynchronizedField):
    """A field that each language version has for itself: neither translated nor taken over."""

    def __init__(self, field_name: str) -> None:
        super().__init__(field_name, overridable=False)

    def is_synchronized(self, obj: Any) -> bool:  # noqa: ARG002
        return False


class IssueForm(PageForm):
    """Which PDF an issue has is for national staff to say."""

    reserved_fields: ClassVar[frozenset[str]] = frozenset({"facsimile"})


class ReadInPictures(Base):
    """The PDF of an issue, and its pages for readers."""

    facsimile = models.ForeignKey(
        "zine.Facsimile",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("PDF of the issue"),
        help_text=_(
            "A zine that exists already, scanned or made elsewhere. Readers get its pages one by "
            "one, as pictures with their text, and the PDF to download. They see it once the "
            "issue is published with it."
        ),
    )

    # Each language has its own PDF or none; a copy is not made with another's.
    exclude_fields_in_copy: ClassVar[list[str]] = ["facsimile"]
    base_form_class = IssueForm
    facsimile_panel: ClassVar[Panel] = MultiFieldPanel(
        [FieldPanel("facsimile"), FacsimilePanel()], _("PDF")
    )

    # The page of the PDF that is being served.
    leaf: int | None = None

    class Meta:
        abstract = True

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Below ``pages/`` are the list of the PDF's pages, and each page by its number."""
        match path_components:
            case ["pages"]:
                return self._route_to_leaf(request, LIST)
            case ["pages", number] if LEAF_NUMBER.fullmatch(number):
                return self._route_to_leaf(request, int(number))
        route: RouteResult = super().route(request, path_components)
        return route

    def _route_to_leaf(self, request: HttpRequest, leaf: int) -> RouteResult:
        super().route(request, [])
        return RouteResult(self, kwargs={"leaf": leaf})

    def serve(
        self, request: HttpRequest, *args: Any, leaf: int | None = None, **kwargs: Any
    ) -> HttpResponse:
        """Serve a page of the PDF, or their list. Raises Http404 where readers have none."""
        if leaf is None:
            response: HttpResponse = super().serve(request, *args, **kwargs)
            return response
        context = self._leaf_context(leaf)
        if context is None:
            raise Http404
        self.leaf = leaf
        self.subpath = subpath(leaf)
        template = "zine/facsimile_page.html" if leaf else "zine/facsimile_pages.html"
        return TemplateResponse(request, template, Page.get_context(self, request) | context)

    def _leaf_context(self, leaf: int) -> dict[str, Any] | None:
        facsimile = self.shown_facsimile
        if facsimile is None:
            return None
        if leaf == LIST:
            return list_context(self, facsimile)
        return leaf_context(self, facsimile, leaf)

    @cached_property
    def shown_facsimile(self) -> Facsimile | None:
        """The PDF that readers of the published issue are shown. One query, or none."""
        # An issue that was published without a PDF shows none.
        if self.facsimile_id is None or not self.pk:
            return None
        shown = ShownFacsimile.objects.filter(issue_id=self.pk).select_related("facsimile").first()
        return shown.facsimile if shown else None

    @property
    def share_title(self) -> str:
        if self.leaf is None:
            return super().share_title
        title = self.own_title
        if self.leaf == LIST:
            return gettext("%(title)s, all pages") % {"title": title}
        return gettext("%(title)s, page %(number)d") % {"title": title, "number": self.leaf}

    @property
    def pages_with_subpath(self) -> frozenset[int]:
        """The versions of the issue whose readers have this page of a PDF in their language."""
        if self.leaf is None:
            return frozenset()
        shown = ShownFacsimile.objects.filter(issue__translation_key=self.translation_key)
        if self.leaf != LIST:
            shown = shown.filter(facsimile__pages__number=self.leaf)
        return frozenset(shown.exclude(issue__facsimile=None).values_list("pk", flat=True))

    @classmethod
    def subpaths_of(cls, pages: Collection[int]) -> dict[int, list[str]]:
        """The addresses below these issues' own of the pages of their PDFs. One query."""
        shown = ShownFacsimile.objects.filter(issue__in=pages).exclude(issue__facsimile=None)
        counts = shown.values_list("pk", Count("facsimile__pages"))
        return {issue: [subpath(leaf) for leaf in range(count + 1)] for issue, count in counts}

    def clean(self) -> None:
        super().clean()
        facsimile, locale = self.facsimile, getattr(self, "locale", None)
        if facsimile and locale and facsimile.language != locale.language_code:
            raise ValidationError(
                {
                    "facsimile": _(
                        "This PDF is in another language (%(language)s) than the page. Please "
                        "choose one in the page’s language."
                    )
                    % {"language": get_language_info(facsimile.language)["name_translated"]}
                }
            )
