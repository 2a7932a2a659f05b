"""What a test finds in the database: built once in a process, then put back as it was.

Building takes seconds, putting back a fraction of one. `Snapshot` is every row, as the statements
that insert it again; `BuiltOnce` is a tree of pages and accounts with its rows and its files, for
all modules of a process.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models.sql import InsertQuery
from pytest_django import DjangoDbBlocker
from wagtail.models import Site

from .databases import tell_sizes

# From so many rows on, how a database joins a table matters.
LARGE = 200


class Snapshot:
    """Every row of the database, as statements that put them back."""

    def __init__(self) -> None:
        self.models = [
            model
            for model in apps.get_models(include_auto_created=True)
            if model._meta.managed
            and not model._meta.proxy
            and model._meta.db_table not in kept_by_triggers()
        ]
        self.tables = [model._meta.db_table for model in self.models]
        self.statements = [statement for model in self.models for statement in _inserts(model)]
        self.large = [
            model._meta.db_table for model in self.models if model._base_manager.count() >= LARGE
        ]

    def restore(self) -> None:
        """Make the database's rows what they were; needs constraints that wait for the commit."""
        with transaction.atomic(), connection.cursor() as cursor:
            for table in self.tables:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608
            for sql, parameters in self.statements:
                cursor.execute(sql, parameters)
            for sql in connection.ops.sequence_reset_sql(no_style(), self.models):
                cursor.execute(sql)
            tell_sizes(self.large)
        forget_what_was_cached()


def kept_by_triggers() -> set[str]:
    """SQLite's tables for full text, which follow the table that they index."""
    if connection.vendor != "sqlite":
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'")
        return {name for (name,) in cursor.fetchall()}


def _inserts(model: type[models.Model]) -> Iterator[tuple[str, Any]]:
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    rows = list(model._base_manager.all())
    batch = max(1, connection.ops.bulk_batch_size(fields, rows))
    for start in range(0, len(rows), batch):
        query = InsertQuery(model)
        query.insert_values(fields, rows[start : start + batch], raw=True)
        yield from query.get_compiler(connection=connection).as_sql()


def forget_what_was_cached() -> None:
    """Drop what Django and Wagtail remember of rows that are gone."""
    cache.clear()
    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()


class BuiltOnce[Built]:
    """What ``build`` returned, the rows that it made and the files that it wrote."""

    def __init__(
        self, build: Callable[[], Built], empty_rows: Snapshot, blocker: DjangoDbBlocker
    ) -> None:
        self.blocker = blocker
        with blocker.unblock(), transaction.atomic():
            known = set(_files())
            empty_rows.restore()
            self.built = build()
            self.rows = Snapshot()
            self.files = {path: path.read_bytes() for path in _files() if path not in known}
            transaction.set_rollback(True)
        forget_what_was_cached()

    @contextmanager
    def standing(self) -> Iterator[Built]:
        """Put it back for many tests; each of them works in a transaction within this one."""
        with self.blocker.unblock(), transaction.atomic():
            self.rows.restore()
            for path, content in self.files.items():
                if not path.exists():
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(content)
            yield deepcopy(self.built)
            transaction.set_rollback(True)
        forget_what_was_cached()


def _files() -> Iterator[Path]:
    return (path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())
