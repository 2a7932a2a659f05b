"""The whole site of the starter content, for tests: loaded once, then copied in for each test.

Loading takes seconds, a copy a fraction of one. The first test of a process that asks for
``seeded_site`` loads the starter content in a transaction that is rolled back; what it wrote is
kept as the very statements that insert it again. Pictures are drawn small, with every rendition
that readers get, so a page asks for none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models.sql import InsertQuery
from pytest_django import DjangoDbBlocker
from wagtail.images import get_image_model
from wagtail.models import Page, Site

from cms.media.pictures import make_renditions
from cms.operations.seeding.keys import key_of
from cms.operations.seeding.run import seed

ARTWORK_SCALE = 0.2
LANGUAGES = ("en", "es", "ar")


@dataclass(frozen=True)
class SeededSite:
    """The starter content's pages, found by language and address ("" or "chapters/boston/")."""

    @property
    def site(self) -> Site:
        return Site.objects.get()

    def page(self, language: str, address: str) -> Any:
        """Return the page of its own type, as it is in the database now."""
        key = key_of("page", address)
        return Page.objects.get(translation_key=key, locale__language_code=language).specific

    def pages(self, language: str) -> list[Any]:
        """Return every page of a language that readers get, in the order of the tree."""
        pages = Page.objects.live().filter(locale__language_code=language, depth__gt=1)
        return list(pages.order_by("path").specific())


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

    def restore(self) -> None:
        """Make the database's rows what they were; needs constraints that wait for the commit."""
        with transaction.atomic(), connection.cursor() as cursor:
            for table in self.tables:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608
            for sql, parameters in self.statements:
                cursor.execute(sql, parameters)
            for sql in connection.ops.sequence_reset_sql(no_style(), self.models):
                cursor.execute(sql)
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


@pytest.fixture(scope="session")
def seeded_rows(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Snapshot:
    with django_db_blocker.unblock(), transaction.atomic():
        seed(report=lambda _step: None, artwork_scale=ARTWORK_SCALE)
        for image in get_image_model().objects.all():
            make_renditions(image)
        snapshot = Snapshot()
        transaction.set_rollback(True)
    forget_what_was_cached()
    return snapshot


@pytest.fixture
def seeded_site(seeded_rows: Snapshot, db: None) -> SeededSite:
    """The whole site; in a transaction of the test's own unless it asks for ``live_server``."""
    seeded_rows.restore()
    return SeededSite()
