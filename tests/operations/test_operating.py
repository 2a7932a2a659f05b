"""docs/operating.md: each command that it names runs, and its numbers are the site's."""

import json
import os
import re
import shlex
import socket
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, get_commands, load_command_class
from django.db import connection
from granian.cli import cli

from cms.delivery.gate.limits import ANONYMOUS, FORM, KIB, MIB, UPLOAD, Limits
from cms.delivery.health import READINESS
from cms.operations.scheduler import APART
from tests import own_databases
from tests.servers import wait_until_it_answers
from tools.check import PRODUCTION
from tools.processes import start, stop
from tools.run import GRANIAN
from tools.test import find_nginx

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/operating.md").read_text()
NGINX = find_nginx()
# What makes a command that would go on, ask or take minutes do its work once and end.
ENDING = {
    "scheduler": ["--once"],
    "collectstatic": ["--dry-run"],
    "createsuperuser": ["--no-input", "--username=chief", "--email=chief@example.org"],
    "db_worker": ["--batch", "--interval=0"],
}
RUNNING = ("db_worker", "scheduler")
# What needs a mail server, somebody's second factor (`tests/access/test_second_factor.py`), or a
# backup (`test_backups`).
ELSEWHERE = ("sendtestemail", "forget_second_factor", "restore")


def fenced(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)


def command_lines() -> list[list[str]]:
    """Every command of ``manage.py`` or granian in the document, as a shell would take it apart."""
    blocks = [block.replace("\\\n", " ") for block in fenced("sh")]
    lines = [line for block in blocks for line in block.splitlines()]
    prose = re.sub(r"^```.*?^```", "", TEXT, flags=re.DOTALL | re.MULTILINE)
    lines += [" ".join(text.split()) for text in re.findall(r"`([^`]+)`", prose)]
    found = re.compile(r"(?:\S*python )?(?=manage\.py )|\S*(?=granian )")
    return [shlex.split(line[match.end() :]) for line in lines if (match := found.match(line))]


MANAGED = [words[1:] for words in command_lines() if words[0] == "manage.py"]
SERVED = [words[1:] for words in command_lines() if words[0] == "granian"]


def test_the_document_names_what_has_to_run() -> None:
    names = {words[0] for words in MANAGED}
    assert {"db_worker", "scheduler", "migrate", "check_access", "rebuild_search"} <= names
    assert len(SERVED) == 1


@pytest.mark.parametrize("words", MANAGED, ids=" ".join)
def test_a_command_is_there_and_takes_these_arguments(words: list[str], settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    name, *arguments = words
    command = load_command_class(get_commands()[name], name)
    command.create_parser("manage.py", name).parse_args(arguments)


def test_other_arguments_are_refused() -> None:
    command = load_command_class(get_commands()["check_access"], "check_access")
    with pytest.raises(CommandError):
        command.create_parser("manage.py", "check_access").parse_args(["--mend"])


RUN_ALL = """
import json, sys
import django
from django.core.management import execute_from_command_line

for words in json.loads(sys.argv[1]):
    print("===", *words, flush=True)
    execute_from_command_line(["manage.py", *words])
"""


@pytest.fixture
def empty_database(db: None, tmp_path: Path) -> Iterator[str]:
    with own_databases.database(tmp_path, "operating", migrated=False) as address:
        yield address


@pytest.mark.skipif(connection.vendor != "postgresql", reason="production needs PostgreSQL")
def test_everything_runs_in_the_order_of_the_document(empty_database: str, tmp_path: Path) -> None:
    """With production settings, from an empty database on; what would never end runs once."""
    install = [words for words in MANAGED if words[0] not in (*RUNNING, *ELSEWHERE)]
    running = [words for words in MANAGED if words[0] in RUNNING]
    commands = [[*words, *ENDING.get(words[0], [])] for words in [*install, *running]]
    done = subprocess.run(
        [sys.executable, "-c", RUN_ALL, json.dumps(commands)],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            **PRODUCTION,
            "DATABASE_URL": f"{empty_database}?connect_timeout=5",
            "CACHE_URL": "dbcache://site_cache",
            "MEDIA_STORAGE_URL": (tmp_path / "media").as_uri(),
            "BACKUP_DIR": str(tmp_path / "backups"),
            "PAGE_STORE_DIR": str(tmp_path / "pages"),
            "DJANGO_SUPERUSER_PASSWORD": "a-password-for-one-test",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-2000:]
    assert done.stdout.count("===") == len(commands)


def test_the_web_process_runs_as_it_is_written() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    [arguments] = SERVED
    assert "--port=8000" in arguments
    arguments = [each.replace("--port=8000", f"--port={port}") for each in arguments]
    with pytest.MonkeyPatch.context() as patch:
        for name, value in PRODUCTION.items():
            patch.setenv(name, value)
        server = start([sys.executable, "-m", "granian", *arguments], cwd=ROOT)
    try:
        wait_until_it_answers(port, server)
        asking = HTTPConnection("127.0.0.1", port, timeout=30)
        asking.request("GET", "/healthz", headers={"Host": "example.org"})
        assert asking.getresponse().read() == b"ok\n"
        asking.close()
    finally:
        stop(server)


def test_threads_and_connections_are_counted_right() -> None:
    [arguments] = SERVED
    options = cli.make_context("granian", list(arguments)).params  # It takes them out.
    workers, threads = options["workers"], Limits().threads
    assert threads == settings.WEB_THREADS
    all_of_them = workers * threads + 1 + len(APART)
    assert f"here {workers} × {threads} + 1 + {len(APART)} = {all_of_them}." in TEXT


def test_what_readiness_says_is_explained() -> None:
    rows = re.findall(r"^\| (`[a-z`, ]+`) \|", TEXT, re.MULTILINE)
    assert [name for row in rows for name in re.findall("[a-z]+", row)] == [*READINESS]


def test_the_web_process_has_the_limits_of_make_run() -> None:
    [arguments] = SERVED
    own = ("--host=", "--workers=", "--log-")
    assert {each for each in GRANIAN if not each.startswith(own)} <= {*arguments}


def test_the_limits_are_those_of_the_code() -> None:
    limits = Limits()
    for text in (
        f"| a body from anybody | {ANONYMOUS // KIB} kB |",
        f"where it may go | {FORM // MIB} MB |",
        f"that takes them | {UPLOAD // MIB} MB |",
        f"| {limits.patience:.0f} seconds, and one more for each {limits.slowest // KIB} kB that",
        f"of anybody | {limits.small_bodies}, in memory |",
        f"of accounts | {limits.large_bodies}, in the system's",
        f"wait for a thread | {limits.waiting} |",
    ):
        assert text in TEXT


def test_the_web_server_lets_uploads_through_and_nothing_else() -> None:
    [nginx] = fenced("nginx")
    everywhere, admin = re.findall(r"client_max_body_size (\d+)([km]);", nginx)
    assert int(everywhere[0]) * KIB == ANONYMOUS
    assert int(admin[0]) * MIB == UPLOAD
    largest = max(settings.WAGTAILDOCS_MAX_UPLOAD_SIZE, settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
    assert everywhere[1] == "k"
    assert admin[1] == "m"
    assert int(admin[0]) * 1024 * 1024 > largest + 1024 * 1024


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed (Debian: nginx-light)")
def test_nginx_takes_the_configuration(tmp_path: Path) -> None:
    """All of it but the certificate, which only the server has."""
    [nginx] = fenced("nginx")
    without_files = re.sub(r"^ *ssl_certificate.*\n", "", nginx, flags=re.MULTILINE)
    without_files = without_files.replace("443 ssl", "8443").replace("listen 80;", "listen 8080;")
    without_files = without_files.replace("/var/log/nginx/", f"{tmp_path}/")
    whole = f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{without_files}\n}}\n"
    (tmp_path / "nginx.conf").write_text(whole)
    done = subprocess.run(
        [str(NGINX), "-t", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf"), "-e", "stderr"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "[warn]" not in done.stderr
