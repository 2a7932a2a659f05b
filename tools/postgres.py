"""A PostgreSQL cluster that exists for one run of the tests: no port, no disk syncs, no traces."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

import psycopg

from tools.processes import die_with_parent

SUPERUSER = "postgres"
STARTING_SECONDS = 60
UNSAFE_BUT_FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    # What tests write is rolled back, so there is nothing to sweep up or to count meanwhile.
    "autovacuum": "off",
    "jit": "off",
    "listen_addresses": "",
    "max_connections": "60",
}
# The first that exists runs the server where root may not.
SERVER_ACCOUNTS = ("postgres", "nobody")


class ClusterError(Exception):
    """Why no cluster could be started, with what its programs said."""


class Switch(TypedDict, total=False):
    """What `subprocess` takes to start a program as another account."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """Who the server runs as: ourselves, or another where we are root."""

    uid: int
    gid: int

    def switch(self) -> Switch:
        """Return what makes `subprocess` start a program as this account."""
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def find_programs() -> Path | None:
    """Return the folder of the newest server's programs, or nothing where there is none."""
    folders = [
        folder
        for folder in Path("/usr/lib/postgresql").glob("*/bin")
        if (folder / "initdb").exists() and (folder / "postgres").exists()
    ]
    if folders:
        return max(folders, key=lambda folder: float(folder.parent.name))
    initdb = shutil.which("initdb")
    if initdb and (Path(initdb).resolve().parent / "postgres").exists():
        return Path(initdb).resolve().parent
    return None


def server_account() -> Account:
    """Return the account to run the server as; PostgreSQL refuses to run as root."""
    if os.geteuid():
        return Account(os.geteuid(), os.getegid())
    for name in SERVER_ACCOUNTS:
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Account(entry.pw_uid, entry.pw_gid)
    raise ClusterError(f"PostgreSQL cannot run as root, and there is no {SERVER_ACCOUNTS}.")


@contextlib.contextmanager
def throwaway_cluster(programs: Path) -> Iterator[str]:
    """Start a cluster and yield its ``DATABASE_URL``; stop and remove it whatever happens.

    Raises:
        ClusterError: the server's programs would not make or start a cluster.
    """
    account = server_account()
    folder = Path(tempfile.mkdtemp(prefix="cms-pg-"))
    try:
        os.chown(folder, account.uid, account.gid)
        initialise(programs, folder, account)
        server = start_server(programs, folder, account)
        try:
            wait_until_it_answers(server, folder)
            yield f"postgres://{SUPERUSER}@/{folder}/site"  # a path names the socket's folder
        finally:
            stop_server(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def initialise(programs: Path, folder: Path, account: Account) -> None:
    """Make the cluster's files: trusted, because nobody else may enter the folder."""
    command = [programs / "initdb", f"--pgdata={folder}/data", f"--username={SUPERUSER}"]
    command += ["--auth=trust", "--encoding=UTF8", "--no-sync", "--locale=C.UTF-8"]
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        **account.switch(),
    )
    if done.returncode:
        raise ClusterError(f"initdb failed: {done.stdout.strip()}")


def start_server(programs: Path, folder: Path, account: Account) -> subprocess.Popen[bytes]:
    command = [str(programs / "postgres"), "-D", f"{folder}/data", "-k", str(folder)]
    for name, value in UNSAFE_BUT_FAST.items():
        command += ["-c", f"{name}={value}"]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509  (no thread runs that it could harm)
            **account.switch(),
        )


def wait_until_it_answers(server: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + STARTING_SECONDS
    while True:
        try:
            psycopg.connect(host=str(folder), user=SUPERUSER, dbname="postgres").close()
        except psycopg.OperationalError as error:
            if server.poll() is not None or time.monotonic() > deadline:
                log = (folder / "log").read_text(errors="replace").strip()
                raise ClusterError(f"PostgreSQL did not start: {log}") from error
            time.sleep(0.1)
        else:
            return


def stop_server(server: subprocess.Popen[bytes]) -> None:
    """Stop at once: nothing in the cluster is worth a checkpoint."""
    server.send_signal(signal.SIGQUIT)
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
