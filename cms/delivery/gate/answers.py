"""An application's answer, ready to be sent without the thread that made it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import Any

from .environ import Environ
from .limits import KIB, MIB

# Files are read in such parts; what is shorter goes at once.
PART = 256 * KIB
IN_MEMORY = 1 * MIB


def _nothing() -> bytes:
    return b""


@dataclass
class Answer:
    """A status, headers, and a body of which the first part is there."""

    status: int
    headers: list[tuple[bytes, bytes]]
    first: bytes
    goes_on: bool = False
    read: Callable[[], bytes] = _nothing
    close: Callable[[], None] = field(default=lambda: None)

    @classmethod
    def of_text(cls, status: int, text: bytes) -> "Answer":
        headers = [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"cache-control", b"no-store"),
            (b"content-length", str(len(text)).encode()),
        ]
        return cls(status, headers, text)

    def start(self) -> dict[str, Any]:
        """What ASGI begins an answer with."""
        return {"type": "http.response.start", "status": self.status, "headers": self.headers}


def answer_of(
    application: Callable[[Environ, Callable[..., Any]], Iterable[bytes]], environ: Environ
) -> Answer:
    """Have a WSGI application answer.

    All of the answer is made now, in this thread with its connection to the database, unless it is
    a file: that is read while it is sent.
    """
    begun: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
        begun[:] = [int(status.split(" ", 1)[0]), headers]

    blocks: Any = application(environ, start_response)
    file = getattr(blocks, "file_to_stream", None)
    close = getattr(blocks, "close", None) or (lambda: None)
    if file is None:
        file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed once it is sent
        try:
            file.writelines(blocks)
        finally:
            close()
        file.seek(0)
        close = file.close
    status, headers = begun
    lines = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    answer = Answer(status, lines, file.read(PART))
    if len(answer.first) < PART:
        close()
    else:
        answer.goes_on, answer.read, answer.close = True, lambda: file.read(PART), close
    return answer
