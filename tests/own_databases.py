"""Databases beside the tests' own, for processes of their own to write into."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection

from . import prepared_database


@contextmanager
def database(folder: Path, name: str, *, migrated: bool = True) -> Iterator[str]:
    """The address of a new database, of the kind that the tests run on: migrated, or empty."""
    if connection.vendor == "sqlite":
        file = folder / f"{name}.sqlite3"
        if migrated and prepared_database.prepared_file().exists():
            shutil.copy(prepared_database.prepared_file(), file)
        yield f"sqlite:///{file}"
        return
    parts = connection.settings_dict
    names = ("host", "port", "user", "password")
    where: dict[str, Any] = {each: parts[each.upper()] or None for each in names}
    prepared = migrated and prepared_database.can_be_copied()
    template = prepared_database.TEMPLATE if prepared else "template1"
    full_name = f"{parts['NAME']}_{name}"
    with psycopg.connect(**where, dbname="postgres", autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{full_name}" TEMPLATE "{template}"')
        try:
            yield f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{full_name}"
        finally:
            server.execute(f'DROP DATABASE "{full_name}" WITH (FORCE)')
