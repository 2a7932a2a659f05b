"""What answers from the store before the site is asked, and has missing pages rendered.

No reader waits while a page is made anew: for ``STALE`` seconds after a change they get the page
from before, unless something was taken down. After that they wait, all for one rendering. While the
database is away they get the newest page that there was.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any, Protocol

from cms.delivery.gate.answers import Answer
from cms.delivery.gate.bodies import RefusedError
from cms.delivery.gate.environ import Environ

from .addresses import Address, Addresses, own_addresses
from .files import Generation, PageStore
from .keeping import page_store
from .pages import Page
from .rendering import Application, Rendered, Renderer, is_anybodys

# So long, in seconds, a page from before a change may be given.
STALE = 0.7
# A database that was away is asked again after this time, by one request.
ASK_AGAIN_AFTER = 1.0
# Whoever could have an older page waits no longer for a new one.
PATIENCE = 5.0
MOST_IN_MEMORY = 16 * 1024**2


class InAThread(Protocol):
    """Has work done in a thread of the gate; raises RefusedError where too many wait for one."""

    def __call__[Result](
        self, work: Callable[[Environ], Result], environ: Environ
    ) -> Awaitable[Result]: ...


class Front:
    """Answers requests for pages, in the event loop of a process."""

    def __init__(self, store: PageStore, addresses: Addresses, renderer: Renderer) -> None:
        self.store = store
        self.addresses = addresses
        self.renderer = renderer
        self._memory = _Memory(store)
        self._under_way: dict[tuple[str, Address], asyncio.Task[Rendered]] = {}
        self._outage = _Outage()

    async def answer(self, scope: Mapping[str, Any], in_a_thread: InAThread) -> Answer | None:
        """Answer a request, or return None: then it is for the site to answer.

        Raises RefusedError where a page would have to be rendered and too many wait for a thread.
        """
        address = self.addresses.of_request(scope)
        if address is None:
            return None
        generation = self.store.generation()
        if generation is None:
            return None
        page = self._memory.find(generation, address)
        if page is not None and page.until <= time.time():
            self.store.begin(instead_of=generation.name, at=page.until)
            generation, page = self.store.generation() or generation, None
        if page is None:
            rendered = await self._missing(generation, address, in_a_thread)
            if rendered.page is None:
                return _for_all(rendered.answer, scope["method"])
            page = rendered.page
        return page.answer(scope["method"], scope["headers"])

    async def _missing(
        self, generation: Generation, address: Address, in_a_thread: InAThread
    ) -> Rendered:
        """The page, which is not there: as it was, for an instant, else as it is now."""
        last = self.store.last(address)
        if last is None:
            return await self._rendered(generation, address, in_a_thread)
        if self._outage.is_to_be_left_alone():
            return Rendered(last)
        task = asyncio.ensure_future(self._rendered(generation, address, in_a_thread))
        task.add_done_callback(_heard)
        since = time.time() - generation.ended.get(last.generation, 0)
        if 0 <= since <= STALE:
            return Rendered(last)
        try:
            rendered = await asyncio.wait_for(asyncio.shield(task), PATIENCE)
        except (RefusedError, TimeoutError):
            return Rendered(last)
        return Rendered(last) if rendered.is_broken else rendered

    async def _rendered(
        self, generation: Generation, address: Address, in_a_thread: InAThread
    ) -> Rendered:
        """Render, or wait for who renders the same page of the same generation already."""
        key = generation.name, address
        task = self._under_way.get(key)
        if task is None:
            task = asyncio.ensure_future(self._render(address, in_a_thread))
            self._under_way[key] = task
            task.add_done_callback(lambda done: self._ended(key, done))
        return await asyncio.shield(task)

    async def _render(self, address: Address, in_a_thread: InAThread) -> Rendered:
        try:
            rendered = await in_a_thread(lambda _environ: self.renderer.render(address), {})
        except BaseException:
            self._outage.nobody_knows()
            raise
        self._outage.note(is_away=rendered.database_is_away)
        return rendered

    def _ended(self, key: tuple[str, Address], task: asyncio.Task[Rendered]) -> None:
        del self._under_way[key]
        _heard(task)


class _Memory:
    """Pages of the generation that is live, as a process has read them."""

    def __init__(self, store: PageStore) -> None:
        self._store = store
        self._generation = ""
        self._pages: dict[Address, Page] = {}
        self._size = 0

    def find(self, generation: Generation, address: Address) -> Page | None:
        if generation.name != self._generation:
            self._generation, self._pages, self._size = generation.name, {}, 0
        page = self._pages.get(address)
        if page is None:
            page = self._store.find(generation.name, address)
            if page is not None and self._size + page.size <= MOST_IN_MEMORY:
                self._pages[address] = page
                self._size += page.size
        return page


class _Outage:
    """Whether the database was away when it was last asked: then one request at a time asks."""

    def __init__(self) -> None:
        self._is_away = self._is_being_asked = False
        self._ask_again_at = 0.0

    def is_to_be_left_alone(self) -> bool:
        """Whether to give what there is; who is told no has to render, and to tell what came."""
        if not self._is_away:
            return False
        if self._is_being_asked or time.monotonic() < self._ask_again_at:
            return True
        self._is_being_asked = True
        return False

    def note(self, *, is_away: bool) -> None:
        self._is_away, self._is_being_asked = is_away, False
        self._ask_again_at = time.monotonic() + ASK_AGAIN_AFTER

    def nobody_knows(self) -> None:
        self._is_being_asked = False


def _for_all(answer: Answer | None, method: str) -> Answer | None:
    """An answer that was made for nobody, for whoever asked, if it suits everybody."""
    if answer is None or not is_anybodys(answer):
        return None
    return Answer(answer.status, list(answer.headers), b"" if method == "HEAD" else answer.first)


def _heard(task: "asyncio.Future[Rendered]") -> None:
    """Nobody may be waiting for it any more, so that nobody else hears what went wrong."""
    if not task.cancelled():
        task.exception()


def page_front(application: Application) -> Front | None:
    """What the web process answers from before it asks the site; None where no page is kept.

    The code may be another than that which made the pages that are there.
    """
    store = page_store()
    if store is None:
        return None
    with suppress(OSError):
        store.begin()
    addresses = own_addresses()
    return Front(store, addresses, Renderer(application, store, addresses.scheme))
