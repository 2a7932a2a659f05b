"""What the site does every minute: dates, reminders, mails, consents, public files, lost tasks.

What is to be done once a day asks by itself whether it was.
"""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.access.audit import forget_old_entries
from cms.accounts.sessions import forget_ended
from cms.mail.tasks import deliver_waiting
from cms.media.consent import end_consents
from cms.media.public_files import settle_all
from cms.review.reminders import look_after_waiting_steps
from cms.review.scheduling import keep_dates
from cms.translation.notifications.language_teams import tell_language_teams
from cms.translation.tasks import take_up_facts

from .media_check import check_media_daily

logger = logging.getLogger(__name__)

# No task of ours takes this long; one that still runs has lost its worker.
LOST_AFTER = timedelta(minutes=30)
TRIES = 3


def tick() -> dict[str, int]:
    """Do everything once; one job that fails does not keep the others from running."""
    return {job.__name__: _safely(job) for job in JOBS}


def take_up_lost_tasks() -> int:
    """Give tasks whose worker died to another, at most twice; return how many.

    Tasks are written so that running one again does no harm.
    """
    lost = DBTaskResult.objects.filter(
        status=TaskResultStatus.RUNNING, started_at__lt=timezone.now() - LOST_AFTER
    )
    with transaction.atomic():
        found = list(lost.select_for_update())
        for task in found:
            tried = len(task.worker_ids)
            task.status = TaskResultStatus.READY if tried < TRIES else TaskResultStatus.FAILED
            task.started_at = None if tried < TRIES else task.started_at
            task.finished_at = None if tried < TRIES else timezone.now()
            task.save(update_fields=["status", "started_at", "finished_at"])
    return len(found)


JOBS: tuple[Callable[[], int], ...] = (
    keep_dates,
    look_after_waiting_steps,
    take_up_facts,
    tell_language_teams,
    deliver_waiting,
    take_up_lost_tasks,
    end_consents,
    settle_all,
    check_media_daily,
    forget_old_entries,
    forget_ended,
)


def _safely(job: Callable[[], int]) -> int:
    try:
        return job()
    except Exception:
        logger.exception("%s failed; it is tried again in a minute.", job.__name__)
        return 0
