"""A process that is killed in the middle of a publication leaves nothing of it, or all."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from tests import drills, prepared_database

ROOT = Path(__file__).parents[2]
TIMES = 3 if drills.TIMES == 1 else 200


@pytest.fixture
def own_database(db: None, tmp_path: Path) -> Iterator[str]:
    """The address of a database that processes of their own may write into."""
    if connection.vendor == "sqlite":
        database = tmp_path / "site.sqlite3"
        if prepared_database.prepared_file().exists():
            shutil.copy(prepared_database.prepared_file(), database)
        yield f"sqlite:///{database}"
        return
    parts = connection.settings_dict
    names = ("host", "port", "user", "password")
    where: dict[str, Any] = {name: parts[name.upper()] or None for name in names}
    name = f"{parts['NAME']}_killed"
    template = prepared_database.TEMPLATE if prepared_database.can_be_copied() else "template1"
    with psycopg.connect(**where, dbname="postgres", autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        yield f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_no_death_in_a_publication_leaves_half_of_it(own_database: str, tmp_path: Path) -> None:
    """`make drill` kills two hundred times."""
    environment = {
        "DATABASE_URL": own_database,
        "MEDIA_STORAGE_URL": (tmp_path / "media").as_uri(),
        "DJANGO_SETTINGS_MODULE": "tests.delivery.gated_settings",
    }
    command = [sys.executable, "-m", "tests.review.killing", f"--times={TIMES}"]
    done = subprocess.run(
        [*command, f"--notes={tmp_path / 'notes'}"],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=7200,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["half_done"] == []
    assert found["not_mended"] == []
    assert sum(found["deaths"].values()) == TIMES
    assert found["deaths"]["undone"] > TIMES / 2
