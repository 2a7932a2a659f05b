"""What `make run` holds on to: its port, its folder, its processes."""

import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import ports
from tools.folder import FolderError, hold_folder
from tools.ports import HeldPort, PortError, chosen_port, free_port, hold
from tools.processes import children_of, descendants
from tools.run import GRANIAN, ROOT

from .places import a_port

HOST = "127.0.0.1"


@pytest.fixture
def held() -> Iterator[HeldPort]:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        number = probe.getsockname()[1]
    port = HeldPort(number)
    yield port
    port.close()


def test_nobody_else_gets_a_held_port(held: HeldPort) -> None:
    for option in (None, socket.SO_REUSEADDR, socket.SO_REUSEPORT):
        with socket.socket() as other:
            if option is not None:
                other.setsockopt(socket.SOL_SOCKET, option, 1)
            with pytest.raises(OSError, match="in use"):
                other.bind((HOST, held.number))
    with pytest.raises(OSError, match="in use"):
        HeldPort(held.number)


def test_nobody_waits_at_a_held_port(held: HeldPort) -> None:
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((HOST, held.number), timeout=5)


def test_the_server_gets_every_connection_once_it_listens(held: HeldPort) -> None:
    held.hand_over()
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        server.bind((HOST, held.number))
        server.listen()
        for _each in range(40):
            with socket.create_connection((HOST, held.number), timeout=5):
                server.settimeout(5)
                server.accept()[0].close()
        with pytest.raises(OSError, match="in use"):
            HeldPort(held.number)


def test_of_many_at_once_one_gets_the_port() -> None:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        number = probe.getsockname()[1]
    got: list[HeldPort] = []
    barrier = threading.Barrier(16)

    def take() -> None:
        barrier.wait()
        try:
            got.append(HeldPort(number))
        except OSError:
            return

    threads = [threading.Thread(target=take) for _each in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for port in got:
        port.close()
    assert len(got) <= 1


def test_a_suggested_port_was_tried(held: HeldPort) -> None:
    with pytest.raises(PortError) as refusal:
        hold(held.number)
    suggested = int(str(refusal.value).partition("PORT=")[2].partition(" ")[0])
    HeldPort(suggested).close()


def test_without_a_free_port_none_is_suggested(
    held: HeldPort, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports, "free_port", lambda _above: None)
    with pytest.raises(PortError, match=r"is in use: stop what uses it or choose another\.$"):
        hold(held.number)


@pytest.mark.parametrize("above", [80, 8000, 65535])
def test_free_ports_are_ones_that_anybody_may_use(above: int) -> None:
    found = free_port(above)
    assert found is not None
    assert found >= 1024


@pytest.mark.parametrize("text", ["http", "0", "70000", "-1", "８０００"])
def test_a_port_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(PortError, match="PORT must be a number from 1 to 65535"):
        chosen_port(text)


def test_a_folder_is_held_by_one_and_says_by_whom(tmp_path: Path) -> None:
    lock = hold_folder(tmp_path / "var", "http://127.0.0.1:8000")
    with pytest.raises(FolderError, match=rf"http://127\.0\.0\.1:8000/ \(process {os.getpid()}\)"):
        hold_folder(tmp_path / "var", "http://127.0.0.1:8001")
    os.close(lock)
    os.close(hold_folder(tmp_path / "var", "http://127.0.0.1:8001"))


def test_what_is_no_folder_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("")
    with pytest.raises(FolderError, match=r"^The folder var/ cannot be written into: .*\.$"):
        hold_folder(tmp_path / "var", "http://127.0.0.1:8000")


def test_what_a_dead_run_left_running_keeps_the_folder_and_is_called_that(tmp_path: Path) -> None:
    lock = hold_folder(tmp_path, "http://127.0.0.1:8000")
    left = subprocess.Popen(
        [sys.executable, "-c", "input()"], stdin=subprocess.PIPE, pass_fds=[lock]
    )
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    os.ftruncate(lock, 0)
    os.pwrite(lock, f"{gone.pid} http://127.0.0.1:8000".encode(), 0)
    os.close(lock)
    with pytest.raises(FolderError, match="What an earlier run has started still writes into"):
        hold_folder(tmp_path, "http://127.0.0.1:8000")
    left.communicate(b"\n")
    os.close(hold_folder(tmp_path, "http://127.0.0.1:8000"))


LEAVES_ITS_GROUP = """
import subprocess, sys
inner = subprocess.Popen([sys.executable, "-c", "input()"], start_new_session=True)
print(inner.pid, flush=True)
inner.wait()
"""


def test_children_of_children_are_found_in_whatever_session_they_are() -> None:
    outer = subprocess.Popen(
        [sys.executable, "-c", LEAVES_ITS_GROUP], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert outer.stdout is not None
    inner = int(outer.stdout.readline())
    assert {outer.pid, inner} <= set(descendants(os.getpid()))
    assert inner in children_of()[outer.pid]
    outer.communicate(b"\n")
    assert not {outer.pid, inner} & set(descendants(os.getpid()))


SUPERVISOR = """
import os, signal, sys
from tools.processes import Family, Stopped

code = "import signal, subprocess, sys; subprocess.Popen(" \\
    "[sys.executable, '-c', 'import time; print(\\\\'up\\\\', flush=True); time.sleep(60)'], " \\
    "start_new_session=True).wait()"
with Family() as family:
    try:
        family.run([sys.executable, "-c", code])
    except Stopped:
        os.write(1, b"stopped\\n")
"""


def test_leaving_a_family_ends_those_too_that_left_their_group() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR], cwd=Path(__file__).parents[2], stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"up\n"
    process.send_signal(signal.SIGTERM)
    # The pipe ends when the last process that holds it does.
    assert process.stdout.read() == b"stopped\n"
    assert process.wait() == 0
    process.stdout.close()


HELD = """
import os, sys
from tools.processes import Family

code = "import itertools, os; [os.write(1, b'x') for _ in itertools.count()]"
with Family() as family:
    family.start([sys.executable, "-c", code])
    os.read(0, 1)
    family.hush()
    os.write(2, b"held\\n")
    os.read(0, 1)
"""


def test_a_family_that_is_hushed_says_nothing_any_more() -> None:
    """Its last line is its first process's own."""
    with subprocess.Popen(
        [sys.executable, "-c", HELD],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(1) == b"x"
        process.stdin.write(b"\n")
        process.stdin.flush()
        # It may wait for room in the pipe, so this is read until it is held.
        os.set_blocking(process.stdout.fileno(), False)
        while not select.select([process.stderr], [], [], 0)[0]:
            process.stdout.read(65536)
        [talker] = descendants(process.pid)
        assert Path(f"/proc/{talker}/stat").read_text().rpartition(")")[2].split()[0] == "T"
        process.stdin.write(b"\n")
        process.stdin.flush()
        process.stdin.close()
        assert process.wait() == 0
        assert not Path(f"/proc/{talker}").exists()


def test_a_signal_from_before_a_child_has_its_session_is_its_parents() -> None:
    code = "import os, signal; from tools import processes; processes.hold_signals_back();"
    code += "[os.kill(os.getpid(), each) for each in processes.STOP_SIGNALS];"
    code += "processes._begin_as_child(); print('began', flush=True);"
    code += "os.kill(os.getpid(), signal.SIGTERM)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (-signal.SIGTERM, "began\n")


def test_what_is_ignored_stays_ignored() -> None:
    """`nohup make run` outlives its terminal."""
    code = "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN);"
    code += "from tools.processes import Family; print(sorted(Family().heeded))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "SIGHUP" not in done.stdout
    assert "SIGTERM" in done.stdout


# What the web process says


def test_granian_says_nothing_of_a_worker_that_ended(tmp_path: Path) -> None:
    """`make run` says it itself; where all are told to stop, it would be said by chance."""
    (tmp_path / "app.py").write_text("async def application(scope, receive, send): ...\n")
    port = a_port()
    command = [sys.executable, "-m", "granian", *GRANIAN, "--port", str(port), "app:application"]
    path = os.pathsep.join((str(tmp_path), str(ROOT)))
    server = subprocess.Popen(
        command,
        env=os.environ | {"PYTHONPATH": path},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        deadline = time.monotonic() + 30
        while not (workers := children_of().get(server.pid)):
            assert time.monotonic() < deadline
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
        shown, _nothing = server.communicate(timeout=30)
    finally:
        server.kill()
        server.wait()
    assert shown == ""
