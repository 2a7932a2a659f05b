"""What the site does every minute: dates, reminders, mails, consents, public files, lost tasks.

And twice a second: it lets stored pages go that whoever has changed them has left.

What is to be done once a day asks by itself whether it was. What waits for another machine, or may
take long, is done apart from what has to be in time.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from threading import Event, Thread

from django.db import close_old_connections, connections, transaction
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.access.audit import forget_old_entries
from cms.accounts.sessions import forget_ended
from cms.delivery.store.keeping import keep_pages
from cms.mail.tasks import deliver_waiting
from cms.media.consent import end_consents
from cms.media.public_files import settle_all
from cms.review.reminders import look_after_waiting_steps
from cms.review.scheduling import keep_dates
from cms.translation.notifications.language_teams import tell_language_teams
from cms.translation.tasks import take_up_facts

from .media_check import check_media_daily

logger = logging.getLogger(__name__)

type Job = Callable[[], int]

A_MINUTE = 60
# A publication is to be seen within a second, also where its process has ended after the commit.
PAUSES = {"pages": 0.5}

# No task of ours takes this long; one that still runs has lost its worker.
LOST_AFTER = timedelta(minutes=30)
TRIES = 3


def tick() -> dict[str, int]:
    """Do everything once; one job that fails does not keep the others from running.

    What may wait comes last: mail, for a server.
    """
    return {name: done for jobs in APART.values() for name, done in do(jobs).items()}


def do(jobs: Iterable[Job]) -> dict[str, int]:
    """Do these jobs one after the other; return what each says it has done."""
    return {job.__name__: _safely(job) for job in jobs}


def keep_doing(
    stopped: Event, told: Callable[[dict[str, int]], None], apart: Mapping[str, Sequence[Job]]
) -> None:
    """Do everything every minute until stopped, what stands apart in threads of their own."""
    threads = [
        Thread(target=_again_and_again, args=(stopped, told, jobs, name), name=name)
        for name, jobs in apart.items()
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _again_and_again(
    stopped: Event, told: Callable[[dict[str, int]], None], jobs: Sequence[Job], name: str
) -> None:
    pause = PAUSES.get(name, A_MINUTE)
    while True:
        done = do(jobs)
        if pause == A_MINUTE:
            told(done)
            # Before the wait, so that no thread keeps a connection that it does not need.
            connections.close_all()
        else:
            close_old_connections()
        if stopped.wait(pause):
            return


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


# None of these waits for another: dates for a long list of files, files for a mail server.
APART: Mapping[str, Sequence[Job]] = {
    "pages": (keep_pages,),
    "dates": (keep_dates, end_consents),
    "work": (take_up_lost_tasks, take_up_facts, settle_all),
    "reminders": (look_after_waiting_steps, tell_language_teams),
    "files": (check_media_daily, forget_old_entries, forget_ended),
    "mail": (deliver_waiting,),
}


def _safely(job: Job) -> int:
    try:
        return job()
    except Exception:
        logger.exception("%s failed; it is tried again in a minute.", job.__name__)
        return 0
