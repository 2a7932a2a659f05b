"""Rendering a page for everybody: from nothing but its address, and only if it is everybody's."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from io import BytesIO
from threading import Lock
from typing import Any

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.utils import timezone
from wagtail.models import Site

from cms.delivery.gate.answers import Answer, answer_of
from cms.delivery.gate.environ import Environ, environ_of

from .addresses import Address
from .clock import holds_until
from .files import Generation, PageStore
from .pages import Page, page_of

type Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

LARGEST = 4 * 1024**2
KINDS = frozenset(
    {
        "text/html",
        "text/plain",
        "text/calendar",
        "application/xml",
        "application/atom+xml",
        "application/manifest+json",
    }
)
# These speak of one answer, or are said anew by each page of the store.
OF_ONE_ANSWER = frozenset({"content-length", "date", "connection", "vary", "cache-control"})
# What is the same whoever asks; any other says that the answer is somebody's.
KEEPING = frozenset({"", "no-cache", "public, no-cache"})
VARYING = frozenset({"", "accept-encoding"})
NAMES_OF_LANGUAGES = "wagtail_locales_display_name"
BROKEN = 500


@dataclass(frozen=True)
class Rendered:
    """What came of rendering: a page, or an answer that is not kept."""

    page: Page | None = None
    answer: Answer | None = None
    is_broken: bool = False
    database_is_away: bool = False


class Renderer:
    """Has the site render pages, and places them. Called in threads."""

    def __init__(self, application: Application, store: PageStore, scheme: str) -> None:
        self.application = application
        self.store = store
        self.scheme = scheme
        self._lock = Lock()
        self._generation = ""
        self._until = 0.0

    def render(self, address: Address) -> Rendered:
        """Render a page; place it if what is live is the same afterwards as it was before."""
        generation = self.store.generation()
        if generation is None:
            return Rendered()
        try:
            until = self._begin(generation)
        except DatabaseError:
            return Rendered(is_broken=True, database_is_away=True)
        answer = whole(answer_of(self.application, self._request(address)))
        if answer.status >= BROKEN:
            return Rendered(None, answer, is_broken=True, database_is_away=not database_answers())
        if not is_everybodys(answer):
            return Rendered(None, answer)
        headers = [(name.decode(), value.decode("latin-1")) for name, value in answer.headers]
        kept = [(name, value) for name, value in headers if name not in OF_ONE_ANSWER]
        page = page_of(generation.name, kept, answer.first, until)
        try:
            placed = self.store.place(address, page)
        except OSError:  # No room: then it is rendered each time.
            placed = None
        # What could not be placed is right for whoever asked before it ceased to be.
        return Rendered(placed or replace(page, modified=generation.second))

    def _begin(self, generation: Generation) -> float:
        """Forget what belongs to an older generation; return until when pages of this one hold."""
        with self._lock:
            if self._generation != generation.name:
                # Each process may remember these by itself.
                Site.clear_site_root_paths_cache()
                cache.delete(NAMES_OF_LANGUAGES)
                self._until = holds_until(timezone.now()).timestamp()
                self._generation = generation.name
            return self._until

    def _request(self, address: Address) -> Environ:
        """A request of nobody's: nothing that a reader has sent is in it."""
        headers = [(b"host", address.host.encode())]
        if self.scheme == "https":
            headers.append((b"x-forwarded-proto", b"https"))
        scope = {
            "method": "GET",
            "path": address.path,
            "headers": headers,
            "scheme": self.scheme,
        }
        return environ_of(scope) | {"wsgi.input": BytesIO()}


def whole(answer: Answer) -> Answer:
    """The answer with all of its body in its first part; of what is too large, as it was."""
    parts, size = [answer.first], len(answer.first)
    if not answer.goes_on or _length(answer) > LARGEST:
        return answer
    while part := answer.read():
        parts.append(part)
        size += len(part)
    answer.close()
    return Answer(answer.status, answer.headers, b"".join(parts))


def is_everybodys(answer: Answer) -> bool:
    """Whether an answer is a page that is the same for everybody who asks without a session."""
    headers = {name.decode(): value.decode("latin-1").lower() for name, value in answer.headers}
    return (
        answer.status == 200
        and not answer.goes_on
        and headers.get("content-type", "").partition(";")[0] in KINDS
        and headers.get("cache-control", "") in KEEPING
        and headers.get("vary", "") in VARYING
        and "nonce-" not in headers.get("content-security-policy", "")
        and not headers.keys() & {"set-cookie", "content-encoding", "content-range"}
    )


def is_anybodys(answer: Answer) -> bool:
    """Whether an answer that is no page may go to all who wait for it: it depends on nobody."""
    names = {name for name, _value in answer.headers}
    return not answer.goes_on and not names & {b"vary", b"set-cookie"}


def database_answers() -> bool:
    try:
        connection.ensure_connection()
        return bool(connection.is_usable())
    except DatabaseError:
        return False


def _length(answer: Answer) -> int:
    """What an answer says of its length; what says nothing may be of any."""
    for name, value in answer.headers:
        if name == b"content-length":
            return int(value)
    return LARGEST + 1
