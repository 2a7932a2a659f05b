"""`make test`: what it cannot run it says, and what it starts it clears up."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tools import postgres, run, test as proofs

PROGRAMS = postgres.find_programs()
MISSING = [
    "Not run on PostgreSQL: no server programs found (Debian: postgresql).",
    "Not run in a browser: no Chromium found (Debian: chromium).",
]


def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Take away every database server and browser; return the stages that run, as they do."""
    ran: list[str] = []
    monkeypatch.setattr(proofs, "find_programs", lambda: None)
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.setattr(proofs.Stages, "run", lambda _self, name, **_options: ran.append(name))
    monkeypatch.setattr(proofs, "prepare", lambda: 0)
    monkeypatch.setattr(sys, "argv", ["test"])
    return ran


def test_what_cannot_run_is_said_and_the_rest_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = nothing_installed(monkeypatch)
    monkeypatch.delenv("CI", raising=False)
    assert proofs.main() == 0
    assert capsys.readouterr().out.splitlines() == MISSING
    assert ran == ["SQLite"]


def test_in_ci_what_cannot_run_is_a_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = nothing_installed(monkeypatch)
    monkeypatch.setenv("CI", "true")
    assert proofs.main() == 1
    assert capsys.readouterr().out.splitlines()[:2] == MISSING
    assert ran == []


@pytest.mark.parametrize(
    ("arguments", "code", "failed"),
    [([], 0, []), ([], 1, ["SQLite"]), ([], 5, ["SQLite"]), (["-k", "nothing"], 5, [])],
)
def test_a_stage_fails_unless_a_selection_left_it_empty(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int, failed: list[str]
) -> None:
    monkeypatch.setattr(proofs, "PYTEST", (sys.executable, "-c", f"raise SystemExit({code})"))
    stages = proofs.Stages(arguments)
    stages.run("SQLite")
    assert stages.failed == failed


@pytest.mark.skipif(PROGRAMS is None, reason="PostgreSQL's server programs are not installed")
def test_a_cluster_answers_and_leaves_nothing_behind() -> None:
    assert PROGRAMS is not None
    with postgres.throwaway_cluster(PROGRAMS) as url:
        folder = Path(url.partition("@/")[2]).parent
        with psycopg.connect(host=str(folder), user="postgres", dbname="postgres") as connection:
            shown = connection.execute("SHOW data_directory").fetchone()
            assert shown == (f"{folder}/data",)
            sorted_by_letters = connection.execute("SELECT lower('ÉÑ')").fetchone()
            assert sorted_by_letters == ("éñ",)
        server = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])
    assert not folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)


STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60); print('outlived it')"])
print("started", flush=True)
time.sleep(60)
"""


def test_what_will_not_stop_is_made_to_with_all_that_it_started(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(run, "STOPPING_SECONDS", 0.2)
    process = subprocess.Popen(
        [sys.executable, "-c", STUBBORN], stdout=subprocess.PIPE, start_new_session=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"started\n"
    run.stop(process)
    assert process.returncode == -signal.SIGKILL
    # The pipe ends when the last process that holds it does.
    assert process.stdout.read() == b""
    process.stdout.close()
