"""A migrated, empty database to begin with: migrating takes longer than most modules of tests.

On SQLite it is a file that is kept between runs, found again by a digest of what makes it: every
migration of ours, the exact versions of all others', and the apps. Where any of it changes, the
migrations run anew. On PostgreSQL it is a database of the cluster that `make test` starts, and goes
with it; a server without it is migrated every time. `tests.prepare` makes either.
"""

import hashlib
import os
import sqlite3
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection

ROOT = Path(__file__).parents[1]
TEMPLATE = "prepared_for_tests"


def prepared_file() -> Path:
    sources = [*sorted(ROOT.glob("**/migrations/*.py")), *sorted(ROOT.glob("requirements*.txt"))]
    seen = hashlib.sha256(repr((settings.INSTALLED_APPS, settings.LANGUAGES)).encode())
    for source in sources:
        if ".venv" not in source.parts:
            seen.update(source.read_bytes())
    return settings.VAR_DIR / "tests" / f"{seen.hexdigest()[:20]}.sqlite3"


def can_be_loaded() -> bool:
    return connection.vendor == "sqlite" and prepared_file().exists()


def can_be_copied() -> bool:
    """Whether the server has a database to copy each process's own from."""
    if connection.vendor != "postgresql":
        return False
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE])
        return cursor.fetchone() is not None


def begin_with_it() -> None:
    """Have the test database that is about to be created not be migrated."""
    if can_be_loaded():
        connection.settings_dict["TEST"]["MIGRATE"] = False
    elif can_be_copied():
        connection.settings_dict["TEST"]["TEMPLATE"] = TEMPLATE


def load() -> None:
    """Overwrite the test database of this process with the prepared one."""
    connection.ensure_connection()
    with sqlite3.connect(prepared_file()) as source:
        source.backup(connection.connection)
    source.close()
    # Creating the database without migrations numbered the content types in another order.
    ContentType.objects.clear_cache()


def keep() -> None:
    """Keep the test database of this process, which holds what the migrations made."""
    if connection.vendor != "sqlite" or not connection.introspection.table_names():
        return  # None was made where no test of the run asked for one.
    file = prepared_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(f".{os.getpid()}")
    connection.ensure_connection()
    with sqlite3.connect(unfinished) as target:
        connection.connection.backup(target)
    target.close()
    unfinished.replace(file)


def make() -> None:
    """Make it where there is none yet."""
    if can_be_loaded() or can_be_copied():
        return
    connection.settings_dict["TEST"]["NAME"] = (
        TEMPLATE if connection.vendor == "postgresql" else None
    )
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    keep()
    connection.close()
