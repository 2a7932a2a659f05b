"""The site as docs/operating.md has it run, for tests that meet it as the world does.

Production settings, PostgreSQL, granian with its gate, the database's queue, and nginx with the
lines of the document in front. Only names of this machine are others, and TLS is off.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from tests import prepared_database
from tests.operations.test_nginx import configuration
from tests.operations.test_operating import NGINX, SERVED, fenced
from tests.servers import wait_until_it_answers
from tools.check import PRODUCTION
from tools.ports import HOST, HeldPort
from tools.processes import start, stop

ROOT = Path(__file__).parents[2]
NEEDS_ALL_OF_IT = [
    pytest.mark.skipif(NGINX is None, reason="nginx is not installed (Debian: nginx-light)"),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="production needs PostgreSQL"),
    pytest.mark.django_db,
]


@dataclass
class ProductionSite:
    """Where it runs, and where all lies that it writes."""

    folder: Path
    database: str
    environment: dict[str, str]
    front: int = 0
    back: int = 0

    def run(self, *arguments: str) -> None:
        """Run Python with the site's environment; what it says goes to a file of the folder."""
        with (self.folder / f"{arguments[-1]}.log").open("wb") as log:
            subprocess.run(
                [sys.executable, *arguments],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                check=True,
            )

    def sql(self, statement: str, *values: Any) -> None:
        """Have the database do something, at once."""
        with psycopg.connect(**database_server(self.database), autocommit=True) as server:
            server.execute(statement, values)

    def rows(self, question: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the database answers."""
        with psycopg.connect(**database_server(self.database)) as server:
            return server.execute(question, values).fetchall()


def database_server(name: str) -> dict[str, Any]:
    """How to connect to a database of the server that the tests use."""
    parts = connection.settings_dict
    names = ("host", "port", "user", "password")
    return {each: parts[each.upper()] or None for each in names} | {"dbname": name}


@contextmanager
def production_site[Made: ProductionSite](
    made_of: type[Made], folder: Path, suffix: str, prepare: str
) -> Iterator[Made]:
    """Run one in the folder; the module ``prepare`` fills its database first."""
    name = f"{connection.settings_dict['NAME']}_{suffix}"
    (folder / "temporary").mkdir()
    environment = {
        **PRODUCTION,
        "PATH": os.environ["PATH"],
        "TMPDIR": str(folder / "temporary"),
        "DJANGO_SETTINGS_MODULE": "tests.production.settings",
        "DATABASE_URL": f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}",
        "CACHE_URL": "dbcache://site_cache",
        "MEDIA_STORAGE_URL": (folder / "media").as_uri(),
        "PAGE_STORE_DIR": str(folder / "pages"),
    }
    template = f'TEMPLATE "{prepared_database.TEMPLATE}"'
    with psycopg.connect(**database_server("postgres"), autocommit=True) as server:
        copied = template if prepared_database.can_be_copied() else ""
        server.execute(f'CREATE DATABASE "{name}" {copied}')
        [lines] = fenced("sql")
        for line in lines.replace("DATABASE site", f'DATABASE "{name}"').splitlines():
            server.execute(line)
        made = made_of(folder, name, environment)
        try:
            made.run("-m", prepare)
            with _serving(made), _in_front(made):
                yield made
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def _serving(site: ProductionSite) -> Iterator[None]:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        site.back = probe.getsockname()[1]
    arguments = [each.replace("--port=8000", f"--port={site.back}") for each in SERVED[0]]
    with (site.folder / "granian.log").open("wb") as log:
        command = [sys.executable, "-m", "granian", *arguments]
        server = start(command, cwd=ROOT, env=site.environment, stdout=log, stderr=log)
    try:
        wait_until_it_answers(site.back, server)
        yield
    finally:
        stop(server)


@contextmanager
def _in_front(site: ProductionSite) -> Iterator[None]:
    held = HeldPort(0)
    site.front = held.socket.getsockname()[1]
    text = configuration(site.folder, site.front, site.back).replace("$scheme", "https")
    (site.folder / "nginx.conf").write_text(text)
    held.hand_over()
    with (site.folder / "nginx.stderr").open("wb") as log:
        command = [str(NGINX), "-p", str(site.folder), "-c", f"{site.folder}/nginx.conf"]
        server = start([*command, "-e", "stderr"], stdout=log, stderr=log)
    try:
        wait_until_it_answers(site.front, server)
        yield
    finally:
        stop(server)
        held.close()
