"""A database whose migrations are not those of today is told apart, whatever is different."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from cms.operations.migration_history import why_not_ours

pytestmark = pytest.mark.django_db


def sql(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def test_one_of_today_is_ours() -> None:
    assert why_not_ours(connection) == ""


def test_one_that_lacks_the_newest_migration_is_brought_up_to_date() -> None:
    """What `migrate` is there for: no table of it exists yet."""
    app = "search"
    for model in apps.get_app_config(app).get_models():
        sql(f"DROP TABLE {model._meta.db_table}")
    MigrationRecorder.Migration.objects.filter(app=app).delete()
    assert why_not_ours(connection) == ""


@pytest.mark.parametrize(
    ("statement", "difference"),
    [
        (
            "ALTER TABLE zine_zineissuepage RENAME COLUMN tagline TO motto",
            "the table zine_zineissuepage lacks the column tagline",
        ),
        (
            "ALTER TABLE zine_zineissuepage ADD COLUMN motto varchar(20)",
            "the table zine_zineissuepage has a column motto",
        ),
        (
            "ALTER TABLE search_searchentry RENAME TO search_entry",
            "the table search_searchentry is missing",
        ),
        (
            "DELETE FROM django_migrations WHERE app = 'search'",
            "the table search_searchentry is there before its migration",
        ),
        (
            "UPDATE django_migrations SET name = '0099_gone' WHERE app = 'zine'",
            "it has had a migration zine.0099_gone",
        ),
        (
            "DELETE FROM django_migrations WHERE app = 'wagtailcore' AND name LIKE '008%'",
            "its migrations ran in another order",
        ),
    ],
)
def test_another_is_told_with_what_to_do(statement: str, difference: str) -> None:
    sql(statement)
    reason = why_not_ours(connection)
    assert f"was made by another version of the code ({difference})" in reason
    assert "to start anew" in reason or "starts anew" in reason
    assert "\n" not in reason
