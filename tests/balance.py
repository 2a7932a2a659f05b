"""How the suite is spread over workers, so that none is left alone with a long module at the end.

A module stays whole on one worker, for what its tests share is built once for it; the long ones
begin first, in whatever order the others come. A module whose tests share nothing that takes a
while to build is dealt out test by test.
"""

from typing import Any

import pytest

# They drive the site's own command in copies of the project, and stand on the same places.
IN_PLACES = ("operations/test_odd_places.py", "operations/test_signals.py")
LONGEST_FIRST = (
    "browser/test_zine_pages.py",
    "browser/test_tour.py",
    "browser/test_members_screens.py",
    "access/test_nothing_leaks.py",
    "access/test_matrix.py",
    "access/test_state_machine.py",
    "translation/test_nothing_moves_unapproved.py",
    "review/test_state_machine.py",
    "review/test_moves.py",
    "zine/test_killed_workers.py",
    "operations/test_operating.py",
)
# The tests that have a place made for all processes, which takes a minute and more.
MAKE_A_PLACE = (
    "test_the_site_runs_in_the_oddest_place",
    "test_a_second_run_is_told_so_and_a_crash_leaves_no_process",
)
# Their tests stand on trees that each process has once (`tests.built_trees`), or on places that
# are made once for all processes.
TEST_BY_TEST = frozenset(
    {
        *IN_PLACES,
        "access/test_nothing_leaks.py",
        "access/test_matrix.py",
        "translation/test_nothing_moves_unapproved.py",
    }
)


def put_the_longest_first(items: list[pytest.Item]) -> None:
    """Sort in place; what is not among the longest stays in its order."""
    ranks = dict.fromkeys(IN_PLACES, -1) | {name: rank for rank, name in enumerate(LONGEST_FIRST)}

    def rank(item: pytest.Item) -> tuple[int, int]:
        module = _module(item.path.as_posix())
        return ranks.get(module, len(ranks)), _wave(item) if module in IN_PLACES else 0

    items.sort(key=rank)


def _wave(item: pytest.Item) -> int:
    """Zero for what has a place made, one for what does without, two for what would wait for it."""
    if item.name in MAKE_A_PLACE:
        return 0
    return 2 if {"lived_in", "crashed"} & set(getattr(item, "fixturenames", ())) else 1


def scheduler(config: pytest.Config, log: Any) -> Any:
    """Return what deals the tests out to the workers of `pytest -n`."""
    from xdist.scheduler import LoadScopeScheduling  # noqa: PLC0415  (there may be none)

    class ByModule(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            module = nodeid.partition("::")[0]
            return nodeid if _module(module) in TEST_BY_TEST else module

    return ByModule(config, log)


def _module(path: str) -> str:
    """A module's path below tests/."""
    return "/".join(path.split("/")[-2:])
