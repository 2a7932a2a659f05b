"""Runs the tests once as they are, and those that reach it against each mutant.

A pytest plugin. What the tests of a module share is set up, and the process is copied (`fork`). The
first copy runs them and tells which statements each of them runs. Then there is a copy for each
mutant that lives so far: it exchanges one function's code and runs the tests that run the changed
statement, the quickest first, until one fails. So a mutant costs its tests' own time: Django starts
once, what tests stand on is built twice, and no copy sees what another did.

There are two rounds: most mutants die by one of the first tests of some module, so each gets two
seconds in every module before any gets more. Those that are known to live get no more.
"""

import contextlib
import gc
import importlib
import json
import os
import resource
import select
import signal
import sys
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from .mutants import Mutant

TOOL = sys.monitoring.COVERAGE_ID
# A copy that needs this much more of the processor than its tests do by themselves hangs.
PATIENCE = 3
GRACE = 5.0
# Seconds of tests that a mutant meets in a module, in the first round and in the second.
ROUNDS = (2.0, float("inf"))
BROKEN = "This could not be run"


@dataclass
class Fate:
    """What became of a mutant: the test that killed it, or how many have let it live."""

    mutant: Mutant
    killed_by: str = ""
    met: set[str] = field(default_factory=set)
    not_run: int = 0
    seconds: float = 0.0


@dataclass
class Reached:
    """Which lines of the files under test each test ran, and how long each took."""

    files: dict[str, Path]
    lines: dict[str, set[tuple[Path, int]]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def tests_of(self, mutant: Mutant) -> list[str]:
        """The tests that ran the mutant's statement, the quickest first."""
        places = {(mutant.path, line) for line in mutant.lines}
        found = [name for name, lines in self.lines.items() if places & lines]
        return sorted(found, key=self.seconds.__getitem__)

    def told(self) -> Any:
        """All of it, as JSON can hold it."""
        lines = {
            name: [(str(path), line) for path, line in sorted(places)]
            for name, places in self.lines.items()
        }
        return lines, self.seconds

    def learn(self, told: Any) -> None:
        """Take over what a copy of this process has noted."""
        lines, seconds = told
        self.seconds |= seconds
        for name, places in lines.items():
            self.lines[name] = {(Path(path), line) for path, line in places}

    @contextlib.contextmanager
    def noting(self, name: str) -> Iterator[None]:
        """Note what runs meanwhile as run by a test."""
        noted = self.lines.setdefault(name, set())

        def line(code: CodeType, number: int) -> Any:
            path = self.files.get(code.co_filename)
            if path is not None:
                noted.add((path, number))
            return sys.monitoring.DISABLE

        sys.monitoring.use_tool_id(TOOL, "mutation")
        sys.monitoring.register_callback(TOOL, sys.monitoring.events.LINE, line)
        sys.monitoring.restart_events()
        sys.monitoring.set_events(TOOL, sys.monitoring.events.LINE)
        began = time.process_time()
        try:
            yield
        finally:
            self.seconds[name] = time.process_time() - began
            sys.monitoring.set_events(TOOL, 0)
            sys.monitoring.free_tool_id(TOOL)


class Drill:
    """The plugin. ``fates`` tells of every mutant once pytest has come back."""

    def __init__(
        self, mutants: list[Mutant], seconds: float, until: float, known: Collection[str] = ()
    ) -> None:
        self.fates = {mutant.name: Fate(mutant) for mutant in mutants}
        self.seconds = seconds
        self.until = until
        self.known = known
        self.failed: list[str] = []
        self.cut_short = False
        self.reached = Reached({str(mutant.path.resolve()): mutant.path for mutant in mutants})

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        for path in self.reached.files.values():
            # Some are loaded by the first request, which only copies of this process make.
            importlib.import_module(".".join(path.with_suffix("").parts).removesuffix(".__init__"))
        # Pytest-django has put those that need no database last, which are the quickest.
        asked_for = {name: place for place, name in enumerate(session.config.args)}
        items = sorted(session.items, key=lambda item: asked_for.get(_module(item), len(asked_for)))
        modules = [list(group) for _name, group in groupby(items, _module)]
        for allowance in ROUNDS:
            for items in modules:
                if not self.cut_short and not self.failed:
                    self._run_module(session, items, allowance)
        return True

    def _run_module(
        self, session: pytest.Session, items: list[pytest.Item], allowance: float
    ) -> None:
        has_run = items[0].nodeid in self.reached.lines
        if has_run and not any(self._left_to_meet(items, allowance)):
            return
        _set_up_what_they_share(items[0])
        if not has_run:
            self._run_as_it_is(items)
        if not self.failed:
            self._try_mutants(items, allowance)
            self._say_how_it_stands(_module(items[0]))
        # Pytest itself does this before the next test, and has no public name for it. Of what it is
        # given it looks at the collectors above, which stay: here what the whole session shares.
        kept: Any = session
        session._setupstate.teardown_exact(kept)  # noqa: SLF001

    def _run_as_it_is(self, items: list[pytest.Item]) -> None:
        """Run tests without any mutant, and note what they reach and how long they take."""

        def run() -> str:
            failed = []
            for item in items:
                with self.reached.noting(item.nodeid):
                    reports = _run(item)
                failed += [f"{item.nodeid}\n{each.longreprtext}" for each in reports if each.failed]
            return json.dumps([self.reached.told(), failed])

        told = _told_by(_copy_that(run), None)
        try:
            reached, self.failed = json.loads(told)
        except ValueError:
            self.failed = [told]
        else:
            self.reached.learn(reached)

    def _say_how_it_stands(self, module: str) -> None:
        died = sum(bool(fate.killed_by) for fate in self.fates.values())
        print(f"{module}: {died} of {len(self.fates)} have died", flush=True)

    def _try_mutants(self, items: list[pytest.Item], allowance: float) -> None:
        by_name = {item.nodeid: item for item in items}
        functions = _functions_in(self.reached.files)
        for fate, names in self._left_to_meet(items, allowance):
            if time.monotonic() > self.until:
                self.cut_short = True
                return
            chosen = self._within_limit(fate, names, allowance)
            if chosen:
                self._meet(fate, [by_name[name] for name in chosen], functions)

    def _left_to_meet(
        self, items: list[pytest.Item], allowance: float
    ) -> Iterator[tuple[Fate, list[str]]]:
        """The mutants that live, and the tests of a module that they have not met yet."""
        here = {item.nodeid for item in items}
        for name, fate in self.fates.items():
            if fate.killed_by or (name in self.known and allowance > self.seconds):
                continue
            names = self.reached.tests_of(fate.mutant)
            new = [each for each in names if each in here and each not in fate.met]
            if new:
                yield fate, new

    def _within_limit(self, fate: Fate, new: list[str], allowance: float) -> list[str]:
        """Those for which there is time."""
        left = min(self.seconds - fate.seconds, allowance)
        chosen: list[str] = []
        for name in new:
            left -= self.reached.seconds[name]
            if left < 0 and (chosen or allowance > self.seconds):
                break
            chosen.append(name)
        if allowance > self.seconds:
            fate.not_run += len(new) - len(chosen)
        return chosen

    def _meet(self, fate: Fate, items: list[pytest.Item], functions: "Functions") -> None:
        """Run tests against a mutant in a copy of this process, and note how it ended."""
        expected = sum(self.reached.seconds[item.nodeid] for item in items)
        limit = min(self.seconds - fate.seconds, expected * PATIENCE) + GRACE

        def run() -> str:
            # Of the processor: a busy machine kills nobody.
            resource.setrlimit(resource.RLIMIT_CPU, (int(limit) + 1,) * 2)
            _become(fate.mutant, functions)
            for item in items:
                # Nobody reads how it failed, and telling it at length takes longer than most tests.
                item.config.option.tbstyle = "line"
                reports = _run(item)
                if any(report.failed for report in reports):
                    return item.nodeid
            return ""

        before = _seconds_of_copies()
        fate.killed_by = _told_by(_copy_that(run), (limit + GRACE) * 10)
        fate.seconds += _seconds_of_copies() - before
        fate.met.update(item.nodeid for item in items)
        if fate.killed_by.startswith(BROKEN):
            raise RuntimeError(f"{fate.mutant.name}: {fate.killed_by}")


def _set_up_what_they_share(item: pytest.Item) -> None:
    """Set up a test and clear up after it, but for what other tests of its module share."""
    item.config.option.setuponly = True
    _run(item)
    item.config.option.setuponly = False


def _run(item: pytest.Item) -> list[pytest.TestReport]:
    """Run a test; what its module shares stays set up."""
    module: Any = item.getparent(pytest.Module)
    return runtestprotocol(item, log=False, nextitem=module)


type Functions = dict[tuple[str, str, int], list[FunctionType]]


def _functions_in(files: dict[str, Path]) -> Functions:
    """Every function of the files that is loaded, whatever it is wrapped in."""
    found: Functions = {}
    for each in gc.get_objects():
        # Asking a lazy object for its class would make it.
        if type(each) is FunctionType and each.__code__.co_filename in files:
            code = each.__code__
            key = (code.co_filename, code.co_qualname, code.co_firstlineno)
            found.setdefault(key, []).append(each)
    return found


def _become(mutant: Mutant, functions: Functions) -> None:
    code = mutant.compiled()
    for function in functions[code.co_filename, code.co_qualname, code.co_firstlineno]:
        function.__code__ = code


@dataclass(frozen=True)
class Copy:
    """A copy of this process, and the pipe by which it tells what it found."""

    pid: int
    pipe: int


def _copy_that(run: Callable[[], str]) -> Copy:
    """Copy this process; the copy runs something, tells what that returns, and ends."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return Copy(pid, reading)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (1, 2):
        os.dup2(nothing, stream)
    try:
        told = run()
    except BaseException as error:  # noqa: BLE001  (whatever it is, it is told, and the copy ends)
        told = f"{BROKEN}: {error!r}"
    with os.fdopen(writing, "w") as pipe:
        pipe.write(told)
    os._exit(0)


def _told_by(copy: Copy, wall: float | None) -> str:
    """What a copy tells before it ends; one that hangs is ended, and that is told."""
    ready, _writing, _errors = select.select([copy.pipe], [], [], wall)
    if not ready:
        os.kill(copy.pid, signal.SIGKILL)
    with os.fdopen(copy.pipe) as reading:
        told = reading.read()
    _pid, status = os.waitpid(copy.pid, 0)
    if os.WIFSIGNALED(status):
        return f"time limit or crash (signal {os.WTERMSIG(status)})"
    return told


def _seconds_of_copies() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _module(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]
