"""Answers for whatever watches the site: is the process alive, and is all there that it needs?"""

import logging
import secrets
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from shutil import disk_usage
from tempfile import TemporaryFile

from django.core.cache import cache
from django.core.files.storage import FileSystemStorage, storages
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

from cms.review.models import Heartbeat

logger = logging.getLogger(__name__)


def database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def migrations_are_applied() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def cache_keeps() -> bool:
    key, value = f"readyz-{secrets.token_hex(8)}", secrets.token_hex(8)
    cache.set(key, value, timeout=10)
    kept: object = cache.get(key)
    cache.delete(key)
    return kept == value and not getattr(cache, "is_degraded", False)


def media_can_be_written() -> bool:
    """Whether files can be kept, with some room left: a folder that is full tells nobody."""
    for alias in ("default", "private"):
        storage = storages[alias]
        if isinstance(storage, FileSystemStorage):
            folder = Path(storage.location)
            folder.mkdir(parents=True, exist_ok=True)
            with TemporaryFile(dir=folder) as file:
                file.write(b"0" * KIB)
                file.flush()
            if disk_usage(folder).free < LEAST_ROOM:
                return False
    return True


def tasks_are_taken() -> bool:
    """Whether no task has waited for a worker for so long that there may be none."""
    waiting = DBTaskResult.objects.ready().filter(enqueued_at__lt=timezone.now() - WAITED_LONG)
    return not waiting.exists()


def the_scheduler_runs() -> bool:
    """Whether it ran just now; it has still to begin where it never did."""
    last = Heartbeat.last(Heartbeat.SCHEDULER)
    return last is None or last > timezone.now() - SILENT_LONG


KIB = 1024
LEAST_ROOM = 64 * KIB**2
# Making a zine takes a minute; many in a row, some.
WAITED_LONG = timedelta(minutes=15)
SILENT_LONG = timedelta(minutes=10)
# In this order: without a database, the last ones cannot be asked for.
READINESS: dict[str, Callable[[], bool]] = {
    "database": database_answers,
    "migrations": migrations_are_applied,
    "cache": cache_keeps,
    "media": media_can_be_written,
    "queue": tasks_are_taken,
    "scheduler": the_scheduler_runs,
}
KEPT_IN_THE_DATABASE = ("queue", "scheduler")


def holds(name: str) -> bool:
    """Return whether a check passes; one that cannot be carried out does not."""
    try:
        return READINESS[name]()
    except Exception:  # Databases and caches each raise their own.
        logger.warning("Readiness: the check of %s failed.", name, exc_info=True)
        return False


def what_is_missing(names: Iterable[str]) -> list[str]:
    """The names of checks that do not pass; of a database that is away nothing more is asked."""
    missing: list[str] = []
    for name in names:
        if "database" in missing and name in KEPT_IN_THE_DATABASE:
            continue
        if not holds(name):
            missing.append(name)
    return missing


def plain(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8", status=status)


@transaction.non_atomic_requests
@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Say that the process answers; touches nothing else, so that it is not restarted in vain."""
    return plain("ok")


@transaction.non_atomic_requests
@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Say whether all is there that the site needs: 200, or 503 and what is missing."""
    missing = what_is_missing(READINESS)
    if missing:
        return plain(f"not ready: {', '.join(missing)}", status=503)
    return plain("ready")
