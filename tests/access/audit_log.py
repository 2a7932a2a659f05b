"""The audit log as tests read it: what each has brought into it, and its screen."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from cms.access.models import AccessEvent

from .movement import Movement

LOG = reverse("access:log")

type Entry = tuple[str, str, list[str], list[str]]


@dataclass(frozen=True)
class Log:
    """What a test has brought into the log."""

    begins_after: int

    @property
    def events(self) -> QuerySet[AccessEvent]:
        return AccessEvent.objects.filter(pk__gt=self.begins_after).order_by("pk")

    def told(self, kind: str, **which: Any) -> list[Entry]:
        """Who is said to have done what, with before and after, the oldest first."""
        events = self.events.filter(kind=kind, **which).select_related("actor")
        return [(each.actor_in_words, each.change, each.before, each.after) for each in events]


def shown(movement: Movement, who: str, **query: str) -> str:
    response = movement.clients[who].get(LOG, query)
    assert response.status_code == 200
    return str(response.content.decode())
