"""Which backups are kept: the newest of each of the last days, weeks and months that have one."""

from collections.abc import Callable, Iterable
from datetime import datetime

DAYS, WEEKS, MONTHS = 7, 4, 6
PERIODS: tuple[tuple[int, Callable[[datetime], tuple[int, ...]]], ...] = (
    (DAYS, lambda at: (at.year, at.month, at.day)),
    (WEEKS, lambda at: at.isocalendar()[:2]),
    (MONTHS, lambda at: (at.year, at.month)),
)


def kept(moments: Iterable[datetime]) -> set[datetime]:
    """Return which of these backups are kept; the newest always is."""
    newest_first = sorted(moments, reverse=True)
    return {at for count, period in PERIODS for at in _newest_of_each(newest_first, period)[:count]}


def _newest_of_each(
    newest_first: list[datetime], period: Callable[[datetime], tuple[int, ...]]
) -> list[datetime]:
    found: dict[tuple[int, ...], datetime] = {}
    for at in newest_first:
        found.setdefault(period(at), at)
    return list(found.values())
