"""Receiving a request's body without a thread: counted, timed, and so many at once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager, suppress
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast

from .limits import ANONYMOUS, MIB, Limits

type Message = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Awaitable[None]]

TOO_SLOW, TOO_LARGE, BUSY = 408, 413, 503
LISTENING_ON_SECONDS, LISTENING_ON_BYTES = 2.0, 8 * MIB


class RefusedError(Exception):
    """The request is answered with this status, and nothing of its body is kept."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class GoneError(Exception):
    """Whoever sent the request is not there any more."""


class Places:
    """So many bodies may be on their way at once.

    Where ``gives_way``, a new one takes the place of the one that has been on its way for longest:
    who sends a form is through in an instant, so that places fill with those who dawdle. Otherwise
    the new one is refused.
    """

    def __init__(self, number: int, *, gives_way: bool) -> None:
        self.number = number
        self.gives_way = gives_way
        self._clocks: dict[asyncio.Timeout, None] = {}

    @contextmanager
    def one(self, clock: asyncio.Timeout) -> Iterator[None]:
        """Hold a place. Raises RefusedError where there is none."""
        if len(self._clocks) >= self.number:
            if not self.gives_way:
                raise RefusedError(BUSY)
            longest = next(iter(self._clocks))
            del self._clocks[longest]
            longest.reschedule(asyncio.get_running_loop().time())
        self._clocks[clock] = None
        try:
            yield
        finally:
            self._clocks.pop(clock, None)

    def holds(self, clock: asyncio.Timeout) -> bool:
        """Whether the place is still there: a clock that ran out is not to be set again."""
        return clock in self._clocks


async def received(receive: Receive, most: int, places: Places, limits: Limits) -> BinaryIO:
    """Return the body, at its beginning.

    Raises RefusedError for one that is too large, too slow, or for which there is no place; and
    GoneError where it does not come to its end.
    """
    body = cast(BinaryIO, SpooledTemporaryFile(max_size=ANONYMOUS))  # noqa: SIM115 - it is returned
    began = asyncio.get_running_loop().time()
    try:
        async with asyncio.timeout_at(began + limits.patience) as clock:
            with places.one(clock):
                async for size in _copied(receive, body, most):
                    if places.holds(clock):
                        clock.reschedule(began + limits.patience + size / limits.slowest)
        body.seek(0)
    except TimeoutError as error:
        body.close()
        raise RefusedError(TOO_SLOW) from error
    except OSError as error:  # No room on the disk.
        body.close()
        raise RefusedError(BUSY) from error
    except BaseException:
        body.close()
        raise
    return body


async def _copied(receive: Receive, body: BinaryIO, most: int) -> AsyncIterator[int]:
    """Copy the body part by part, and say each time how much of it is there."""
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise GoneError
        part = message.get("body", b"")
        size += len(part)
        if size > most:
            raise RefusedError(TOO_LARGE)
        body.write(part)
        more = message.get("more_body", False)
        yield size


async def listen_on(receive: Receive) -> None:
    """Let a refused body run on for a moment: who is hung up on while sending reads no answer."""
    size = 0
    with suppress(TimeoutError):
        async with asyncio.timeout(LISTENING_ON_SECONDS):
            while size < LISTENING_ON_BYTES:
                message = await receive()
                size += len(message.get("body", b""))
                if not message.get("more_body", False):
                    return
