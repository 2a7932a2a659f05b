"""Two staff members confirm one request at the same moment. On PostgreSQL, with real threads.

SQLite lets one write at a time, and an in-memory database is one connection's own; there is
nothing to race there.
"""

import threading

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.db import connection, connections

from cms.access.models import AccessEvent
from cms.access.whose_word import NotAllowedError
from cms.accounts.factor_resets import ask, confirm_reset
from tests.snapshots import forget_what_was_cached

from .test_lost_factors import People

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="races need PostgreSQL"),
]


def test_of_two_who_confirm_at_once_one_does() -> None:
    forget_what_was_cached()
    # For the next test the rows are put back one by one; what watches them asks for these.
    ContentType.objects.get_for_models(*apps.get_models(include_auto_created=True))
    people = People()
    reset = ask(people["ada"], people["eva"], "x")
    actors = [people["ben"], people["cem"]]
    start = threading.Barrier(2)
    ends: list[str] = []

    def confirm(number: int) -> None:
        try:
            start.wait(20)
            confirm_reset(actors[number], reset)
            ends.append("done")
        except NotAllowedError:
            ends.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=confirm, args=[number]) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(ends) == ["done", "refused"]
    assert AccessEvent.objects.filter(change="second factors taken away").count() == 1
    assert sum("new-factor/" in str(sent.body) for sent in mail.outbox) == 1
