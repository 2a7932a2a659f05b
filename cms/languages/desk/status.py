"""The state of every page in every language, in the same number of queries however many there are.

A page is one that readers can see in the site's first language; of a draft nothing is told.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Count, F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.models import GroupPagePermission, Locale, Page, WorkflowState
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from cms.access.policy import LEADS
from cms.access.reach import is_national
from cms.access.translating import languages_of, may_coordinate

from ..models import Freshness

NATIONAL = ""

STATES = {
    "missing": _("not started"),
    "started": _("in progress"),
    "ready": _("ready to submit"),
    "review": _("in review"),
    "stale": _("out of date"),
    "published": _("published"),
    "alone": _("written by itself"),
}


@dataclass
class Cell:
    """A page in one language: passages by who wrote them, and where it stands."""

    code: str
    translation: int | None = None
    total: int = 0
    human: int = 0
    machine: int = 0
    reviewed: int = 0
    is_live: bool = False
    is_page: bool = False
    stale_since: datetime | None = None
    waits_for: str = ""
    waits_since: datetime | None = None

    @property
    def missing(self) -> int:
        return self.total - self.human - self.machine

    @property
    def percent(self) -> int:
        """How much people have written; only what is complete is 100."""
        return self.human * 100 // self.total if self.total else 0

    def percent_of(self, number: int) -> int:
        return number * 100 // self.total if self.total else 0

    @property
    def state(self) -> str:
        """One of ``STATES``, the most pressing first."""
        if self.translation is None:
            return "alone" if self.is_page else "missing"
        if self.waits_for:
            return "review"
        if self.stale_since:
            return "stale"
        if self.is_live:
            return "published"
        return "ready" if self.human == self.total else "started"

    @property
    def state_name(self) -> str:
        return str(STATES[self.state])


@dataclass
class PageStatus:
    """A page with its state in each language."""

    pk: int
    title: str
    path: str
    chapter: str
    cells: dict[str, Cell] = field(default_factory=dict)


class Board:
    """The pages that readers see, and their state in the languages that an account works in.

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
    def pages(self) -> list[PageStatus]:
        keys: dict[UUID, PageStatus] = {}
        sources = Page.objects.live().public().filter(alias_of=None, depth__gt=1)
        sources = sources.filter(locale__language_code=settings.LANGUAGE_CODE).order_by("path")
        for pk, key, title, path in sources.values_list("pk", "translation_key", "title", "path"):
            cells = {code: Cell(code) for code in self.locales.values()}
            keys[key] = PageStatus(pk, title, path, self._chapter_of(path), cells)
        self._fill(keys)
        return list(keys.values())

    def _fill(self, pages: dict[UUID, PageStatus]) -> None:
        by_page = self._targets(pages)
        by_translation: dict[int, Cell] = {}
        totals = dict(StringSegment.objects.values_list("source").annotate(Count("pk")).order_by())
        started = Translation.objects.filter(enabled=True, target_locale__in=self.locales)
        for pk, key, locale, source in started.values_list(
            "pk", "source__object_id", "target_locale", "source"
        ):
            if key in pages:
                cell = pages[key].cells[self.locales[locale]]
                cell.translation, cell.total = pk, totals.get(source, 0)
                by_translation[pk] = cell
        self._count(by_translation)
        stale = Freshness.objects.filter(stale_since__isnull=False)
        for pk, since in stale.values_list("translation", "stale_since"):
            if pk in by_translation:
                by_translation[pk].stale_since = since
        self._waiting(by_page)

    def _targets(self, pages: dict[UUID, PageStatus]) -> dict[int, Cell]:
        """The cells by the number of the page that stands in the language."""
        found = {}
        targets = Page.objects.filter(locale__in=self.locales, alias_of=None)
        for pk, key, locale, live in targets.values_list("pk", "translation_key", "locale", "live"):
            if key in pages:
                cell = found[pk] = pages[key].cells[self.locales[locale]]
                cell.is_live, cell.is_page = live, True
        return found

    def _count(self, cells: dict[int, Cell]) -> None:
        """Count passages by who wrote them; what has a fault counts as missing."""
        machine = StringTranslation.TRANSLATION_TYPE_MACHINE
        approved = F("source__translations__freshness__approved_at")
        counts = (
            StringSegment.objects.filter(
                string__translations__context_id=F("context_id"),
                string__translations__has_error=False,
                string__translations__locale_id=F("source__translations__target_locale_id"),
                source__translations__target_locale__in=self.locales,
            )
            .order_by()
            .values_list("source__translations__pk")
            .annotate(
                by_machine=Count("pk", filter=Q(string__translations__translation_type=machine)),
                by_people=Count("pk", filter=~Q(string__translations__translation_type=machine)),
                reviewed=Count("pk", filter=Q(string__translations__updated_at__lte=approved)),
            )
        )
        for pk, by_machine, by_people, reviewed in counts:
            if pk in cells:
                cells[pk].machine, cells[pk].human = by_machine, by_people
                cells[pk].reviewed = reviewed

    def _waiting(self, cells: dict[int, Cell]) -> None:
        states = WorkflowState.objects.filter(
            status=WorkflowState.STATUS_IN_PROGRESS, current_task_state__isnull=False
        )
        for page, step, since in states.values_list(
            "object_id", "current_task_state__task__name", "current_task_state__started_at"
        ):
            cell = cells.get(int(page))
            if cell is not None:
                cell.waits_for, cell.waits_since = step, since

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
        return sorted({page.chapter for page in self.pages} - {NATIONAL})

    def totals(self) -> dict[str, Counter[str]]:
        """For each language, how many pages are in each state."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for page in self.pages:
            for code, cell in page.cells.items():
                found[code][cell.state] += 1
        return found

    def chosen(self, wanted: dict[str, str]) -> list[PageStatus]:
        """The pages that ``chapter``, ``language`` and ``state`` leave, ordered by ``sort``."""
        pages: Iterable[PageStatus] = self.pages
        if wanted.get("chapter"):
            pages = [page for page in pages if page.chapter == wanted["chapter"]]
        codes = [wanted["language"]] if wanted.get("language") in self.codes else self.codes
        if wanted.get("state") in STATES:
            state = wanted["state"]
            pages = [page for page in pages if any(page.cells[c].state == state for c in codes)]
        return _sorted(list(pages), wanted.get("sort", ""), self.codes)


def _sorted(pages: list[PageStatus], sort: str, codes: list[str]) -> list[PageStatus]:
    """By title, chapter or a language's percentage; a minus turns it round; else as in the tree."""
    name = sort.removeprefix("-")
    keys: dict[str, Any] = {
        "title": lambda page: page.title.casefold(),
        "chapter": lambda page: (page.chapter.casefold(), page.path),
        **{code: _percent_in(code) for code in codes},
    }
    if name not in keys:
        return pages
    return sorted(pages, key=keys[name], reverse=sort.startswith("-"))


def _percent_in(code: str) -> Any:
    return lambda page: (page.cells[code].percent, page.cells[code].is_live)
