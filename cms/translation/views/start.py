"""How far the work has come that a coordinator started."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.formats import number_format
from django.utils.translation import gettext as _, gettext_lazy

from cms.access.translating import may_coordinate
from cms.languages.names import language

from ..models import Start
from .base import DeskPage


class StartedView(DeskPage):
    """Pages done, of how many, and those that failed; ``as=json`` for the page's script."""

    template_name = "translation/started.html"
    page_title = gettext_lazy("Translations are being started")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.start = get_object_or_404(Start.objects.select_related("page"), pk=kwargs["start_id"])

    def may_enter(self) -> bool:
        return may_coordinate(self.user)

    def get_page_subtitle(self) -> str:
        return self.start.page.title

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("as") == "json":
            start = self.start
            return JsonResponse(
                {
                    "done": start.done,
                    "total": start.total,
                    "finished": start.is_finished,
                    "said": said(start),
                }
            )
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        codes = self.start.locales.values_list("language_code", flat=True)
        return super().get_context_data(**kwargs) | {
            "start": self.start,
            "said": said(self.start),
            "languages": [language(code) for code in codes],
        }


def said(start: Start) -> str:
    """A sentence about how far it has come."""
    if start.total is None:
        return _("The work waits for its turn.")
    numbers = {"done": number_format(start.done), "total": number_format(start.total)}
    if start.is_finished:
        return _("Finished: %(done)s of %(total)s pages are ready.") % numbers
    return _("%(done)s of %(total)s pages are ready.") % numbers
