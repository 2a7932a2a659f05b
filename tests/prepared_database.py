"""A migrated, empty SQLite database, kept between runs: migrating takes longer than most tests.

It is found again by a digest of what makes it: every migration of ours, the exact versions of all
others', and the apps. Where any of it changes, the migrations run anew. PostgreSQL has none: there
the migrations run every time.
"""

import hashlib
import os
import sqlite3
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection

ROOT = Path(__file__).parents[1]


def prepared_file() -> Path:
    sources = [*sorted(ROOT.glob("**/migrations/*.py")), *sorted(ROOT.glob("requirements*.txt"))]
    seen = hashlib.sha256(repr((settings.INSTALLED_APPS, settings.LANGUAGES)).encode())
    for source in sources:
        if ".venv" not in source.parts:
            seen.update(source.read_bytes())
    return settings.VAR_DIR / "tests" / f"{seen.hexdigest()[:20]}.sqlite3"


def can_be_loaded() -> bool:
    return connection.vendor == "sqlite" and prepared_file().exists()


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
    if connection.vendor != "sqlite":
        return
    file = prepared_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(f".{os.getpid()}")
    connection.ensure_connection()
    with sqlite3.connect(unfinished) as target:
        connection.connection.backup(target)
    target.close()
    unfinished.replace(file)
