"""A site behind the gate with a store of its own, and readers who ask it, in this thread."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

from cms.delivery.gate.application import Gate
from cms.delivery.gate.limits import Limits
from cms.delivery.store.addresses import Address, own_addresses
from cms.delivery.store.changes import CarryOut, Watch
from cms.delivery.store.files import PageStore
from cms.delivery.store.front import STALE, Front
from cms.delivery.store.pages import page_of
from cms.delivery.store.rendering import Renderer

HOST = "testserver"


class InThisThread(Executor):
    """Has what it is given done by the thread of the test, which has the transaction."""

    def __init__(self) -> None:
        self._asked: Queue[Callable[[], None] | None] = Queue()

    def submit(self, work: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        done: Future[Any] = Future()

        def do() -> None:
            try:
                done.set_result(work(*args, **named))
            except BaseException as error:  # noqa: BLE001 - whoever waits for it gets it
                done.set_exception(error)

        self._asked.put(do)
        return done

    def run[Result](self, main: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
        """Run a loop in a thread of its own, and do here what it asks for meanwhile."""
        with ThreadPoolExecutor(1) as loop:
            running = loop.submit(lambda: asyncio.run(main()))
            running.add_done_callback(lambda _done: self._asked.put(None))
            while (do := self._asked.get()) is not None:
                do()
            return running.result()


@dataclass(frozen=True)
class Got:
    """What a reader got; of headers, the last of a name."""

    status: int
    lines: list[tuple[bytes, bytes]]
    body: bytes

    @property
    def headers(self) -> dict[str, str]:
        return {name.decode(): value.decode("latin-1") for name, value in self.lines}


@dataclass
class Readers:
    """Readers of a site that keeps its pages below a folder; ``rendered`` is what it was asked."""

    folder: Path
    rendered: list[str] = field(default_factory=list)
    is_broken: bool = False

    def __post_init__(self) -> None:
        self.site = WSGIHandler()
        self.store = PageStore(self.folder)
        self.addresses = own_addresses()
        renderer = Renderer(self.application, self.store, self.addresses.scheme)
        self.front = Front(self.store, self.addresses, renderer)
        self.gate = Gate(self.application, lambda _environ: 0, Limits(), self.front)
        self.here = InThisThread()
        self.gate._threads = self.here  # type: ignore[assignment]
        self.watch = Watch(self.store)

    def application(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        self.rendered.append(environ["PATH_INFO"])
        if self.is_broken:
            start_response("500 Internal Server Error", [("Content-Type", "text/html")])
            return [b"broken"]
        return self.site(environ, start_response)

    def ask(
        self,
        path: str | bytes,
        method: str = "GET",
        query: bytes = b"",
        host: str | None = HOST,
        **headers: str,
    ) -> Got:
        """Ask as an ASGI server does, and wait until all that was begun has ended."""
        raw = path.encode() if isinstance(path, str) else path
        lines = [(b"host", host.encode("latin-1"))] if host is not None else []
        lines += [
            (name.replace("_", "-").encode(), each.encode()) for name, each in headers.items()
        ]
        scope = {
            "type": "http",
            "method": method,
            "path": raw.decode("utf-8", "replace"),
            "raw_path": raw,
            "query_string": query,
            "headers": lines,
            "scheme": "http",
        }
        return self.here.run(lambda: self._asked(scope))

    async def _asked(self, scope: dict[str, Any]) -> Got:
        sent: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        await self.gate(scope, receive, send)
        others = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*others, return_exceptions=True)
        start, *parts = sent
        body = b"".join(part.get("body", b"") for part in parts)
        return Got(start["status"], start["headers"], body)

    def get(self, path: str | bytes, **headers: str) -> Got:
        return self.ask(path, "GET", b"", HOST, **headers)

    def fresh(self, path: str) -> Got:
        """What the site itself answers now."""
        before, self.rendered = self.rendered, []
        front, self.gate.front = self.gate.front, None
        try:
            return self.get(path)
        finally:
            self.gate.front, self.rendered = front, before

    def address(self, path: str) -> Address:
        address = self.addresses.of_file(f"{HOST}{path}{'index.html' * path.endswith('/')}")
        assert address is not None
        return address

    def keep(self, path: str, body: bytes) -> None:
        """Have the store hold a page as if it had been rendered just now."""
        generation = self.store.generation()
        assert generation is not None
        page = page_of(generation.name, [("content-type", "text/html")], body, time.time() + 999)
        assert self.store.place(self.address(path), page) is not None

    def stored(self) -> set[str]:
        """Every file of a page that is live, below the folder of its host."""
        generation = self.store.generation()
        assert generation is not None
        root = self.folder / "g" / generation.name
        return {str(path.relative_to(root)) for path in root.rglob("*.page") if path.is_file()}

    def let_the_instant_pass(self) -> None:
        """Pages from before the last change are given no more."""
        generation = self.store.generation()
        assert generation is not None
        for name, at in generation.ended.items():
            generation.ended[name] = min(at, time.time() - STALE - 1)

    @contextmanager
    def committed(self) -> Iterator[None]:
        """What is written within is committed at the end, as far as the site can tell."""
        connection.run_on_commit = []
        try:
            yield
        finally:
            while connection.run_on_commit:
                call = connection.run_on_commit.pop(0)[1]
                # What else follows a publication takes seconds, and comes by changes of its own.
                if isinstance(call, CarryOut):
                    call()


def a_session() -> str:
    return f"{settings.SESSION_COOKIE_NAME}=0123456789abcdef"
