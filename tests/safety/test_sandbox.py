"""Workers: what they get, what they may not do, and what becomes of them when they try."""

import io
import os
import socket
from pathlib import Path
from typing import Protocol

import pytest

from cms.sandbox import runner, workers
from cms.sandbox.runner import Answer, Limits, WorkerError
from tests.zine.issues import sample_issue
from zine.editions.pdf import compiler as pdf


class Probe(Protocol):
    def __call__(self, body: str, limits: Limits | None = None, **files: bytes) -> Answer: ...


PROBE = """
import json, os, resource, socket, sys, time
sys.path.insert(0, {workers!r})
from confinement import answer, confined_request
request = confined_request()
{body}
"""


@pytest.fixture
def probe(tmp_path: Path) -> Probe:
    """Return a way to run a worker of one's own."""

    def run(body: str, limits: Limits | None = None, **files: bytes) -> Answer:
        source = PROBE.format(workers=workers.__path__[0], body=body)
        probe = tmp_path / "probe.py"
        probe.write_text(source)
        return runner.run(probe, {}, files, limits)

    return run


def test_a_worker_sees_its_files_and_no_environment(
    probe: Probe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "do not tell")
    facts = probe('answer({"files": os.listdir("."), "env": sorted(os.environ)})', a=b"1").facts
    assert facts["files"] == ["a"]
    assert set(facts["env"]) <= {"HOME", "TMPDIR", "LANG", "LC_CTYPE"}


def test_its_directory_is_gone_afterwards(probe: Probe) -> None:
    where = probe('answer({"here": os.getcwd()})').facts["here"]
    assert not Path(where).exists()


@pytest.mark.parametrize("name", ["../a", "/etc/a", "a/b", ".hidden", ".."])
def test_files_cannot_leave_the_directory(name: str) -> None:
    with pytest.raises(ValueError, match="plain file name"):
        runner.run(Path("none.py"), {}, {name: b""})


def test_one_that_hangs_is_ended(probe: Probe) -> None:
    with pytest.raises(WorkerError, match="longer than 1 seconds") as caught:
        probe("time.sleep(30)", Limits(seconds=1))
    assert not caught.value.content


def test_one_that_wants_too_much_memory_is_refused_it(probe: Probe) -> None:
    with pytest.raises(WorkerError, match="MemoryError"):
        probe("x = bytearray(600 * 1024**2)", Limits(memory=300 * 1024**2))


def test_it_writes_no_files(probe: Probe) -> None:
    with pytest.raises(WorkerError):
        probe('open("x", "wb").write(b"x" * 10_000_000)')


@pytest.mark.skipif(os.geteuid() != 0, reason="cutting the network asks for root or a user space")
def test_it_reaches_no_network(probe: Probe) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        with pytest.raises(WorkerError, match=r"OSError|unreachable"):
            probe(f'socket.create_connection(("127.0.0.1", {port}), 2); answer({{}})')


def test_its_share_of_the_processor_is_its_own(probe: Probe) -> None:
    with pytest.raises(WorkerError, match="ended with -"):
        probe("while True: pass", Limits(seconds=60, processor=1))


def test_readers_come_first(probe: Probe) -> None:
    assert probe('answer({"nice": os.nice(0)})').facts["nice"] > os.nice(0)


def test_files_of_an_answer_can_be_had_piece_by_piece(probe: Probe) -> None:
    answer = probe('answer({}, [b"a" * 9, b"", b"b" * 3_000_000])')
    for number, expected in enumerate((b"a" * 9, b"", b"b" * 3_000_000)):
        target = io.BytesIO()
        answer.copy_part(number, target)
        assert target.getvalue() == answer.parts[number] == expected


def test_too_much_of_an_answer_is_refused(probe: Probe) -> None:
    with pytest.raises(WorkerError, match="too large"):
        probe('answer({}, [b"x" * 5000])', Limits(answer=1000))


def test_a_broken_answer_is_an_error(probe: Probe) -> None:
    with pytest.raises(WorkerError):
        probe('print("not json")')


def test_the_typesetter_runs_out_of_time_in_peace() -> None:
    with pytest.raises(WorkerError, match="longer than 0 seconds"):
        pdf.compile_issue(sample_issue("en"), pdf.A5, "screen", Limits(seconds=0))
