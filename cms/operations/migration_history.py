"""Whether the migrations of today can bring a database up to date.

While nothing is released, migrations are squashed: they are written anew, under the names that
older databases have taken note of. Such a database has other tables than its notes say. So the
tables themselves are compared with what the migrations that it has taken note of would make.
"""

from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model

from cms.checks import OUR_PACKAGES

type Columns = dict[str, dict[str, bool]]


def why_not_ours(connection: BaseDatabaseWrapper) -> str:
    """Return why a database cannot be brought up to date, and what to do; empty if it can."""
    try:
        difference = next(differences(connection), None)
    except DatabaseError as error:
        return f"{_name(connection)} cannot be read: {error}"
    if difference is None:
        return ""
    return (
        f"{_name(connection)} was made by another version of the code ({difference}), and the "
        f"migrations of this one cannot bring it up to date: {_way_out(connection)}"
    )


def differences(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """Yield what tells a database from one that today's migrations have made, in plain words."""
    loader = MigrationLoader(connection)
    labels = _our_labels()
    for label, name in sorted(set(loader.applied_migrations) - set(loader.disk_migrations)):
        if label in labels:
            yield f"it has had a migration {label}.{name}"
    try:
        loader.check_consistent_history(connection)
    except InconsistentMigrationHistory:
        yield "its migrations ran in another order"
    applied = set(loader.applied_migrations) & set(loader.graph.nodes)
    now = _columns(connection)
    made = _columns_of(loader, applied, labels, connection)
    for table, columns in made.items():
        if table not in now:
            yield f"the table {table} is missing"
            continue
        yield from _differences_between(table, now[table], columns)
    for table in _columns_of(loader, set(loader.graph.leaf_nodes()), labels, connection):
        if table in now and table not in made:
            yield f"the table {table} is there before its migration"


def _our_labels() -> set[str]:
    return {
        config.label
        for config in apps.get_app_configs()
        if config.name.partition(".")[0] in OUR_PACKAGES
    }


def _differences_between(
    table: str, found: dict[str, bool], wanted: dict[str, bool]
) -> Iterator[str]:
    for name in sorted(wanted.keys() - found.keys()):
        yield f"the table {table} lacks the column {name}"
    for name in sorted(found.keys() - wanted.keys()):
        yield f"the table {table} has a column {name}"
    for name in sorted(found.keys() & wanted.keys()):
        if found[name] != wanted[name]:
            may = "may" if found[name] else "may not"
            yield f"the column {name} of the table {table} {may} be empty"


def _columns(connection: BaseDatabaseWrapper) -> Columns:
    """Every table's columns as they are, and whether each may be empty."""
    introspection = connection.introspection
    with connection.cursor() as cursor:
        return {
            table: {
                column.name: bool(column.null_ok)
                for column in introspection.get_table_description(cursor, table)
            }
            for table in introspection.table_names(cursor)
        }


def _columns_of(
    loader: MigrationLoader,
    nodes: set[tuple[str, str]],
    labels: set[str],
    connection: BaseDatabaseWrapper,
) -> Columns:
    """The columns that our migrations make, up to and with these."""
    if not nodes:
        return {}
    found: Columns = {}
    for model in loader.project_state(sorted(nodes)).apps.get_models(include_auto_created=True):
        if model._meta.app_label in labels and model._meta.can_migrate(connection):
            found[model._meta.db_table] = _columns_of_model(model)
    return found


def _columns_of_model(model: type[Model]) -> dict[str, bool]:
    return {str(field.column): field.null for field in model._meta.local_concrete_fields}


def _name(connection: BaseDatabaseWrapper) -> str:
    if connection.vendor == "sqlite":
        return f"The database {_file(connection)}"
    return "The database that DATABASE_URL names"


def _way_out(connection: BaseDatabaseWrapper) -> str:
    folder = Path(settings.VAR_DIR)
    if connection.vendor == "sqlite" and folder in Path(_file(connection)).parents:
        name = folder.name
        return (
            f"to keep it, `mv {name} {name}-before`, and `make run` starts anew; the version that "
            f"made it opens it again under the name {name}, to copy texts from."
        )
    return (
        "let DATABASE_URL name an empty one to start anew; the version that made it still opens it."
    )


def _file(connection: BaseDatabaseWrapper) -> str:
    return str(connection.settings_dict["NAME"])
