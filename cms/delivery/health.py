"""Answers for whatever watches the site: is the process alive, and can it serve readers?"""

import logging
import secrets
from collections.abc import Callable

from django.core.cache import cache
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

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
    return kept == value


# In this order: without a database, its migrations cannot be asked for.
READINESS: dict[str, Callable[[], bool]] = {
    "database": database_answers,
    "migrations": migrations_are_applied,
    "cache": cache_keeps,
}


def holds(name: str) -> bool:
    """Return whether a check passes; one that cannot be carried out does not."""
    try:
        return READINESS[name]()
    except Exception:  # Databases and caches each raise their own.
        logger.warning("Readiness: the check of %s failed.", name, exc_info=True)
        return False


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
    """Say whether readers can be served: 200, or 503 and the names of what is missing."""
    missing = [name for name in READINESS if not holds(name)]
    if missing:
        return plain(f"not ready: {', '.join(missing)}", status=503)
    return plain("ready")
