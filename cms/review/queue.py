"""The editorial queue: what waits for whom, in a fixed number of queries."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.models import GroupPagePermission, Locale, Page, Revision, TaskState

from cms.access.models import Team
from cms.access.policy import APPROVERS, LEADS, REVIEWERS
from cms.access.reach import is_national, own_pages

from .models import Decision, overdue_after, step_of
from .reviewers import other_writers

A_DAY = timedelta(days=1)
NATIONAL = "national"


@dataclass(frozen=True)
class Entry:
    """A page in review: which step it waits for, since when, where it belongs."""

    state: TaskState
    page: Page
    step: str
    territory: str
    language: str
    since: datetime
    waits_for_me: bool

    @property
    def is_overdue(self) -> bool:
        return self.since + overdue_after() <= timezone.now()

    @property
    def age(self) -> str:
        """``new`` for a day, then ``waiting``, at last ``overdue``."""
        if self.is_overdue:
            return "overdue"
        return "new" if self.since + A_DAY > timezone.now() else "waiting"


class Queue:
    """The entries that an account may see, the oldest first; ``filters`` narrow them."""

    FILTERS = ("step", "age", "territory", "language")

    def __init__(self, user: User, filters: Mapping[str, Any]) -> None:
        self.user = user
        self.filters = {name: filters[name] for name in self.FILTERS if filters.get(name)}

    @cached_property
    def all_entries(self) -> list[Entry]:
        states = list(self._states())
        pages = Page.objects.in_bulk({int(state.workflow_state.object_id) for state in states})
        written = self._written_by_me(pages)
        hands = {page for page, who in other_writers(pages.values()) if who == self.user.pk}
        return [
            self._entry(state, page, written, hands)
            for state in states
            if (page := pages.get(int(state.workflow_state.object_id))) is not None
        ]

    @property
    def entries(self) -> list[Entry]:
        return self._filtered(self.filters)

    @property
    def waiting_for_me(self) -> list[Entry]:
        return [entry for entry in self.all_entries if entry.waits_for_me]

    def count_by(self, name: str) -> list[tuple[str, int]]:
        """How many entries choosing each value of a filter would leave, the others being kept."""
        others = {other: value for other, value in self.filters.items() if other != name}
        counts = Counter(getattr(entry, name) for entry in self._filtered(others))
        return sorted(counts.items())

    def _filtered(self, filters: Mapping[str, str]) -> list[Entry]:
        return [
            entry
            for entry in self.all_entries
            if all(getattr(entry, name) == value for name, value in filters.items())
        ]

    def _states(self) -> QuerySet[TaskState]:
        states = (
            TaskState.objects.filter(
                status=TaskState.STATUS_IN_PROGRESS,
                workflow_state__current_task_state__isnull=False,
            )
            .select_related("workflow_state", "task__content_type", "revision")
            .defer("revision__content")
            .order_by("started_at", "pk")
        )
        if is_national(self.user):
            return states
        own = [str(pk) for pk in own_pages(self.user).values_list("pk", flat=True)]
        return states.filter(workflow_state__object_id__in=own)

    def _entry(
        self, state: TaskState, page: Page, written: set[tuple[int, int]], hands: set[int]
    ) -> Entry:
        step = step_of(state.task)
        territory = self._territory_of(page)
        first = page.live_revision_id or 0
        mine = self._is_my_step(step, territory[0] if territory else None, page.locale_id)
        wrote = (
            state.workflow_state.requested_by_id == self.user.pk
            or page.pk in hands
            or any(
                page_id == page.pk and first < number <= state.revision_id
                for page_id, number in written
            )
        )
        return Entry(
            state=state,
            page=page,
            step=step,
            territory=territory[1] if territory else NATIONAL,
            language=self._languages[page.locale_id],
            since=state.started_at,
            waits_for_me=not wrote and (mine or (state.revision_id, step) in self._taken_over),
        )

    def _written_by_me(self, pages: Mapping[int, Page]) -> set[tuple[int, int]]:
        """Page and number of every draft that the account wrote or submitted."""
        drafts = Revision.page_revisions.filter(
            user=self.user, object_id__in=[str(pk) for pk in pages]
        ).order_by()
        written = {(int(page_id), pk) for page_id, pk in drafts.values_list("object_id", "pk")}
        submitted = Decision.objects.filter(
            actor=self.user, kind=Decision.Kind.SUBMITTED, page__in=pages
        ).order_by()
        return written.union(submitted.values_list("page_id", "revision_number"))

    @cached_property
    def _taken_over(self) -> set[tuple[int, str]]:
        taken = Decision.objects.filter(actor=self.user, kind=Decision.Kind.TAKEN_OVER)
        return set(taken.order_by().values_list("revision_number", "step"))

    @cached_property
    def _languages(self) -> dict[int, str]:
        return dict(Locale.objects.values_list("pk", "language_code"))

    @cached_property
    def _territories(self) -> list[tuple[str, UUID, str]]:
        """Path, key and name of every territory's pages; the name is in the first language."""
        rows = GroupPagePermission.objects.filter(group__team__role_key=LEADS.key).values_list(
            "page__path", "group__team__territory", "page__draft_title"
        )
        names: dict[UUID, str] = {}
        paths = sorted(set(rows))
        for _path, key, title in paths:
            names.setdefault(key, title)
        return [(path, key, names[key]) for path, key, _title in paths]

    @cached_property
    def _my_teams(self) -> set[tuple[str, UUID | None, int | None]]:
        teams = Team.objects.filter(group__user=self.user)
        return set(teams.values_list("role_key", "territory", "locale_id"))

    def _territory_of(self, page: Page) -> tuple[UUID, str] | None:
        for path, key, title in self._territories:
            if page.path.startswith(path):
                return key, title
        return None

    def _is_my_step(self, step: str, territory: UUID | None, locale_id: int) -> bool:
        wanted: dict[str, tuple[str, UUID | None, int | None]] = {
            "lead": (LEADS.key, territory, None),
            "staff": (APPROVERS.key, None, None),
            "language": (REVIEWERS.key, None, locale_id),
        }
        # A reviewer of a language may be one for a chapter's pages only.
        in_chapter = step == "language" and (REVIEWERS.key, territory, locale_id) in self._my_teams
        return in_chapter or wanted.get(step) in self._my_teams
