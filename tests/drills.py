"""How long the long runs are: `make drill` sets ``DRILL`` to how many times as long as in CI.

And that they are the same runs each time. Hypothesis mixes numbers and words of the project's own
modules into what it chooses, of those that are loaded at that moment: after other tests, or on
another worker, a run with one and the same seed went elsewhere.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

TIMES = int(os.environ.get("DRILL", "1"))


def run(machine: type[RuleBasedStateMachine], *, programs: int, steps: int) -> None:
    """Run random programs of a state machine, the same each time, of so many steps each."""
    with without_what_is_loaded():
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=programs * TIMES,
                stateful_step_count=steps,
                deadline=None,
                derandomize=True,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )


@contextmanager
def without_what_is_loaded() -> Iterator[None]:
    """Let hypothesis choose without looking into the modules that are loaded."""
    nothing = type(providers.GLOBAL_CONSTANTS)()
    with mock.patch.object(providers.HypothesisProvider, "_local_constants", nothing):
        # What may be chosen for a question is remembered.
        providers.CONSTANTS_CACHE.cache.clear()
        try:
            yield
        finally:
            providers.CONSTANTS_CACHE.cache.clear()
