"""What always holds: each address gives out what was approved, or nothing."""

from datetime import datetime
from typing import Any, Protocol

from django.db.models import Max
from wagtail.models import Revision

from cms.media.models import Document, Image, MediaUse
from cms.review.models import Decision, TakeDown

from .reader import NOTHING, Reader, Seen
from .subjects import PAGES, Subjects

PATHS = {"page": "/en/chapters/boston/plan/", "translation": "/es/chapters/boston/plan/"}
BOARD = "/en/plan/"
# Where words of pages are found besides: lists and the search.
ELSEWHERE = ("/en/chapters/boston/", "/en/search/?q=text")


class Looking(Protocol):
    subjects: Subjects
    reader: Reader
    gone: set[int]
    written: tuple[Any, ...]
    flow: Any

    def now(self) -> datetime: ...


def look(at: Looking) -> None:
    """Read everything that anybody without an account can read."""
    at.reader.remember_files(at.subjects.pictures, at.subjects.documents)
    board = at.reader.look(BOARD)
    seen = {name: at.reader.look(path) for name, path in PATHS.items()}
    _look_at_pages(at, seen)
    _look_at_records(at, [board, *seen.values()])
    written = _written(at)
    if written != at.written:
        at.written = written
        _look_elsewhere(at, seen)
        _look_at_files(at, seen)


def _written(at: Looking) -> tuple[Any, ...]:
    """What tells whether anything was written since; if not, no lists and files are read."""
    files = [*at.subjects.there(Image), *at.subjects.there(Document)]
    rows: tuple[type[Any], ...] = (Revision, Decision, TakeDown, MediaUse)
    last = [model.objects.aggregate(last=Max("pk"))["last"] for model in rows]
    return (*last, *((each.pk, each.file.name) for each in files), at.now().date())


def _look_at_pages(at: Looking, seen: dict[str, Seen]) -> None:
    for name in PAGES:
        words = seen[name].words if seen[name] != NOTHING else None
        at.subjects.ledgers[name].note_look(words, at.now())
        live = at.subjects[name].live_revision if words is not None else None
        if live is not None:
            assert at.subjects.words_of(live) == words, "not the version that is recorded"


def _look_at_records(at: Looking, seen: list[Seen]) -> None:
    """The board shows all three; no page shows any other number than the board's."""
    board = seen[0]
    shown = {"contact": board.phones, "person": board.roles, "identity": board.statements}
    for name, found in shown.items():
        assert len(found) <= 1, f"{name}: {found}"
        words = next(((number,) for number in found), None)
        at.subjects.ledgers[name].note_look(words, at.now())
    for each in seen:
        assert each.phones <= board.phones
        assert each.roles <= board.roles
        assert each.statements <= board.statements


def _look_elsewhere(at: Looking, seen: dict[str, Seen]) -> None:
    public = frozenset[int]().union(*(each.texts for each in seen.values()))
    for address in ELSEWHERE:
        found = at.reader.look(address)
        assert found.texts <= public, f"{address}: {found.texts}"
    for name, address in at.reader.shared.items():
        is_public = address in PATHS.values() and at.reader.look(address) != NOTHING
        if address in PATHS.values() and not is_public:
            assert not at.reader.is_shared(name), f"/share/{name} of {address}, which is gone"


def _look_at_files(at: Looking, seen: dict[str, Seen]) -> None:
    """A file is there while a page shows it; one that was taken down is there for nobody."""
    shown = frozenset[int]().union(*(each.pictures | each.documents for each in seen.values()))
    assert not shown & at.gone
    for address in at.reader.files:
        number = at.reader.number_at(address)
        assert number is None or number in shown, f"{address}: {number}"


def look_from_inside(at: Looking) -> None:
    """What was taken down is at no address for anybody, whatever they may do."""
    for address in at.reader.files:
        number = at.reader.number_at(address, at.flow.client("superuser"))
        assert number not in at.gone, f"{address}: {number}"
