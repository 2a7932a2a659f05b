"""What is translated into which language, how well, and who waits."""

import csv
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from cms.access.translating import may_coordinate, sees_the_desk
from cms.languages.demand import KEPT_DAYS
from cms.languages.names import language

from ..views.base import DeskPage
from .table import STATES, Cell, Row, StatsTable

ON_A_PAGE = 100
SORTS = {
    "title": gettext_lazy("Title"),
    "kind": gettext_lazy("Kind"),
    "chapter": gettext_lazy("Chapter"),
    "asked": gettext_lazy("Asked for by readers"),
}
FILTERS = ("chapter", "language", "state", "sort")
# What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class StatusView(DeskPage):
    """Pages and records against languages; ``export=csv`` gives all of it as a file."""

    template_name = "translation/status.html"
    page_title = gettext_lazy("Translations")

    def may_enter(self) -> bool:
        return sees_the_desk(self.user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.table = StatsTable(self.user)
        self.wanted = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
        if request.GET.get("export") == "csv":
            return self._as_csv()
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        codes = self._codes()
        totals = self.table.totals()
        chosen = self.table.chosen(self.wanted)
        shown = Paginator(chosen, ON_A_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "shown": shown,
            "rows": [(row, row.asked(codes), [row.cells[code] for code in codes]) for row in shown],
            "columns": [self._column(code, totals[code]) for code in codes],
            "languages": [language(code) for code in self.table.codes],
            "chapters": self.table.chapters,
            "states": STATES,
            "wanted": self.wanted,
            "query": urlencode(self.wanted),
            "sorts": [(name, self._sorted_by(key)) for key, name in SORTS.items()],
            "sort_by_wait": self._sorted_by("waits"),
            "days": KEPT_DAYS,
            "besides": [
                (language(code), number) for code, number in self.table.asked_besides().items()
            ],
            "may_start": may_coordinate(self.user),
        }

    def _codes(self) -> list[str]:
        wanted = self.wanted.get("language")
        return [wanted] if wanted in self.table.codes else self.table.codes

    def _column(self, code: str, totals: Any) -> dict[str, Any]:
        counts = [(str(name), totals[state]) for state, name in STATES.items() if totals[state]]
        return {
            "language": language(code),
            "counts": counts,
            "sort": self._sorted_by(code),
            "files": reverse("translation:files", args=[code]),
        }

    def _sorted_by(self, name: str) -> str:
        """The query that sorts by a column, or the other way round where it does so already."""
        turned = f"-{name}" if self.wanted.get("sort") == name else name
        return "?" + urlencode({**self.wanted, "sort": turned})

    def _as_csv(self) -> HttpResponse:
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        name = f"translations-{timezone.localdate().isoformat()}.csv"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        response.write("\ufeff")
        writer = csv.writer(response)
        writer.writerow(
            [
                _("Title"),
                _("Kind"),
                _("Chapter"),
                _("Language"),
                _("State"),
                _("Passages"),
                _("by people, %"),
                _("by a machine, %"),
                _("reviewed, %"),
                _("missing, %"),
                _("out of date since"),
                _("waits for"),
                _("waits since"),
                _("asked for by readers"),
            ]
        )
        for row in self.table.chosen(self.wanted):
            for code in self._codes():
                writer.writerow(_line(row, row.cells[code]))
        return response


def _line(row: Row, cell: Cell) -> list[Any]:
    return list(
        _harmless(
            row.title,
            row.kind,
            row.chapter,
            cell.code,
            cell.state_name,
            cell.total,
            cell.percents["human"],
            cell.percents["machine"],
            cell.percents["reviewed"],
            cell.percents["missing"],
            cell.stale_since.date() if cell.stale_since else "",
            cell.waits_for,
            cell.waits_since.date() if cell.waits_since else "",
            cell.asked,
        )
    )


def _harmless(*values: Any) -> Iterator[Any]:
    """Text that a spreadsheet would take for a formula gets an apostrophe in front."""
    for value in values:
        yield f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
