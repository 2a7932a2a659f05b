"""A reader leaves no trace: neither in logs nor in tables, caches, tasks, files or a backup.

The site runs as docs/operating.md has it run: production settings, granian, PostgreSQL and nginx
with the lines of the document. Somebody visits it with an address, a browser, paths and words that
nobody else has, also where it fails; then all that was written is searched for them.
"""

import base64
import os
import pickle
import re
import shutil
import socket
import subprocess
import sys
import urllib.parse
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from psycopg import conninfo

from tests import prepared_database
from tests.operations.test_nginx import configuration
from tests.operations.test_operating import NGINX, SERVED, fenced
from tests.servers import wait_until_it_answers
from tools.check import PRODUCTION
from tools.ports import HOST, HeldPort
from tools.postgres import find_programs
from tools.processes import start, stop

from .planted import ACCOUNT, HEADERS, PLANTED, READER, found_in

ROOT = Path(__file__).parents[2]
pytestmark = [
    pytest.mark.skipif(NGINX is None, reason="nginx is not installed (Debian: nginx-light)"),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="production needs PostgreSQL"),
    pytest.mark.django_db,
]
QUERY = f"?{PLANTED['query']}={PLANTED['query']}"
ODD = PLANTED["path"]
SEARCH = f"/en/search/?q={PLANTED['words searched for']}"
LOGIN, RESET = "/admin/login/", "/admin/password_reset/"
# Addresses that a reader opens, and the status of each answer.
VISITED = {
    f"/en/{QUERY}": 200,
    f"/{QUERY}": 302,
    f"/en/zine/101/{QUERY}": 200,
    f"/en/zine/102/{QUERY}": 302,
    f"/es/zine/101/{QUERY}": 404,
    f"/en/about{QUERY}": 301,
    f"/{ODD}/": 404,
    f"/en/{ODD}/{QUERY}": 404,
    f"/en/%00{ODD}/": 400,
    f"/{ODD}.php{QUERY}": 404,
    SEARCH: 200,
    f"{SEARCH}%00": 200,
    f"{SEARCH}&page=%FF{ODD}": 200,
    f"/en/zine/{ODD}/worker.js": 404,
    f"/media/images/{ODD}.jpg{QUERY}": 404,
    f"/media/images/socket{QUERY}": 500,
    f"/share/1-{ODD}.png": 404,
    f"/admin/{QUERY}": 302,
    f"/admin/pages/1/{QUERY}": 302,
    f"/admin/{ODD}/": 302,
    f"/admin/password_reset/confirm/{ODD}/{ODD}/": 200,
}


@dataclass
class Site:
    """The site, where it runs, and where all lies that it writes."""

    folder: Path
    database: str
    environment: dict[str, str]
    front: int = 0
    back: int = 0
    statuses: list[int] = field(default_factory=list)

    def ask(
        self, path: str, method: str = "GET", body: str | bytes = "", **headers: str
    ) -> tuple[int, str, str]:
        """Ask nginx, from an address of its own: the status, the cookie, the text."""
        asking = HTTPConnection(HOST, self.front, timeout=60, source_address=(READER, 0))
        sent = HEADERS | {name.replace("_", "-"): value for name, value in headers.items()}
        asking.request(method, path, body or None, {k: v for k, v in sent.items() if v})
        answer = asking.getresponse()
        text = answer.read().decode(errors="replace")
        asking.close()
        self.statuses.append(answer.status)
        return answer.status, answer.getheader("Set-Cookie") or "", text

    def send(self, path: str, **fields: str) -> int:
        """Fill in a form as a browser does."""
        _status, cookie, text = self.ask(path)
        [token] = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)[:1]
        form = {"csrfmiddlewaretoken": token, **fields}
        return self.ask(
            path,
            "POST",
            urllib.parse.urlencode(form),
            Cookie=f"{cookie.partition(';')[0]}; {HEADERS['Cookie']}",
            Origin="https://example.org",
            Content_Type="application/x-www-form-urlencoded",
        )[0]

    def run(self, *arguments: str) -> None:
        with (self.folder / f"{arguments[-1]}.log").open("wb") as log:
            subprocess.run(
                [sys.executable, *arguments],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                check=True,
            )

    def sql(self, statement: str) -> None:
        with psycopg.connect(**_where(self.database), autocommit=True) as server:
            server.execute(statement)  # names, no values


def _where(name: str) -> dict[str, Any]:
    parts = connection.settings_dict
    names = ("host", "port", "user", "password")
    return {each: parts[each.upper()] or None for each in names} | {"dbname": name}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    name = f"{connection.settings_dict['NAME']}_traces"
    (tmp_path / "temporary").mkdir()
    environment = {
        **PRODUCTION,
        "PATH": os.environ["PATH"],
        "TMPDIR": str(tmp_path / "temporary"),
        "DJANGO_SETTINGS_MODULE": "tests.privacy.settings",
        "DATABASE_URL": f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}",
        "CACHE_URL": "dbcache://site_cache",
        "MEDIA_STORAGE_URL": (tmp_path / "media").as_uri(),
        "PAGE_STORE_DIR": str(tmp_path / "pages"),
    }
    template = f'TEMPLATE "{prepared_database.TEMPLATE}"'
    with psycopg.connect(**_where("postgres"), autocommit=True) as server:
        copied = template if prepared_database.can_be_copied() else ""
        server.execute(f'CREATE DATABASE "{name}" {copied}')
        [lines] = fenced("sql")
        for line in lines.replace("DATABASE site", f'DATABASE "{name}"').splitlines():
            server.execute(line)
        made = Site(tmp_path, name, environment)
        try:
            made.run("-m", "tests.privacy.prepare")
            with _serving(made), _in_front(made):
                yield made
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def _serving(site: Site) -> Iterator[None]:
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
def _in_front(site: Site) -> Iterator[None]:
    images = site.folder / "media/public/images"
    images.mkdir(parents=True, exist_ok=True)
    # What no server can open: nginx says so as loudly as it says anything of a request.
    with socket.socket(socket.AF_UNIX) as unreadable:
        cwd = os.open(images, os.O_RDONLY)
        unreadable.bind(f"/proc/self/fd/{cwd}/socket")
        os.close(cwd)
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


def visit(site: Site) -> dict[str, int]:
    """Everything that a reader may do, and all that may go wrong: the statuses of the answers."""
    seen = {path: site.ask(path)[0] for path in VISITED}
    guess = {"username": PLANTED["name at the sign-in"], "password": PLANTED["password"]}
    seen["guesses"] = max(site.send(LOGIN, **guess) for _guess in range(6))
    seen["another guess"] = site.send(LOGIN, **(guess | {"username": ACCOUNT}))
    for name in (PLANTED["address for a new password"], ACCOUNT):
        seen[f"reset for {name}"] = site.send(RESET, email=f"{name}@example.org")
    body = urllib.parse.urlencode({"username": PLANTED["body"]})
    form = {"Content_Type": "application/x-www-form-urlencoded"}
    elsewhere = f"https://{PLANTED['page before']}.example"
    many = "&".join(f"{PLANTED['body']}{number}=" for number in range(2000))
    return seen | {
        "no token": site.ask(LOGIN + QUERY, "POST", body, **form)[0],
        "from elsewhere": site.ask(LOGIN, "POST", body, Origin=elsewhere, **form)[0],
        "to a page": site.ask(f"/en/{QUERY}", "POST", body, **form)[0],
        "many fields": site.ask(LOGIN + QUERY, "POST", many, **form)[0],
        "large": site.ask(f"/en/{QUERY}", "POST", PLANTED["body"] * 100_000, **form)[0],
        "long": site.ask(f"/{ODD * 2000}")[0],
        "another host": site.ask(f"/en/{QUERY}", Host=f"{ODD}.example")[0],
        "broken language": site.ask(f"/en/{QUERY}", Accept_Language=f"{ODD};q=broken")[0],
    }


OTHERWISE = {
    "guesses": 429,
    "another guess": 200,
    "no token": 403,
    "from elsewhere": 403,
    "to a page": 403,
    "many fields": 403,
    "large": 413,
    "long": 414,
    "another host": 400,
    "broken language": 200,
    f"reset for {PLANTED['address for a new password']}": 302,
    f"reset for {ACCOUNT}": 302,
}


def visit_broken(site: Site) -> list[int]:
    """The same where the database lacks what pages and search ask for."""
    tables = ("home_aboutpage", "search_searchentry")
    for table in tables:
        site.sql(f"ALTER TABLE {table} RENAME TO {table}_away")
    seen = [site.ask(f"/en/about/{QUERY}")[0], site.ask(SEARCH)[0]]
    for table in tables:
        site.sql(f"ALTER TABLE {table}_away RENAME TO {table}")
    return seen


def written_by(site: Site, database_log: bytes) -> dict[str, bytes]:
    """All that there is afterwards, by where it lies; a backup for what is in the database."""
    programs = find_programs()
    dump = str(programs / "pg_dump") if programs else shutil.which("pg_dump")
    assert dump is not None
    backup = subprocess.run(
        [dump, "--dbname", conninfo.make_conninfo("", **_where(site.database))],
        capture_output=True,
        check=True,
    ).stdout
    files = [each for each in site.folder.rglob("*") if each.is_file()]
    places = {str(each.relative_to(site.folder)): each.read_bytes() for each in files}
    return places | {"backup": backup, "log of the database": database_log}


def test_a_reader_leaves_no_trace(site: Site) -> None:
    log = Path(connection.settings_dict["HOST"] or "/nowhere") / "log"
    before = log.stat().st_size if log.exists() else 0
    seen, broken = visit(site), visit_broken(site)
    site.run("manage.py", "db_worker", "--batch", "--interval=0")
    site.run("manage.py", "scheduler", "--once")
    places = written_by(site, log.read_bytes()[before:] if log.exists() else b"")

    assert (seen, broken) == (VISITED | OTHERWISE, [500, 500])
    assert found_in(places) == {}
    assert b"/en/about" not in places["granian.log"]
    # It was there to be found: each request in nginx's log, the faults in the site's, the
    # missing translation in the backup.
    assert places["site.log"].count(b"\n") >= len(site.statuses)
    assert places["granian.log"].count(b"ProgrammingError") >= 2
    assert b"A form was refused. (Origin checking failed)" in places["granian.log"]
    assert b"COPY public.languages_demand" in places["backup"]
    assert b"COPY public.django_tasks_database_dbtaskresult" in places["backup"]


def test_what_is_looked_for_would_be_found() -> None:
    """Also as a cache keeps it: pickled, in base64."""
    for what, value in PLANTED.items():
        packed = base64.b64encode(pickle.dumps({"key": f"a {value}"}))
        squeezed = base64.urlsafe_b64encode(zlib.compress(f"much {value}".encode() * 3))
        assert what in found_in({"here": value.upper().encode()})
        assert what in found_in({"here": b"1\t" + packed + b"\t2"})
        assert what in found_in({"here": b"." + squeezed + b":tail"})
