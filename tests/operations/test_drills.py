"""The random programs of the tests are the same programs wherever and after whatever they run."""

import contextlib
import importlib.util
import sys
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from tests import drills

# Hypothesis leaves out which rules it goes without by numbers up to 254, and takes small numbers
# for common ones.
A_MODULE_WITH_NUMBERS = "\n".join(f"A{number} = {number}" for number in range(101, 254, 3))


def steps_of_a_run() -> list[tuple[str, int]]:
    """What was done in twenty programs."""
    steps: list[tuple[str, int]] = []

    class Machine(RuleBasedStateMachine):
        @rule(number=st.integers(0, 11))
        def go(self, number: int) -> None:
            steps.append(("go", number))

        @rule(number=st.sampled_from([1, 2, 3]))
        def stay(self, number: int) -> None:
            steps.append(("stay", number))

        @rule(number=st.integers(0, 1000))
        def jump(self, number: int) -> None:
            steps.append(("jump", number))

    drills.run(Machine, programs=20, steps=50)
    return steps


def load(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Import a file as a module of the project's own."""
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, file.stem, module)
    spec.loader.exec_module(module)


def test_the_programs_are_the_same_whatever_has_been_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = steps_of_a_run()
    file = tmp_path / "loaded_meanwhile.py"
    file.write_text(A_MODULE_WITH_NUMBERS)
    load(file, monkeypatch)
    assert steps_of_a_run() == before
    assert len(before) > 500


def test_hypothesis_alone_would_take_other_ways(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What `drills` keeps away: once this is no longer so, it can go."""
    monkeypatch.setattr(drills, "without_what_is_loaded", contextlib.nullcontext)
    before = steps_of_a_run()
    file = tmp_path / "loaded_later.py"
    file.write_text(A_MODULE_WITH_NUMBERS)
    load(file, monkeypatch)
    assert steps_of_a_run() != before
