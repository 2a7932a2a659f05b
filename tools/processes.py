"""Child processes that pause, go on and end with the one that started them.

Standard library only, and in a syntax that old Pythons can read: the bootstrap stands on it.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
STOPPING_SECONDS = 10
HOLDING_SECONDS = 1
PROC = Path("/proc")
# The status of a process that has said in a sentence why it ends.
HAS_SAID_WHY = 3


class Stopped(Exception):  # noqa: N818
    """Somebody asked for the end; nothing is wrong."""


def die_with_parent() -> None:
    """Have the kernel stop the calling process when its parent ends, where it can (Linux).

    For ``preexec_fn``, in programs that have started no thread.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def write_out(text: str) -> None:
    """Write to standard output, which may be a terminal that has been closed."""
    with contextlib.suppress(OSError):
        os.write(1, text.encode())


def hold_signals_back() -> None:
    """Let requests to stop wait until they are asked for: nothing is interrupted half-done."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [*STOP_SIGNALS, signal.SIGTSTP])


def let_signals_through() -> None:
    """Undo `hold_signals_back`; what has waited arrives now."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [*STOP_SIGNALS, signal.SIGTSTP])


def start(command: list[str], **options: Any) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own, so that it stops when told to, not before."""
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_begin_as_child,  # noqa: PLW1509  (no thread runs that it could harm)
        **options,
    )


def stop(*processes: subprocess.Popen[bytes]) -> None:
    """End processes and what they started: asked first, made to after a while."""
    for process in processes:
        # All of a group at once: what it has just started may not know yet whose child it is. What
        # is held finds the request when it goes on.
        for number in (signal.SIGTERM, signal.SIGCONT):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, number)
    deadline = time.monotonic() + STOPPING_SECONDS
    for process in processes:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, deadline - time.monotonic()))
    for process in processes:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def terminal_is_gone() -> bool:
    """Whether the terminal that standard input was has been closed."""
    poll = select.poll()
    poll.register(0, 0)
    return any(event & select.POLLHUP for _descriptor, event in poll.poll(0))


class Family:
    """The processes that this one starts, with all that they start in turn.

    Within the context, signals are held back and looked at in `wait` alone, so no moment is bad
    for one. Leaving it ends every process.
    """

    def __init__(self) -> None:
        # What is ignored (`nohup`, a background job of a script) stays ignored.
        self.heeded = {
            each
            for each in (*STOP_SIGNALS, signal.SIGTSTP)
            if signal.getsignal(each) != signal.SIG_IGN
        }
        # A terminal tells the leader of its session that it closes; where that is `make`, not us.
        self.watches_terminal = signal.SIGHUP in self.heeded and os.isatty(0)
        self.members: list[subprocess.Popen[bytes]] = []
        self.others = set(descendants(os.getpid()))
        if sys.platform == "linux":  # Orphans of our children become ours: they are found again.
            ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)

    def __enter__(self) -> Family:
        for each, wakes in ((signal.SIGCHLD, _wake), (signal.SIGALRM, _wake)):
            signal.signal(each, wakes)  # A signal without a handler may be dropped unseen.
        self.mask = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD, signal.SIGALRM])
        hold_signals_back()
        return self

    def __exit__(self, *_exception: object) -> None:
        self.end()
        signal.pthread_sigmask(signal.SIG_SETMASK, self.mask)

    def start(self, command: list[str], **options: Any) -> subprocess.Popen[bytes]:
        process = start(command, **options)
        self.members.append(process)
        return process

    def run(self, command: list[str], **options: Any) -> int:
        """Start a process, wait for its end, and return its status. Raises Stopped."""
        process = self.start(command, **options)
        while process.poll() is None:
            self.wait()
        self.members.remove(process)
        return process.returncode

    def wait(self, seconds: float = 0) -> None:
        """Return when a child has changed, or after some seconds. Raises Stopped.

        A request to pause is carried out here: it returns when all go on again.
        """
        if seconds or self.watches_terminal:
            signal.setitimer(signal.ITIMER_REAL, seconds or 1)
        number = signal.sigwait(self.heeded | {signal.SIGCHLD, signal.SIGALRM})
        signal.setitimer(signal.ITIMER_REAL, 0)
        if number == signal.SIGTSTP:
            self.pause()
        elif number in STOP_SIGNALS or (self.watches_terminal and terminal_is_gone()):
            raise Stopped
        elif number == signal.SIGCHLD:
            _reap_orphans({process.pid for process in self.members} | self.others)

    def pause(self) -> None:
        """Stop all processes and then this one; when it goes on, so do they."""
        signal_all(signal.SIGSTOP, self.others)
        # The default action, not SIGSTOP: where no shell could resume us, the kernel drops it.
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTSTP])
        os.kill(os.getpid(), signal.SIGTSTP)
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTSTP])
        signal_all(signal.SIGCONT, self.others)

    def hush(self) -> None:
        """Hold all processes, which are about to be ended: none says anything any more."""
        held: set[int] = set()
        while True:
            found = signal_all(signal.SIGSTOP, self.others | held)
            if not found:
                return
            held |= found
            # A signal reaches what runs on another processor a moment later.
            deadline = time.monotonic() + HOLDING_SECONDS
            while any(map(_is_at_work, held)) and time.monotonic() < deadline:
                time.sleep(0.001)

    def end(self) -> None:
        """End all processes, those too that have left their group or lost their parent."""
        stop(*self.members)
        self.members.clear()
        while signal_all(signal.SIGKILL, self.others):
            _reap_orphans(self.others)


def _wake(_number: int, _frame: object) -> None:
    """Do nothing: `sigwait` has seen the signal."""


def _begin_as_child() -> None:
    # What reached both before the child had a session of its own is its parent's to answer; to be
    # ignored for a moment drops it.
    for each in (*STOP_SIGNALS, signal.SIGTSTP):
        if signal.getsignal(each) != signal.SIG_IGN:
            signal.signal(each, signal.SIG_IGN)
            signal.signal(each, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    die_with_parent()


def _reap_orphans(known: set[int]) -> None:
    """Take note of the end of children that we did not start, but our children did."""
    for pid in set(children_of().get(os.getpid(), ())) - known:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)


def signal_all(number: signal.Signals, others: set[int]) -> set[int]:
    """Send a signal to all descendants but others, also those that appear meanwhile; say which."""
    reached: set[int] = set()
    while True:
        found = set(descendants(os.getpid())) - reached - others
        if not found:
            return reached
        for pid in found:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, number)
        reached |= found


def descendants(pid: int) -> Iterator[int]:
    """Yield the processes that a process has started, and those that they have."""
    children = children_of()
    waiting = [pid]
    while waiting:
        for child in children.get(waiting.pop(), ()):
            yield child
            waiting.append(child)


def children_of() -> dict[int, list[int]]:
    """Return the children of every process of this machine."""
    children: dict[int, list[int]] = {}
    for pid, parent in _processes():
        children.setdefault(parent, []).append(pid)
    return children


def _is_at_work(pid: int) -> bool:
    """Whether a process neither is held nor has ended, where the kernel says so."""
    try:
        stat = (PROC / str(pid) / "stat").read_text(errors="replace")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] not in "TtZX"


def _processes() -> Iterator[tuple[int, int]]:
    """Return each process and its parent, from the kernel itself or from `ps`."""
    yield from (
        _processes_of_the_kernel() if (PROC / "self" / "stat").exists() else _processes_of_ps()
    )


def _processes_of_the_kernel() -> Iterator[tuple[int, int]]:
    for folder in PROC.glob("[0-9]*"):
        with contextlib.suppress(OSError):
            # The name, in brackets, may hold anything.
            fields = (folder / "stat").read_text(errors="replace").rpartition(")")[2].split()
            yield int(folder.name), int(fields[1])


def _processes_of_ps() -> Iterator[tuple[int, int]]:
    with subprocess.Popen(["ps", "-A", "-o", "pid=,ppid="], stdout=subprocess.PIPE) as listing:
        output = listing.communicate()[0]
    for line in output.splitlines():
        pid, parent = map(int, line.split())
        if pid != listing.pid:
            yield pid, parent
