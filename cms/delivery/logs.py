"""What logs say of an error that a request met: where it was, and nothing of whoever asked.

The path, the words searched for, a name that was typed, an address: each may stand in a message,
be it Django's, the database's or a library's. So while a request is answered only what stands in
the code is written: the logger, a message of our own without its values, which exceptions came
of which lines. What is logged outside of requests is written whole.
"""

import logging
import traceback
from collections.abc import Iterator
from threading import local
from typing import Any

from django.core.signals import request_finished, request_started

OWN = ("cms.", "zine.", "home.", "chapters.")
# It asks the database and the cache whether they answer, and its request says nothing.
TOLD_WHOLE = frozenset({"cms.delivery.health"})

_thread = local()


def connect() -> None:
    """Take note of when this thread answers a request."""
    request_started.connect(_begin, dispatch_uid="delivery_logs")
    request_finished.connect(_end, dispatch_uid="delivery_logs")


def _begin(**_kwargs: Any) -> None:
    _thread.answers = True


def _end(**_kwargs: Any) -> None:
    _thread.answers = False


class ReaderlessFormatter(logging.Formatter):
    """Writes records of requests without anything that came with the request.

    A record may name what kind of thing happened in ``extra={"kind": …}``, one of a few words
    that its module knows.
    """

    def format(self, record: logging.LogRecord) -> str:
        is_of_a_request = getattr(_thread, "answers", False) or hasattr(record, "request")
        if not is_of_a_request or record.name in TOLD_WHOLE:
            return super().format(record)
        return "\n".join(_lines_of(record))


def _lines_of(record: logging.LogRecord) -> Iterator[str]:
    said = str(record.msg) if record.name.startswith(OWN) else f"{record.module}:{record.lineno}"
    kind = getattr(record, "kind", "") or _status_of(record)
    yield f"{record.levelname} {record.name}: {said}{f' ({kind})' if kind else ''}"
    error = record.exc_info[1] if record.exc_info else None
    for each in reversed(list(_causes_of(error))):
        yield from (line.rstrip("\n") for line in traceback.format_tb(each.__traceback__))
        yield f"{type(each).__module__}.{type(each).__qualname__}"


def _status_of(record: logging.LogRecord) -> str:
    """The status of the answer, and the view that was asked, by their names in the code."""
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    told = (getattr(record, "status_code", ""), match.view_name if match else "")
    return " ".join(str(each) for each in told if each)


def _causes_of(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
