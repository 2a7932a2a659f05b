"""The gate: an ASGI application that has a WSGI application answer, in so many threads."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any, BinaryIO, Protocol

from .answers import Answer, answer_of
from .bodies import (
    BUSY,
    TOO_LARGE,
    GoneError,
    Places,
    Receive,
    RefusedError,
    Send,
    listen_on,
    received,
)
from .environ import Environ, environ_of
from .limits import ANONYMOUS, Limits

type Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class Front(Protocol):
    """Answers some requests by itself, and has work done in the gate's threads for it."""

    async def answer(
        self, scope: dict[str, Any], in_a_thread: Callable[..., Awaitable[Any]]
    ) -> Answer | None:
        """Return the answer, or None: then the application is asked. May raise RefusedError."""


# In the environ of a request whose body was refused: with which status it is to be answered.
REFUSED = "cms.refused"
# What is told without a thread: where there is none, or nobody waits for more.
SENTENCES = {
    408: b"The request took too long to arrive.\n",
    500: b"Something is broken. Please come back in a few minutes.\n",
    503: b"The site is busy. Please try again in a minute.\n",
}


class Gate:
    """Receives requests whole, within limits, and has each answered by a thread then.

    ``most_bytes`` says how much a request may send that wants to send more than anybody may; it
    runs in a thread, for it may ask the database. ``front`` answers what it can before the
    application is asked.
    """

    def __init__(
        self,
        application: Application,
        most_bytes: Callable[[Environ], int],
        limits: Limits,
        front: Front | None = None,
    ) -> None:
        self.front = front
        self.application = application
        self.most_bytes = most_bytes
        self.limits = limits
        self._small = Places(limits.small_bodies, gives_way=True)
        self._large = Places(limits.large_bodies, gives_way=False)
        self._threads = ThreadPoolExecutor(limits.threads, "web")
        # Reads parts of files for those who are slow to take them; asks no database.
        self._files = ThreadPoolExecutor(2, "files")
        self._taken = 0

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        environ: Environ = {"REQUEST_METHOD": scope["method"]}
        try:
            if self.front is not None:
                answer = await self.front.answer(scope, self._in_a_thread)
                if answer is not None:
                    await self._give(environ, answer, receive, send)
                    return
            environ = environ_of(scope)
            with await self._body(environ, receive) as body:
                environ["wsgi.input"] = body
                answer = await self._in_a_thread(self._answer, environ)
                await self._give(environ, answer, receive, send)
        except RefusedError as refusal:
            await self._refuse(environ, refusal.status, receive, send)
        except GoneError:
            return

    async def _body(self, environ: Environ, receive: Receive) -> BinaryIO:
        """Return the request's body. Raises RefusedError before anything of it is read or kept."""
        is_chunked = "HTTP_TRANSFER_ENCODING" in environ
        length = int(environ.get("CONTENT_LENGTH") or 0)
        if not is_chunked and not length:
            return BytesIO()
        most, places = ANONYMOUS, self._small
        if (is_chunked or length > most) and "HTTP_COOKIE" in environ:
            most = await self._in_a_thread(self.most_bytes, environ)
            places = self._large if most > ANONYMOUS else self._small
        if length > most:
            raise RefusedError(TOO_LARGE)
        body = await received(receive, most, places, self.limits)
        if environ.pop("HTTP_TRANSFER_ENCODING", None):
            environ["CONTENT_LENGTH"] = str(body.seek(0, 2))
            body.seek(0)
        return body

    async def _in_a_thread[Result](
        self, work: Callable[[Environ], Result], environ: Environ
    ) -> Result:
        """Raises RefusedError where too many wait for a thread already."""
        if self._taken >= self.limits.threads + self.limits.waiting:
            raise RefusedError(BUSY)
        self._taken += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._threads, work, environ)
        finally:
            self._taken -= 1

    def _answer(self, environ: Environ) -> Answer:
        return answer_of(self.application, environ)

    async def _give(self, environ: Environ, answer: Answer, receive: Receive, send: Send) -> None:
        """Send an answer, at whatever pace whoever asked takes it; no thread waits for them."""
        loop = asyncio.get_running_loop()
        try:
            await send(answer.start())
            part, more = answer.first, answer.goes_on and environ["REQUEST_METHOD"] != "HEAD"
            gone = asyncio.ensure_future(_until_gone(receive)) if more else None
            try:
                while more and gone is not None and not gone.done():
                    async with asyncio.timeout(self.limits.reading):
                        await send({"type": "http.response.body", "body": part, "more_body": True})
                    part = await loop.run_in_executor(self._files, answer.read)
                    more = bool(part)
                await send({"type": "http.response.body", "body": part})
            finally:
                if gone is not None:
                    gone.cancel()
        except TimeoutError:
            return
        finally:
            if answer.goes_on:
                await loop.run_in_executor(self._files, answer.close)

    async def _refuse(self, environ: Environ, status: int, receive: Receive, send: Send) -> None:
        """Answer a refused request; what is too large, with a page that says so."""
        answer = Answer.of_text(status, SENTENCES.get(status, SENTENCES[BUSY]))
        if status == TOO_LARGE:
            environ |= {REFUSED: status, "CONTENT_LENGTH": "0", "wsgi.input": BytesIO()}
            environ.pop("HTTP_TRANSFER_ENCODING", None)
            try:
                answer = await self._in_a_thread(self._answer, environ)
            except RefusedError:
                answer = Answer.of_text(status, b"This is too large.\n")
        answer.headers.append((b"connection", b"close"))
        await self._give(environ, answer, receive, send)
        await listen_on(receive)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
