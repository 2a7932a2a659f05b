"""Which tests run on SQLite as well, where the whole suite runs on PostgreSQL.

Production runs on PostgreSQL, so everything is proven there. `make run` begins on SQLite: what
depends on the database is proven there too, and one walk through each folder. Without PostgreSQL's
programs everything runs on SQLite.
"""

from collections.abc import Iterable
from pathlib import Path

import pytest
from django.db import connection

TESTS = Path(__file__).parent

# A module below tests/, and what in it depends on the database, or that it is its folder's walk.
ON_SQLITE_TOO = {
    "access/test_check_access.py": "rows that are compared and mended",
    "access/test_life_cycle.py": "a walk",
    "access/test_reconcile.py": "constraints; rows that are written anew",
    "contacts/test_everywhere.py": "a walk",
    "delivery/test_health.py": "migrations that are missing",
    "delivery/test_transactions.py": "transactions",
    "demo/test_sign_in.py": "a walk",
    "languages/test_demand.py": "counts that are added up in the database",
    "languages/test_every_language.py": "a walk",
    "operations/test_migration_history.py": "columns as the database tells of them",
    "operations/test_settings.py": "the database's own settings",
    "operations/test_task_calls.py": "tasks, under development's settings",
    "operations/test_tasks.py": "tasks",
    "pages/test_queries.py": "the number of queries",
    "pages/test_search.py": "search",
    "pages/test_site.py": "a walk",
    "privacy/test_privacy_page.py": "a walk",
    "review/test_autosave.py": "transactions",
    "review/test_concurrency.py": "locks",
    "review/test_crash.py": "transactions",
    "review/test_dates.py": "locks; times in the database",
    "review/test_flow.py": "a walk",
    "review/test_records.py": "a walk with records",
    "review/test_sets.py": "transactions",
    "review/test_state_machine.py": "everything above, in any order",
    "safety/test_deleted_files.py": "tasks after the commit; a walk",
    "starter/test_motion.py": "all of the demo or nothing",
    "starter/test_seed.py": "all of the starter content or nothing; a walk",
    "translation/test_cost.py": "the number of queries",
    "translation/test_memory.py": "search for what is similar",
    "translation/test_nothing_moves_unapproved.py": "everything of the desk, in any order",
    "translation/test_review.py": "a walk",
    "zine/test_build.py": "tasks; constraints; a walk",
    "zine/test_killed_workers.py": "tasks that are taken up again",
}


def mark(items: list[pytest.Item]) -> None:
    """Give the tests of these modules the mark `sqlite`."""
    for item in items:
        if item.path.relative_to(TESTS).as_posix() in ON_SQLITE_TOO:
            item.add_marker(pytest.mark.sqlite)


def tell_sizes(tables: Iterable[str]) -> None:
    """Let the database look at how large tables are, before it is asked to join them.

    A server learns that by itself, but not within a transaction; what takes a large table for an
    empty one joins it for minutes. SQLite needs no telling.
    """
    names = ", ".join(map(connection.ops.quote_name, tables))
    if connection.vendor == "postgresql" and names:
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {names}")
