"""A cache that is a server, or a folder, and may be away: then each process remembers by itself.

What is cached can be found out again, and what is counted (guesses at passwords) is counted in this
process's memory meanwhile: no page fails, and no door stands open. Whoever watches the site is told
(``cms.delivery.health``). The server is asked again every few seconds, so that it is used again as
soon as it is back.
"""

import logging
import time
from pickle import PicklingError
from typing import Any

from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.utils.functional import cached_property
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)

# So long nobody waits for a server again that has just not answered.
ASK_AGAIN_AFTER = 5.0
MEMORY = "while-the-cache-is-away"
MAX_ENTRIES = 20_000
# What is wrong with the call, or with what is installed, and not with the server.
OF_THE_CALLER = (ValueError, TypeError, PicklingError, ImportError)


class DegradingCache(BaseCache):
    """Django's cache of ``OPTIONS["inner"]``, a table as in ``CACHES``, while it answers."""

    # Django has a cache for each thread; what is known of its server is the process's.
    away_until: dict[str, float] = {}

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        inner = dict(params["OPTIONS"]["inner"])
        super().__init__(inner)
        self._backend = inner.pop("BACKEND")
        self._where = str(inner.pop("LOCATION", ""))
        self._params = inner
        self._memory = LocMemCache(MEMORY, {"OPTIONS": {"MAX_ENTRIES": MAX_ENTRIES}})

    @property
    def is_degraded(self) -> bool:
        return time.monotonic() < self.away_until.get(self._where, 0)

    @cached_property
    def _inner(self) -> BaseCache:
        """Made when it is asked: of a folder, that is where it fails."""
        backend: type[BaseCache] = import_string(self._backend)
        return backend(self._where, self._params)  # type: ignore[arg-type,call-arg]

    def _ask(self, name: str, *args: Any, **options: Any) -> Any:
        if not self.is_degraded:
            try:
                return getattr(self._inner, name)(*args, **options)
            except OF_THE_CALLER:
                raise
            except Exception:  # Each library raises its own.
                logger.warning("The cache does not answer.", exc_info=True)
                self.away_until[self._where] = time.monotonic() + ASK_AGAIN_AFTER
        return getattr(self._memory, name)(*args, **options)

    def add(self, *args: Any, **options: Any) -> Any:
        return self._ask("add", *args, **options)

    def get(self, *args: Any, **options: Any) -> Any:
        return self._ask("get", *args, **options)

    def set(self, *args: Any, **options: Any) -> Any:
        return self._ask("set", *args, **options)

    def touch(self, *args: Any, **options: Any) -> Any:
        return self._ask("touch", *args, **options)

    def delete(self, *args: Any, **options: Any) -> Any:
        return self._ask("delete", *args, **options)

    def get_many(self, *args: Any, **options: Any) -> Any:
        return self._ask("get_many", *args, **options)

    def set_many(self, *args: Any, **options: Any) -> Any:
        return self._ask("set_many", *args, **options)

    def delete_many(self, *args: Any, **options: Any) -> Any:
        return self._ask("delete_many", *args, **options)

    def has_key(self, *args: Any, **options: Any) -> Any:
        return self._ask("has_key", *args, **options)

    def incr(self, *args: Any, **options: Any) -> Any:
        return self._ask("incr", *args, **options)

    def clear(self) -> Any:
        return self._ask("clear")

    def close(self, **options: Any) -> None:
        try:
            if "_inner" in vars(self):
                self._inner.close(**options)
        except Exception:  # As above: and there is nothing to be closed then.
            logger.debug("The cache cannot be closed.", exc_info=True)
