"""Lets stored pages go when something was written: each statement is looked at, whoever made it.

Signals would not do: nobody sends one for an update of many rows, for a page that moved, for a
command of the database's own. So what is watched is what goes to the database. The first statement
of a transaction that readers may see writes a row (``PageChange``) in it; once it is committed the
pages go. Where the process ends in between, the scheduler finds the row (``carry_out_waiting``).
"""

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from threading import local
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate
from django.utils import timezone
from wagtail.signals import page_unpublished, unpublished

from cms.delivery.models import PageChange

from .files import PageStore
from .unseen import is_seen, is_urgent

logger = logging.getLogger(__name__)

type Execute = Callable[[str, Any, bool, dict[str, Any]], Any]

AT_ONCE = 1_000


@dataclass(frozen=True, eq=False)
class CarryOut:
    """Lets the pages go; called once the change is committed."""

    store: PageStore
    token: str
    is_urgent: bool

    def __call__(self) -> None:
        try:
            self.store.begin(urgent=self.is_urgent)
            self.store.note_carried(self.token)
        except OSError:
            # The row is still there, and the scheduler tries again.
            logger.exception("Stored pages could not be let go.")


class Watch:
    """Watches what is written to the database, for one store."""

    def __init__(self, store: PageStore) -> None:
        self.store = store
        self.is_recording = True
        self._of_this_thread = local()

    def begin(self) -> None:
        """Watch every connection, those that are open included."""
        connection_created.connect(self._watch_connection, weak=False)
        for connection in connections.all(initialized_only=True):
            self._watch_connection(connection=connection)
        # While tables are made there may be none to write a change into.
        pre_migrate.connect(self._stop_recording, weak=False)
        post_migrate.connect(self._go_on_recording, weak=False)
        page_unpublished.connect(self._note_unpublished, weak=False)
        unpublished.connect(self._note_unpublished, weak=False)

    def end(self) -> None:
        """Watch no more."""
        connection_created.disconnect(self._watch_connection)
        for connection in connections.all(initialized_only=True):
            if self.statement in connection.execute_wrappers:
                connection.execute_wrappers.remove(self.statement)
        pre_migrate.disconnect(self._stop_recording)
        post_migrate.disconnect(self._go_on_recording)
        page_unpublished.disconnect(self._note_unpublished)
        unpublished.disconnect(self._note_unpublished)

    def statement(
        self, execute: Execute, sql: Any, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        """Execute a statement; note it before where readers may see it."""
        text = sql if isinstance(sql, str) else str(sql)
        if not self.is_recording or not is_seen(text):
            return execute(sql, params, many, context)
        connection: BaseDatabaseWrapper = context["connection"]
        carry_out = self._note(connection, urgent=is_urgent(text))
        try:
            return execute(sql, params, many, context)
        finally:
            if carry_out is not None and not connection.in_atomic_block:
                carry_out()

    def _note(self, connection: BaseDatabaseWrapper, *, urgent: bool) -> CarryOut | None:
        """Write that something is to be carried out, unless this transaction has done so."""
        if connection.needs_rollback or self._is_noted(connection, urgent=urgent):
            return None
        carry_out = CarryOut(self.store, secrets.token_hex(16), urgent)
        row = PageChange(token=carry_out.token, is_urgent=urgent, at=timezone.now())
        row.save(using=connection.alias, force_insert=True)
        if connection.in_atomic_block:
            transaction.on_commit(carry_out, using=connection.alias)
            self._of_this_thread.noted = len(connection.run_on_commit) - 1, carry_out
        return carry_out

    def _is_noted(self, connection: BaseDatabaseWrapper, *, urgent: bool) -> bool:
        """Whether this transaction has a row already, as urgent as that.

        What was noted within a savepoint that was rolled back is gone from both: the rows, and what
        waits for the commit.
        """
        noted: tuple[int, CarryOut] | None = getattr(self._of_this_thread, "noted", None)
        if noted is None:
            return False
        (place, carry_out), waiting = noted, connection.run_on_commit
        is_there = place < len(waiting) and waiting[place][1] is carry_out
        return is_there and (carry_out.is_urgent or not urgent)

    def _note_unpublished(self, **_kwargs: Any) -> None:
        connection = connections[DEFAULT_DB_ALIAS]
        carry_out = self._note(connection, urgent=True)
        if carry_out is not None and not connection.in_atomic_block:
            carry_out()

    def _watch_connection(self, connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
        """First of all: whoever else wraps statements for a while takes away the last."""
        is_ours = connection.alias == DEFAULT_DB_ALIAS
        if is_ours and self.statement not in connection.execute_wrappers:
            connection.execute_wrappers.insert(0, self.statement)

    def _stop_recording(self, **_kwargs: Any) -> None:
        self.is_recording = False

    def _go_on_recording(self, sender: Any = None, **_kwargs: Any) -> None:
        """After migrations all is another, and the table is there: if it was to be made."""
        if sender is None or sender.label != PageChange._meta.app_label:
            return
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            names = connections[DEFAULT_DB_ALIAS].introspection.table_names(cursor)
        self.is_recording = PageChange._meta.db_table in names
        self.store.begin(urgent=True)


def carry_out_waiting(store: PageStore) -> int:
    """Carry out what whoever wrote it has not come to; return how much that was.

    Rows are deleted here alone: nobody who publishes waits for that.
    """
    rows = list(PageChange.objects.all()[:AT_ONCE])
    left = [row for row in rows if not store.was_carried(row.token)]
    if left:
        store.begin(urgent=any(row.is_urgent for row in left))
    if rows:
        tokens = [row.token for row in rows]
        PageChange.objects.filter(token__in=tokens).delete()
        store.forget_carried(tokens)
    return len(left)
