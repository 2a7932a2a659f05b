"""The database as one file: SQLite by its own backup, PostgreSQL by pg_dump and psql."""

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.contrib.auth.models import User
from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from wagtail.models import Page

from .errors import BackupError

# Wagtail's own: the root and its welcome.
PAGES_OF_A_NEW_SITE = 2
FILE_NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


def applied_migrations() -> list[str]:
    """Return the names of what this database has been through, such as ``home.0001_initial``."""
    return sorted(
        f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()
    )


def known_migrations() -> set[str]:
    """Return the names of what this code knows."""
    return {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}


def holds_content() -> bool:
    """Whether somebody has an account here, or there are more pages than a new site has."""
    tables = set(connection.introspection.table_names())
    if not {"auth_user", "wagtailcore_page"} <= tables:
        return False
    return User.objects.exists() or Page.objects.count() > PAGES_OF_A_NEW_SITE


def dump(target: Path) -> None:
    """Write all of the database, as it stands at one moment, while others go on writing.

    Raises BackupError where PostgreSQL's programs are missing or refuse.
    """
    if connection.vendor == "sqlite":
        with closing(_sqlite_file()) as here, closing(sqlite3.connect(target)) as there:
            here.backup(there)
        return
    _run_here("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def load(source: Path) -> None:
    """Put what was dumped in the place of all that is here, or nothing of it.

    Raises BackupError where the file is damaged or PostgreSQL's programs are missing or refuse.
    """
    if connection.vendor == "sqlite":
        _load_sqlite(source)
        return
    script = source.with_suffix(".sql")
    _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(source))
    tables = ", ".join(map(connection.ops.quote_name, connection.introspection.table_names()))
    connection.close()
    emptied = ["--command", f"DROP TABLE {tables} CASCADE"] if tables else []
    _run_here(
        "psql",
        "--no-psqlrc",
        "--quiet",
        "--set=ON_ERROR_STOP=1",
        "--single-transaction",
        *emptied,
        f"--file={script}",
    )


def _load_sqlite(source: Path) -> None:
    connection.close()
    with closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True)) as dumped:
        try:
            if dumped.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise BackupError("The database in the backup is damaged.")
        except sqlite3.DatabaseError as error:
            raise BackupError(f"The database in the backup is damaged: {error}.") from error
        with closing(_sqlite_file()) as here:
            dumped.backup(here)


def _sqlite_file() -> sqlite3.Connection:
    return sqlite3.connect(connection.settings_dict["NAME"], timeout=60)


def _run_here(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs at this database; the password stands in no argument."""
    settings = connection.settings_dict
    command, environment = DatabaseClient.settings_to_cmd_args_env(settings, [])
    options, name = command[1:-1], command[-1]
    _run(program, *options, f"--dbname={name}", *arguments, **(environment or {}))


def _run(program: str, *arguments: str, **environment: str) -> None:
    try:
        subprocess.run(  # noqa: S603 - our arguments, no shell
            [program, *arguments],
            env=os.environ | environment,
            capture_output=True,
            text=True,
            check=True,
        )
    except FileNotFoundError as error:
        raise BackupError(
            f"Backups of PostgreSQL need its program {program} (Debian: postgresql-client)."
        ) from error
    except subprocess.CalledProcessError as error:
        raise BackupError(f"{program} refused: {error.stderr.strip()}") from error
