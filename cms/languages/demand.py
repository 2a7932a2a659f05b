"""How often readers ask for pages in a language that does not have them.

A count for each page, language and day, and nothing about who asked. Only pages that exist in
another language are counted, so that nobody can fill the table with addresses of their own; what
is counted is kept in memory and written at most once a minute, after an answer has gone out, so
that no reader waits for it. What a process had not written when it ended is lost, which is right
for a number that says "many" or "few".
"""

import logging
from collections import Counter
from datetime import date, timedelta
from threading import Lock
from time import monotonic
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.signals import request_finished
from django.db import DatabaseError, transaction
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils import timezone

from .alternates import reader_languages
from .middleware import language_of_address
from .missing import MissingPage
from .models import Demand

logger = logging.getLogger(__name__)

KEPT_DAYS = 90
MOST_REMEMBERED = 200

type Asked = tuple[UUID, str]


class Tally:
    """What has been asked for since it was last written down."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._asked: Counter[Asked] = Counter()
        self._since = monotonic()

    def add(self, asked: Asked) -> None:
        """Count once; beyond ``MOST_REMEMBERED`` pages, only those that are counted already."""
        with self._lock:
            if asked in self._asked or len(self._asked) < MOST_REMEMBERED:
                self._asked[asked] += 1

    def is_due(self, pause: int) -> bool:
        return bool(self._asked) and monotonic() - self._since >= pause

    def take(self) -> Counter[Asked]:
        """Return what was counted, and begin again."""
        with self._lock:
            asked, self._asked = self._asked, Counter()
            self._since = monotonic()
        return asked


tally = Tally()


def connect() -> None:
    """Write down what was counted when it is time, after answers."""
    request_finished.connect(write_when_due, dispatch_uid="languages_demand")


def note_demand(request: HttpRequest, missing: MissingPage, code: str) -> None:
    """Count that a reader asked for a page in a language, if others have it.

    ``code`` is the language of the address; where it has none, nothing was asked for.
    """
    if request.method != "GET" or language_of_address(request) != code:
        return
    pages = [each.page for each in missing.elsewhere]
    if request.path_info == f"/{code}/":
        homes = reader_languages(request).homes
        pages = [home.page for home in homes.values() if code not in homes]
    if pages:
        tally.add((pages[0].translation_key, code))


def write_when_due(**_kwargs: Any) -> None:
    """Write down what was counted, if the last time is long enough ago."""
    pause = settings.READERS_DEMAND_PAUSE
    if pause is None or not tally.is_due(pause):
        return
    try:
        write_down()
    except DatabaseError:
        logger.exception("Readers' demand could not be written down.")


@transaction.atomic
def write_down() -> None:
    """Add what was counted to today's numbers, and forget those that are too old."""
    today, asked = timezone.localdate(), tally.take()
    rows = [Demand(page_key=key, language=code, day=today) for key, code in asked]
    Demand.objects.bulk_create(rows, ignore_conflicts=True)
    by_number: dict[int, Q] = {}
    for (key, code), number in asked.items():
        by_number[number] = by_number.get(number, Q()) | Q(page_key=key, language=code)
    for number, those in by_number.items():
        Demand.objects.filter(those, day=today).update(number=F("number") + number)
    Demand.objects.filter(day__lt=first_day(today)).delete()


def first_day(today: date) -> date:
    """The oldest day whose numbers are kept."""
    return today - timedelta(days=KEPT_DAYS - 1)
