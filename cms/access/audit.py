"""The audit log: its one way in, its copy on the console, and its end by age.

An entry is a row of the transaction under way: what was undone is not in the log. Its copy, a line
of JSON, goes out once it is committed, with numbers in the place of people's names and of titles.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.log_actions import get_active_log_context

from .models import AccessEvent

Kind = AccessEvent.Kind
# Who comes when is told to staff alone.
OF_SIGN_INS = (Kind.SIGN_IN, Kind.FAILED)

logger = logging.getLogger("audit")


@dataclass(frozen=True)
class Subject:
    """What an entry is about: a title for people, and its kind and number, or a view's name."""

    title: str
    reference: str
    territory: UUID | None = None


NOTHING = Subject("", "")


def enter(
    kind: AccessEvent.Kind,
    change: str,
    *,
    actor: User | None = None,
    account: User | None = None,
    before: Sequence[str] = (),
    after: Sequence[str] = (),
    about: Subject = NOTHING,
) -> AccessEvent:
    """Write an entry; where no ``actor`` is given, of whoever is acting in the admin."""
    event = AccessEvent.objects.create(
        kind=kind,
        actor=actor or get_active_log_context().user,
        account=account,
        change=change[:200],
        before=list(before),
        after=list(after),
        about=about.title[:255],
        reference=about.reference[:200],
        territory=about.territory,
    )
    transaction.on_commit(partial(_tell, event), robust=True)
    return event


def events_for(user: User) -> QuerySet[AccessEvent]:
    """The entries that the account may read, the newest first, with their people."""
    events = AccessEvent.objects.select_related("actor", "account")
    if user.has_perm("access.manage_teams"):
        return events
    return events.exclude(kind__in=OF_SIGN_INS)


def forget_old_entries() -> int:
    """Delete what is older than the settings keep; return how many entries that were."""
    until = timezone.now() - timedelta(days=settings.AUDIT_RETENTION_DAYS)
    # Nothing is locked where there is nothing to delete, which is nearly always so.
    if not AccessEvent.objects.filter(at__lt=until).exists():
        return 0
    return AccessEvent.objects.all().forget(until)


def _tell(event: AccessEvent) -> None:
    entry = {
        "at": event.at.isoformat(),
        "kind": event.kind,
        "by": event.actor_id,
        "account": event.account_id,
        "change": event.change,
        "about": event.reference,
        "territory": str(event.territory) if event.territory else None,
        "before": event.before,
        "after": event.after,
    }
    logger.info(event.change, extra={"entry": entry})
