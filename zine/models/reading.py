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
from django.utils.translation import get_language_info, gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from cms.pages.forms import PageForm
from cms.pages.models import BasePage
from zine.facsimiles.panels import FacsimilePanel
from zine.facsimiles.reader import LIST, subpath, view_of

from .facsimiles import Facsimile, ShownFacsimile

# It is put before the pages' own class, whose methods it calls.
if TYPE_CHECKING:
    Base = BasePage
else:
    Base = models.Model

FACSIMILE_PAGE_NUMBER = re.compile("[1-9][0-9]{0,3}")


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

    class Meta:
        abstract = True

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Below ``pages/`` are the list of the PDF's pages, and each page by its number."""
        match path_components:
            case ["pages"]:
                return self._route_to_facsimile_page(request, LIST)
            case ["pages", number] if FACSIMILE_PAGE_NUMBER.fullmatch(number):
                return self._route_to_facsimile_page(request, int(number))
        route: RouteResult = super().route(request, path_components)
        return route

    def _route_to_facsimile_page(self, request: HttpRequest, facsimile_page: int) -> RouteResult:
        super().route(request, [])
        return RouteResult(self, kwargs={"facsimile_page": facsimile_page})

    def serve(
        self, request: HttpRequest, *args: Any, facsimile_page: int | None = None, **kwargs: Any
    ) -> HttpResponse:
        """Serve a page of the PDF, or their list. Raises Http404 where readers have none."""
        if facsimile_page is None:
            response: HttpResponse = super().serve(request, *args, **kwargs)
            return response
        facsimile = self.shown_facsimile
        view = facsimile and view_of(self, facsimile, facsimile_page)
        if not view:
            raise Http404
        context = Page.get_context(self, request) | {"page_view": view}
        return TemplateResponse(request, view.template, context)

    @cached_property
    def shown_facsimile(self) -> Facsimile | None:
        """The PDF that readers of the published issue are shown. One query, or none."""
        # An issue that was published without a PDF shows none.
        if self.facsimile_id is None or not self.pk:
            return None
        shown = ShownFacsimile.objects.filter(issue_id=self.pk).select_related("facsimile").first()
        return shown.facsimile if shown else None

    @classmethod
    def subpaths_of(cls, pages: Collection[int]) -> dict[int, list[str]]:
        """The addresses below these issues' own of the pages of their PDFs. One query."""
        shown = ShownFacsimile.objects.filter(issue__in=pages).exclude(issue__facsimile=None)
        counts = shown.values_list("pk", Count("facsimile__pages"))
        return {
            issue: [subpath(facsimile_page) for facsimile_page in range(count + 1)]
            for issue, count in counts
        }

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
