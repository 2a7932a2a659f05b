"""The access report and the record of changes, on screen and as a file."""

import csv
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy
from django.views.generic import TemplateView

from .models import AccessEvent
from .report import Line, access_report
from .screens import AccessScreen

EVENTS_PER_PAGE = 50
# What spreadsheets would take for a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


class ReportView(AccessScreen, TemplateView):
    """Who may do what where; ``?export=csv`` for the same as a file."""

    template_name = "access/report.html"
    page_title = gettext_lazy("Access report")
    header_icon = "lock"

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        lines = access_report()
        if request.GET.get("export") == "csv":
            return as_csv(lines)
        unused = sum(line.is_unused for line in lines)
        return self.render_to_response(self.get_context_data(lines=lines, unused=unused))


class EventsView(AccessScreen, TemplateView):
    """Every change of access, the newest first."""

    template_name = "access/events.html"
    page_title = gettext_lazy("Changes of access")
    header_icon = "history"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        events = AccessEvent.objects.select_related("actor", "account")
        page = Paginator(events, EVENTS_PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {"events": page}


def as_csv(lines: list[Line]) -> HttpResponse:
    """One row for each right of each account, readable by spreadsheets in every language."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"access-{timezone.localdate().isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response.write("\ufeff")
    rows = csv.writer(response)
    rows.writerow(
        [
            _("Account"),
            _("E-mail"),
            _("Team"),
            _("May"),
            _("Where"),
            _("Last login"),
            _("Second factor"),
            _("Unused for 90 days"),
        ]
    )
    for line in lines:
        for right in line.rights:
            rows.writerow(
                [
                    _cell(line.user.get_username()),
                    _cell(line.user.email),
                    _cell(right.team),
                    right.what,
                    _cell(right.where),
                    line.last_login.isoformat(timespec="minutes") if line.last_login else "",
                    _second_factor(line),
                    _("yes") if line.is_unused else _("no"),
                ]
            )
    return response


def _second_factor(line: Line) -> str:
    """In words; the screen says the same."""
    words = {None: _("not offered yet"), True: _("yes"), False: _("no")}
    return words[line.has_second_factor]


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
