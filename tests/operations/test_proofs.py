"""`make test`: what it cannot run it says, and what it starts it clears up."""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest

from tests import balance, databases, drills
from tools import drill, postgres, processes, test as proofs

PROGRAMS = postgres.find_programs()
MISSING = [
    "Not run on PostgreSQL: no server programs found (Debian: postgresql).",
    "Not run in a browser: no Chromium found (Debian: chromium).",
    "Not run in WebKit: no driver found (Debian: webkit2gtk-driver, xvfb).",
    "Not run behind a web server: no nginx found (Debian: nginx-light).",
    "Not run on encrypted backups: no age found (Debian: age).",
]


def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Take away every program that is looked for; return the stages that run, as they do."""
    ran: list[str] = []
    monkeypatch.setattr(proofs, "find_programs", lambda: None)
    monkeypatch.setattr(shutil, "which", lambda _name, **_options: None)
    monkeypatch.setattr(
        proofs.Stages, "run", lambda _self, *stages: ran.extend(stage.name for stage in stages)
    )
    monkeypatch.setattr(proofs, "prepare", lambda *_databases: 0)
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
    assert capsys.readouterr().out.splitlines()[: len(MISSING)] == MISSING
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
    stages.run(proofs.Stage("SQLite", "sqlite", {}))
    assert stages.failed == failed


MEETING = """
import pathlib, sys
folder = pathlib.Path(sys.argv[-1])
mine, other = ("first", "second") if "one" in sys.argv else ("second", "first")
(folder / mine).touch()
while not (folder / other).exists():
    pass
print(mine, "has met", other)
sys.exit(mine == "second")
"""


def test_stages_run_at_the_same_time_and_are_shown_one_after_the_other(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Each waits for the other to have begun; what fails is known by its name."""
    monkeypatch.setattr(proofs, "PYTEST", (sys.executable, "-c", MEETING))
    stages = proofs.Stages([str(tmp_path)])
    stages.run(proofs.Stage("One", "one", {}), proofs.Stage("Two", "two", {}))
    told = [line for line in capfd.readouterr().out.splitlines() if line]
    assert told == [
        *("=== One ===", "first has met second"),
        *("=== Two ===", "second has met first"),
    ]
    assert stages.failed == ["Two"]


def test_nothing_runs_on_what_could_not_be_built(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = nothing_installed(monkeypatch)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(proofs, "prepare", lambda *_databases: 3)
    assert proofs.main() == 1
    assert ran == []
    assert capsys.readouterr().out.splitlines()[-1].startswith("Failed: what the tests look at")


@pytest.mark.parametrize(("codes", "code"), [((0, 0), 0), ((0, 3), 3), ((-9, 0), -9)])
def test_what_is_built_at_the_same_time_fails_together(
    monkeypatch: pytest.MonkeyPatch, codes: tuple[int, int], code: int
) -> None:
    """One process builds what is looked at, and another a database for each address."""
    begun: list[tuple[str, str]] = []
    ended = iter(codes)

    def start(command: list[str], env: dict[str, str], **_options: object) -> SimpleNamespace:
        begun.append((command[2], env.get("DATABASE_URL", "")))
        return SimpleNamespace(wait=lambda: next(ended))

    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(subprocess, "Popen", start)
    assert proofs.prepare("postgres://") == code
    assert begun == [("tools.prepare", ""), ("tests.prepare", "postgres://")]


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
    monkeypatch.setattr(processes, "STOPPING_SECONDS", 0.2)
    process = subprocess.Popen(
        [sys.executable, "-c", STUBBORN], stdout=subprocess.PIPE, start_new_session=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"started\n"
    processes.stop(process)
    assert process.returncode == -signal.SIGKILL
    # The pipe ends when the last process that holds it does.
    assert process.stdout.read() == b""
    process.stdout.close()


def stages_with(monkeypatch: pytest.MonkeyPatch, programs: Path | None) -> list[tuple[str, str]]:
    """The stages that run with these programs, and the marks that each asks for."""
    ran: list[tuple[str, str]] = []
    nothing_installed(monkeypatch)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(proofs, "find_programs", lambda: programs)
    monkeypatch.setattr(proofs, "throwaway_cluster", lambda _programs: nullcontext("postgres://"))
    monkeypatch.setattr(
        proofs.Stages,
        "run",
        lambda _self, *stages: ran.extend((stage.name, stage.marks) for stage in stages),
    )
    assert proofs.main() == 0
    return ran


def test_the_whole_suite_runs_once_on_what_production_runs_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert stages_with(monkeypatch, Path("/usr/lib")) == [
        ("PostgreSQL", "not browser and not places"),
        ("SQLite", "sqlite or places"),
    ]


def test_without_postgresql_the_whole_suite_runs_on_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    assert stages_with(monkeypatch, None) == [("SQLite", "not browser")]


def test_what_runs_on_both_databases_is_there_and_every_folder_has_some() -> None:
    root = databases.TESTS
    assert [name for name in databases.ON_SQLITE_TOO if not (root / name).is_file()] == []
    folders = {file.parent.name for file in root.glob("*/test_*.py")} - {"browser"}
    assert {name.partition("/")[0] for name in databases.ON_SQLITE_TOO} == folders


def test_the_long_modules_are_there_and_begin_first() -> None:
    root = databases.TESTS
    first = {*balance.IN_PLACES, *balance.LONGEST_FIRST}
    assert [name for name in first if not (root / name).is_file()] == []
    assert first >= balance.TEST_BY_TEST
    names = ("zine/test_pdf.py", "access/test_matrix.py", "operations/test_odd_places.py", "x/y.py")
    items = [SimpleNamespace(path=root / name, name="") for name in names]
    balance.put_the_longest_first(items)  # type: ignore[arg-type]
    ordered = [item.path.relative_to(root).as_posix() for item in items]
    assert ordered == [names[2], names[1], names[0], names[3]]


def test_what_needs_the_place_comes_after_what_does_without() -> None:
    path = databases.TESTS / "operations/test_odd_places.py"
    items = [
        SimpleNamespace(path=path, name="test_needs_it", fixturenames=("place", "lived_in")),
        SimpleNamespace(path=path, name="test_does_without", fixturenames=("empty_place",)),
        *(
            SimpleNamespace(path=path, name=name, fixturenames=("lived_in",))
            for name in balance.MAKE_A_PLACE
        ),
    ]
    assert all(f"def {name}(" in path.read_text() for name in balance.MAKE_A_PLACE)
    balance.put_the_longest_first(items)  # type: ignore[arg-type]
    assert [item.name for item in items] == [
        *balance.MAKE_A_PLACE,
        "test_does_without",
        "test_needs_it",
    ]


def test_a_module_stays_whole_unless_its_tests_share_nothing() -> None:
    option = SimpleNamespace(tx=["2*popen"], loadscopereorder=False, maxprocesses=None)
    log = SimpleNamespace(loadscopesched=print)
    config = SimpleNamespace(option=option, getvalue=lambda name: getattr(option, name))
    dealt = balance.scheduler(config, log)  # type: ignore[arg-type]
    [split, whole] = ("tests/access/test_matrix.py", "tests/zine/test_pdf.py")
    assert dealt._split_scope(f"{split}::test_a[x::y]") == f"{split}::test_a[x::y]"
    assert dealt._split_scope(f"{whole}::test_a[x::y]") == whole


def test_the_long_runs_are_there_and_are_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    root = databases.TESTS.parent
    named = (*drill.LONG_RUNS, drill.FOLLOWS_EVERY_LINK)
    assert [path for path in named if not (root / path).is_file()] == []
    assert drill.TIMES > drills.TIMES == 1
    ran: list[tuple[str, str]] = []

    def run(command: list[str], env: dict[str, str], **_options: object) -> SimpleNamespace:
        ran.append((command[2], env["DRILL"]))
        return SimpleNamespace(returncode=int(command[2] == "pytest"))

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(sys, "argv", ["drill"])
    monkeypatch.delenv("DRILL", raising=False)
    assert drill.main() == 1
    assert ran == [("pytest", "20"), ("pytest", "20"), ("tools.mutate", "20")]
    assert len(drill.commands(["-k", "desk"])) == 1
