from cms.access.reconcile import check

from .movement import Movement


def test_a_built_movement_leaves_nothing_to_do(movement: Movement) -> None:
    assert check() == []
