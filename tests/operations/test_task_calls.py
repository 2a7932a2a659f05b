"""Every line that enqueues a task does so under real settings, and a real worker finishes it.

Other tests carry tasks out at once, in memory. Here the database keeps them, files are stored, mail
leaves, and each line that enqueues anything is walked to: a new line needs a way in ``task_walk``.
Which settings, the database says: development begins on SQLite, production needs PostgreSQL.
"""

import contextlib
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from aiosmtpd.controller import Controller
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.review.test_mails import Letters, free_port
from tests.translation.test_machine import libre_server
from tools.check import PRODUCTION

from .task_calls import UntoldError, sites_in

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).parents[2]
DEVELOPMENT = {"DJANGO_SETTINGS_MODULE": "cms.settings.development"}
REAL = {"sqlite": DEVELOPMENT, "postgresql": PRODUCTION}
# Lines of others that nothing here leads to, and why.
ELSEWHERE = {
    "wagtail.contrib.frontend_cache.tasks.purge_urls_from_cache_task": "the app is not installed",
    "wagtail.images.tasks.set_image_focal_point_task": "the site looks for no faces",
}


@pytest.fixture(scope="module")
def own_database(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The address of a copy of the tests' own database, which is migrated and empty."""
    copied = _copied_file if connection.vendor == "sqlite" else _copied_on_the_server
    with contextlib.ExitStack() as stack:
        with django_db_blocker.unblock():
            address = stack.enter_context(copied(tmp_path_factory.mktemp("database")))
        yield address


@contextlib.contextmanager
def _copied_file(folder: Path) -> Iterator[str]:
    connection.ensure_connection()
    with contextlib.closing(sqlite3.connect(folder / "site.sqlite3")) as target:
        connection.connection.backup(target)
    yield f"sqlite:///{folder / 'site.sqlite3'}"


@contextlib.contextmanager
def _copied_on_the_server(_folder: Path) -> Iterator[str]:
    parts = connection.settings_dict
    names = ("host", "port", "user", "password")
    where: dict[str, Any] = {name: parts[name.upper()] or None for name in names}
    name = f"{parts['NAME']}_tasks"
    connection.close()  # What somebody is connected to cannot be copied.
    with psycopg.connect(**where, dbname="postgres", autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{parts["NAME"]}"')
        yield f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def walked(own_database: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What came of the walk, and of the letters that it sent."""
    report = tmp_path_factory.mktemp("walk") / "report.json"
    hands, port = Letters(), free_port()
    hands.refuses = False
    post_office = Controller(hands, hostname="127.0.0.1", port=port)
    post_office.start()
    with libre_server() as translation_server:
        done = subprocess.run(
            [sys.executable, "-m", "tests.operations.task_walk", str(report)],
            cwd=ROOT,
            env={
                "PATH": os.environ["PATH"],
                **REAL[connection.vendor],
                "ALLOWED_HOSTS": "testserver",
                "DATABASE_URL": own_database,
                "MEDIA_STORAGE_URL": tmp_path_factory.mktemp("media").as_uri(),
                "TRANSLATION_SERVER": translation_server,
                "EMAIL_HOST": "127.0.0.1",
                "EMAIL_PORT": str(port),
                # Nobody signs in by hand here.
                "REQUIRE_SECOND_FACTOR": "0",
            },
            capture_output=True,
            text=True,
            check=False,
        )
    post_office.stop()
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
    found: dict[str, Any] = json.loads(report.read_text())
    assert found["settings"] == REAL[connection.vendor]["DJANGO_SETTINGS_MODULE"]
    return found | {"taken": len(hands.taken), "printed": done.stdout.count("Subject: ")}


def test_every_line_that_enqueues_was_walked_to(walked: dict[str, Any]) -> None:
    left = {site for site in walked["sites"] if site.split()[1] not in ELSEWHERE}
    assert len(left) >= 15
    assert left - set(walked["results"]) == set()


def test_the_lines_that_nothing_leads_to_are_still_there(walked: dict[str, Any]) -> None:
    assert ELSEWHERE.keys() <= {site.split()[1] for site in walked["sites"]}
    assert not [site for site in walked["results"] if site.split()[1] in ELSEWHERE]


def test_the_worker_finished_every_task(walked: dict[str, Any]) -> None:
    assert walked["faults"] == {}
    enqueued = {each for results in walked["results"].values() for each in results}
    assert {walked["tasks"][each] for each in enqueued} == {"SUCCESSFUL"}


def test_what_the_tasks_were_for_is_there(walked: dict[str, Any]) -> None:
    names = ("renditions", "editions", "pages drawn", "mails", "found by", "machine", "replaced")
    assert [name for name in names if not walked[name]] == []
    assert {"reminded", "approved", "scheduled", "published"} <= set(walked["decided"])
    assert walked["summary"] == "Embargoed."
    assert walked["files left"] == []


def test_mail_left_the_site(walked: dict[str, Any]) -> None:
    assert walked["mails waiting"] == 0
    way = "printed" if connection.vendor == "sqlite" else "taken"
    assert walked[way] == walked["mails"] >= 3


def test_what_the_source_does_not_tell_is_refused() -> None:
    """Or a line would enqueue something without anybody knowing."""
    name = "cms.media.signals"
    known = "make_image_renditions.enqueue(1)\n\npartial(make_page_renditions.enqueue, 1)"
    assert [(site.line, site.task) for site in sites_in(known, name)] == [
        (1, "cms.media.tasks.make_image_renditions"),
        (3, "cms.media.tasks.make_page_renditions"),
    ]
    for unknown in ("tasks[0].enqueue(1)", "later().enqueue(1)", "tasks.make.enqueue(1)"):
        with pytest.raises(UntoldError):
            list(sites_in(unknown, name))
