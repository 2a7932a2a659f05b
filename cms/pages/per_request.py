"""What one response needs in many places is fetched once for it."""

from collections.abc import Callable
from typing import Any, cast

from django.template.context import Context


def once_per_request[T](context: Context, key: str, make: Callable[[], T]) -> T:
    """Return ``make()``, made at most once for the request in ``context``.

    Without a request in the context there is nowhere to keep it, so it is made anew.
    """
    request = context.get("request")
    if request is None:
        return make()
    kept: dict[str, Any] = request.__dict__.setdefault("_once_per_request", {})
    if key not in kept:
        kept[key] = make()
    return cast(T, kept[key])
