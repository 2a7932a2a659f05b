"""The access report, on screen and as a file."""

import csv
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.generic import TemplateView

from .csv_files import BYTE_ORDER_MARK, begin, cell
from .report import Line, access_report
from .screens import AccessScreen


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


def as_csv(lines: list[Line]) -> HttpResponse:
    """One row for each right of each account, readable by spreadsheets in every language."""
    response = HttpResponse(headers=begin("access"))
    response.write(BYTE_ORDER_MARK)
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
                    cell(line.user.get_username()),
                    cell(line.user.email),
                    cell(right.team),
                    right.what,
                    cell(right.where),
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
