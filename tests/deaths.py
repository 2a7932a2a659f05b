"""Processes that kill themselves at a step: a call or return in code that one chooses."""

import os
import random
import signal
import sys
from collections.abc import Callable, Iterator
from itertools import count
from types import FrameType
from typing import Any


def at_each_step(
    is_chosen: Callable[[str], bool], on_step: Callable[[], None]
) -> Callable[[], None]:
    """Return what makes this process call ``on_step`` at each step in the files that are chosen."""

    def watch(frame: FrameType, _event: str, _argument: Any) -> None:
        if is_chosen(frame.f_code.co_filename):
            on_step()

    return lambda: sys.setprofile(watch)


def death_after(last: int) -> Callable[[], None]:
    """Return a step that kills this process once so many were taken."""
    taken = count(1)

    def step() -> None:
        if next(taken) > last:
            os.kill(os.getpid(), signal.SIGKILL)

    return step


def spread(total: int, times: int, chance: random.Random) -> Iterator[int]:
    """So many steps out of all, at random, one in each equal stretch."""
    for each in range(times):
        yield chance.randrange(total * each // times, total * (each + 1) // times)
