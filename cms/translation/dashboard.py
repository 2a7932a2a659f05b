"""The desk on the dashboard: translations that wait to be written, and what readers ask for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import cached_property
from wagtail.admin.ui.components import Component

from cms.access.panels import AccountPanel
from cms.access.translating import languages_of, may_coordinate
from cms.languages.names import Language, language
from cms.review.dashboard import SHOWN
from cms.review.views.base import signed_in

from .stats.table import Cell, Row, StatsTable

# The states in which somebody has to write or submit, the most pressing first.
OPEN = ("stale", "ready", "started")


@dataclass(frozen=True)
class Open:
    """A page or record that is to be translated further into a language."""

    title: str
    language: Language
    cell: Cell


class TranslationsPanel(AccountPanel):
    """For translators, reviewers and coordinators; readers' wishes for the last."""

    name = "translations"
    template_name = "translation/dashboard.html"
    order = 25

    def content(self) -> Mapping[str, Any]:
        found = self.found
        return found if any(found.values()) else {}

    @cached_property
    def found(self) -> dict[str, Any]:
        if not (may_coordinate(self.user) or languages_of(self.user)):
            return {}
        board = StatsTable(self.user)
        found: dict[str, Any] = {"open": _open(board)[:SHOWN]}
        if may_coordinate(self.user):
            found["asked"] = _asked(board)[:SHOWN]
            found["besides"] = [
                (language(code), number) for code, number in board.asked_besides().items()
            ]
        return found


def add_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Put the desk's panel on the dashboard."""
    panels.append(TranslationsPanel(signed_in(request)))


def _open(board: StatsTable) -> list[Open]:
    """What is open in the account's languages, the most pressing first, as in the tree."""
    entries = [
        Open(row.title, language(code), cell)
        for row in board.rows
        for code, cell in row.cells.items()
        if cell.state in OPEN
    ]
    return sorted(entries, key=lambda entry: OPEN.index(entry.cell.state))


def _asked(board: StatsTable) -> list[tuple[Row, Language, int]]:
    """Missing pages that readers asked for in the desk's languages, the most wanted first."""
    wanted = [
        (row, language(code), cell.asked)
        for row in board.rows
        for code, cell in row.cells.items()
        if cell.asked and not cell.is_live
    ]
    return sorted(wanted, key=lambda each: -each[2])
