"""The editorial queue: what waits for whom, in a fixed number of queries."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.models import GroupPagePermission, Locale, Page, TaskState

from cms.access.policy import LEADS
from cms.access.querysets import is_national

from .deciding import overdue_after, refusals
from .models import task_name_of
from .subjects import drafts_of, key_in, subjects_under

A_DAY = timedelta(days=1)
NATIONAL = "national"


@dataclass(frozen=True)
class Entry:
    """A page or record in review: which step it waits for, since when, where it belongs."""

    state: TaskState
    subject: Any
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
        states = _waiting_states()
        keys = [key_in(state.workflow_state) for state in states]
        subjects = subjects_under(keys) if is_national(self.user) else drafts_of(self.user, keys)
        shown = [
            (state, subjects[key])
            for state, key in zip(states, keys, strict=True)
            if key in subjects
        ]
        refused = refusals([state for state, _subject in shown], self.user, subjects)
        return [self._entry(state, subject, refused[state.pk]) for state, subject in shown]

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

    def _entry(self, state: TaskState, subject: Any, refusal: str) -> Entry:
        territory = self.territory_of(subject)
        return Entry(
            state=state,
            subject=subject,
            step=task_name_of(state.task),
            territory=territory[1] if territory else NATIONAL,
            language=self._languages[subject.locale_id],
            since=state.started_at,
            waits_for_me=not refusal,
        )

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

    def territory_of(self, subject: Any) -> tuple[UUID, str] | None:
        """Key and name of the territory that a page or record is in; None of national ones."""
        own = getattr(subject, "territory", None)
        if own is not None:
            return next(((key, name) for _path, key, name in self._territories if key == own), None)
        if isinstance(subject, Page):
            for path, key, title in self._territories:
                if subject.path.startswith(path):
                    return key, title
        return None


def _waiting_states() -> list[TaskState]:
    """Every step that waits, the oldest first."""
    return list(
        TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS,
            workflow_state__current_task_state__isnull=False,
        )
        .select_related("workflow_state", "task__content_type", "revision")
        .defer("revision__content")
        .order_by("started_at", "pk")
    )
