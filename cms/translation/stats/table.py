"""The state of every page and record in every language, in the same number of queries always.

A page is one that readers can see in the site's first language, or could until it was taken down;
of a draft nothing is told.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.admin.utils import quote
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _
from wagtail.models import GroupPagePermission, Locale

from cms.access.policy import LEADS
from cms.access.querysets import is_national
from cms.access.translating import languages_of, may_coordinate, reach_of

from . import counts

NATIONAL = ""

STATES = {
    "missing": _("not started"),
    "started": _("in progress"),
    "ready": _("ready to submit"),
    "review": _("in review"),
    "stale": _("out of date"),
    "published": _("published"),
    "down": _("taken down"),
    "alone": _("written by itself"),
}


@dataclass
class Cell:
    """A page or record in one language: segments by who wrote them, and where it stands.

    ``strays``: how many of its source's facts it does not follow. ``asked``: how often readers
    asked for it while it was not there.
    """

    code: str
    translation: int | None = None
    total: int = 0
    human: int = 0
    machine: int = 0
    reviewed: int = 0
    asked: int = 0
    page: int | None = None
    is_live: bool = False
    is_down: bool = False
    stands: bool = False
    stale_since: datetime | None = None
    strays: int = 0
    waits_for: str = ""
    waits_since: datetime | None = None

    @property
    def missing(self) -> int:
        return self.total - self.human - self.machine

    @property
    def percent(self) -> int:
        """How much people have written; only what is complete is 100."""
        return self.percent_of(self.human)

    @property
    def percents(self) -> dict[str, int]:
        """Of all segments: written by people, by a machine, missing; and reviewed."""
        return {
            name: self.percent_of(number)
            for name, number in {
                "human": self.human,
                "machine": self.machine,
                "missing": self.missing,
                "reviewed": self.reviewed,
            }.items()
        }

    def percent_of(self, number: int) -> int:
        return number * 100 // self.total if self.total else 0

    @property
    def state(self) -> str:
        """One of ``STATES``, the most pressing first."""
        if self.translation is None:
            return "down" if self.is_down else "alone" if self.stands else "missing"
        if self.waits_for:
            return "review"
        if self.is_down:
            return "down"
        if self.stale_since:
            return "stale"
        if self.is_live:
            return "published"
        return "ready" if self.human == self.total else "started"

    @property
    def state_name(self) -> str:
        return str(STATES[self.state])


@dataclass
class Row:
    """A page or record with its state in each language; ``start`` is where translation begins."""

    pk: int
    title: str
    kind: str
    start: str
    path: str = ""
    chapter: str = NATIONAL
    is_down: bool = False
    cells: dict[str, Cell] = field(default_factory=dict)

    def asked(self, codes: Iterable[str]) -> int:
        return sum(self.cells[code].asked for code in codes)


class StatsTable:
    """What readers see, and its state in the languages that an account works in.

    Coordinators and national staff see every language; translators and reviewers their own.
    """

    def __init__(self, user: User) -> None:
        self.user = user

    @cached_property
    def locales(self) -> dict[int, str]:
        locales = Locale.objects.exclude(language_code=settings.LANGUAGE_CODE)
        if not (may_coordinate(self.user) or is_national(self.user)):
            locales = locales.filter(pk__in=languages_of(self.user))
        order = [code for code, _name in settings.LANGUAGES]
        found = dict(locales.values_list("pk", "language_code"))
        return dict(sorted(found.items(), key=lambda each: order.index(each[1])))

    @cached_property
    def rows(self) -> list[Row]:
        """Pages in the order of the tree, then records."""
        pages, records = self._pages(), self._records()
        rows = {
            key: row
            for key, row in {**pages, **records}.items()
            if any(self._reaches(row, locale) for locale in self.locales)
        }
        by_place = {
            (key, locale): row.cells[code]
            for key, row in rows.items()
            for locale, code in self.locales.items()
            if self._reaches(row, locale)
        }
        for place, (pk, live, was_live) in counts.standing_pages(self.locales).items():
            if place in by_place:
                cell = by_place[place]
                cell.page, cell.stands, cell.is_live = pk, True, live
                cell.is_down = was_live and not live
        for place, live in counts.standing_records(self.locales).items():
            if place in by_place:
                by_place[place].stands, by_place[place].is_live = True, live
        self._fill(by_place)
        for key, asked in counts.asked_for(self.codes).items():
            for code, number in asked.items() if key in pages else ():
                pages[key].cells[code].asked = number
        return [
            row
            for key, row in rows.items()
            if (key in pages and not row.is_down) or self._may_know_of(row)
        ]

    @cached_property
    def _reach(self) -> dict[int, list[str] | None]:
        if may_coordinate(self.user) or is_national(self.user):
            return dict.fromkeys(self.locales)
        return reach_of(self.user)

    def _reaches(self, row: Row, locale: int) -> bool:
        """Whether the account is concerned with it: with some chapters' pages only, or with all."""
        starts = self._reach.get(locale)
        return starts is None or any(row.path.startswith(start) for start in starts)

    def _may_know_of(self, row: Row) -> bool:
        """Whoever only translates is told of records, and of pages that are down, in translation.

        Another might be, say, a partner that has not agreed yet to be named.
        """
        if may_coordinate(self.user) or is_national(self.user):
            return True
        return any(cell.translation for cell in row.cells.values())

    def _pages(self) -> dict[UUID, Row]:
        return {
            key: Row(
                pk,
                title,
                gettext("Page"),
                reverse("translation:start", args=[pk]),
                path=path,
                chapter=self._chapter_of(path),
                is_down=not stands,
                cells=self._cells(),
            )
            for pk, key, title, path, stands in counts.sources()
        }

    def _records(self) -> dict[UUID, Row]:
        return {
            record.translation_key: Row(
                record.pk,
                str(record),
                str(capfirst(model._meta.verbose_name)),
                reverse(
                    "translation:start_record",
                    args=[model._meta.app_label, model._meta.model_name, quote(record.pk)],
                ),
                cells=self._cells(),
            )
            for model, record in counts.records()
        }

    def _cells(self) -> dict[str, Cell]:
        return {code: Cell(code) for code in self.codes}

    def _fill(self, by_place: dict[counts.TranslationKey, Cell]) -> None:
        cells: dict[int, Cell] = {}
        for pk, place, total in counts.started(self.locales):
            if place in by_place:
                cells[pk] = by_place[place]
                cells[pk].translation, cells[pk].total = pk, total
        for pk, by_machine, by_people, reviewed in counts.written(self.locales):
            if pk in cells:
                cells[pk].machine, cells[pk].human = by_machine, by_people
                cells[pk].reviewed = reviewed
        for pk, (since, strays) in counts.stale().items():
            if pk in cells:
                cells[pk].stale_since, cells[pk].strays = since, strays
        self._note_waits(by_place)

    def _note_waits(self, by_place: dict[counts.TranslationKey, Cell]) -> None:
        for place, waits in counts.in_review().items():
            if place in by_place:
                by_place[place].waits_for, by_place[place].waits_since = waits

    @cached_property
    def _chapters(self) -> list[tuple[str, str]]:
        rows = GroupPagePermission.objects.filter(
            group__team__role_key=LEADS.key, page__locale__language_code=settings.LANGUAGE_CODE
        )
        return sorted(set(rows.values_list("page__path", "page__title")))

    def _chapter_of(self, path: str) -> str:
        return next((name for start, name in self._chapters if path.startswith(start)), NATIONAL)

    # What is shown of it

    @property
    def codes(self) -> list[str]:
        return list(self.locales.values())

    @property
    def chapters(self) -> list[str]:
        return sorted({row.chapter for row in self.rows} - {NATIONAL})

    def asked_besides(self) -> dict[str, int]:
        """How often readers asked for pages in languages that nobody translates into yet.

        For those who can start them.
        """
        if not (may_coordinate(self.user) or is_national(self.user)):
            return {}
        found = counts.asked_for_besides([settings.LANGUAGE_CODE, *self.codes])
        return {code: found[code] for code in found if code in dict(settings.LANGUAGES)}

    def totals(self) -> dict[str, Counter[str]]:
        """For each language, how many pages and records are in each state."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for row in self.rows:
            for code, cell in row.cells.items():
                found[code][cell.state] += 1
        return found

    def chosen(self, wanted: dict[str, str]) -> list[Row]:
        """The rows that ``chapter``, ``language`` and ``state`` leave, ordered by ``sort``."""
        rows: Iterable[Row] = self.rows
        if wanted.get("chapter"):
            rows = [row for row in rows if row.chapter == wanted["chapter"]]
        codes = [wanted["language"]] if wanted.get("language") in self.codes else self.codes
        if wanted.get("state") in STATES:
            state = wanted["state"]
            rows = [row for row in rows if any(row.cells[code].state == state for code in codes)]
        return _sorted(list(rows), wanted.get("sort", ""), codes)


def _sorted(rows: list[Row], sort: str, codes: list[str]) -> list[Row]:
    """By one of the columns; a minus turns it round; else as in the tree.

    ``asked`` is how often readers asked, and a language's code what people have done in it.
    """
    name = sort.removeprefix("-")
    keys: dict[str, Any] = {
        "title": lambda row: row.title.casefold(),
        "kind": lambda row: (row.kind.casefold(), row.title.casefold()),
        "chapter": lambda row: (row.chapter.casefold(), row.path),
        "asked": lambda row: row.asked(codes),
        "waits": lambda row: _longest_wait(row, codes),
        **{code: _percent_in(code) for code in codes},
    }
    if name not in keys:
        return rows
    return sorted(rows, key=keys[name], reverse=sort.startswith("-"))


def _percent_in(code: str) -> Any:
    return lambda row: (row.cells[code].percent, row.cells[code].is_live)


def _longest_wait(row: Row, codes: list[str]) -> float:
    """When the one that has waited longest began to; what does not wait comes last."""
    waits = [since.timestamp() for code in codes if (since := row.cells[code].waits_since)]
    return min(waits, default=float("inf"))
