"""Until when a page holds that nobody changes: what readers see may change by the clock alone."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from django.utils import timezone

# Whatever happens unseen is seen after this time: a row that somebody changes by hand, say.
LONGEST = timedelta(hours=1)

type NextChange = Callable[[datetime], datetime | None]


def next_midnight(now: datetime) -> datetime:
    """Consents end, and days are named, by the site's own time."""
    day = timezone.localdate(now) + timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time.min))


# Each says when, after a moment, readers would see something else although nothing is written, if
# ever. Whatever is shown by the clock has a line here.
NEXT_CHANGES: list[NextChange] = [next_midnight]


def holds_until(now: datetime) -> datetime:
    """The first moment at which a page that is made now may be another."""
    found = [each(now) for each in NEXT_CHANGES]
    return min(now + LONGEST, *(each for each in found if each is not None))
