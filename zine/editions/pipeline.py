"""All editions of a document, each made and held to its gates."""

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from . import imposition, validation
from .document import Document
from .epub import epub
from .fonts import missing_glyphs
from .kinds import Kind
from .mini import MINI_A4, MINI_LETTER, compile_mini
from .page_images import cover_and_spread
from .pdf import A5, HALF_LETTER, Paper, Pdf, compile_issue
from .plain_text import plain_text
from .problems import EditionError, Problem
from .sandbox import Limits, WorkerError

PROBLEMS_NAMED = 3
# Somebody waits for the check.
CHECK_LIMITS = Limits(seconds=10)


@dataclass(frozen=True)
class Artifact:
    """An edition's file; ``pages`` and ``sheets`` are 0 where there are none."""

    content: bytes
    pages: int = 0
    sheets: int = 0
    checks: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Failure:
    """Why an edition was not made. ``lasting``: trying again without a change is no use."""

    problems: tuple[Problem, ...]
    lasting: bool = True


@dataclass
class Build:
    """What came of a document: editions, failures, and remarks for its editor."""

    artifacts: dict[Kind, Artifact] = field(default_factory=dict)
    failures: dict[Kind, Failure] = field(default_factory=dict)
    remarks: list[Problem] = field(default_factory=list)


def check(document: Document) -> None:
    """Raise EditionError with what keeps the issue from being made, for its editor to mend.

    Quick enough to run before an issue is submitted for review: one compile, no imposition.
    Raises WorkerError when the machine takes too long.
    """
    problems = missing_glyphs(document)
    if problems:
        raise EditionError(problems)
    compile_issue(document, HALF_LETTER, "screen", CHECK_LIMITS)


def build(document: Document) -> Build:
    """Return all editions of a document. Raises EditionError when none can be made.

    An edition that fails its gate, or cannot be made, is a failure of its own; the others stand.
    """
    problems = missing_glyphs(document)
    if problems:
        raise EditionError(problems)
    result = Build()
    for kind, make in _makers(document, result.remarks).items():
        _attempt(kind, make, result)
    return result


class _GateError(Exception):
    """An edition was made and found wanting."""


type Made = Iterator[tuple[Kind, Artifact]]


def _makers(document: Document, remarks: list[Problem]) -> Mapping[Kind, Callable[[], Made]]:
    """Return how to make each edition; one maker may give several kinds, its own first."""
    return {
        Kind.SCREEN_HALF_LETTER: lambda: _screen(document),
        Kind.SCREEN_A5: lambda: _screen_a5(document),
        Kind.BOOKLET_LETTER: lambda: _booklet(
            document, Kind.BOOKLET_LETTER, HALF_LETTER, imposition.LETTER
        ),
        Kind.BOOKLET_A4: lambda: _booklet(document, Kind.BOOKLET_A4, A5, imposition.A4),
        Kind.MINI_LETTER: lambda: _mini(
            document, Kind.MINI_LETTER, MINI_LETTER, imposition.LETTER, remarks
        ),
        Kind.MINI_A4: lambda: _mini(document, Kind.MINI_A4, MINI_A4, imposition.A4, []),
        Kind.EPUB: lambda: _epub(document),
        Kind.TEXT: lambda: _text(document),
    }


def _attempt(kind: Kind, make: Callable[[], Made], result: Build) -> None:
    started = time.perf_counter()
    try:
        made = dict(make())
    except EditionError as error:
        result.failures[kind] = Failure(error.problems)
    except _GateError as error:
        result.failures[kind] = Failure((_because("failed_gate", error),))
    except WorkerError as error:
        result.failures[kind] = Failure((_because("failed_machine", error),), lasting=False)
    else:
        seconds = time.perf_counter() - started
        result.artifacts |= {k: replace(a, seconds=seconds) for k, a in made.items()}


def _because(code: str, error: Exception) -> Problem:
    return Problem(code, None, {"reason": str(error)})


def _passed(*found: list[str]) -> None:
    problems = [problem for problems in found for problem in problems]
    if problems:
        raise _GateError(" ".join(problems[:PROBLEMS_NAMED]))


def _accessible(document: Document, paper: Paper) -> tuple[Pdf, Artifact]:
    pdf = compile_issue(document, paper, "screen")
    _passed(
        validation.check_accessible_pdf(pdf.content),
        validation.check_page_count(pdf.content, pdf.pages),
        validation.check_folios(pdf.content, pdf.pages),
    )
    return pdf, Artifact(pdf.content, pdf.pages, checks=("PDF/UA-1", "page order"))


def _screen(document: Document) -> Made:
    pdf, artifact = _accessible(document, HALF_LETTER)
    yield Kind.SCREEN_HALF_LETTER, artifact
    cover, spread = cover_and_spread(pdf.content, pdf.pages, document.direction)
    yield Kind.COVER, Artifact(cover)
    yield Kind.SPREAD, Artifact(spread)


def _screen_a5(document: Document) -> Made:
    yield Kind.SCREEN_A5, _accessible(document, A5)[1]


def _booklet(document: Document, kind: Kind, paper: Paper, sheet: imposition.Sheet) -> Made:
    pdf = compile_issue(document, paper, "print")
    content = imposition.booklet(pdf.content, sheet, document.direction)
    _passed(validation.check_booklet(content, pdf.content, sheet, document.direction))
    sheets = len(imposition.padded(pdf.pages)) // imposition.PAGES_OF_A_SHEET
    yield kind, Artifact(content, pdf.pages, sheets, checks=("page order", "print settings"))


def _mini(
    document: Document, kind: Kind, paper: Paper, sheet: imposition.Sheet, remarks: list[Problem]
) -> Made:
    mini = compile_mini(document, paper)
    content = imposition.mini(mini.pdf.content, sheet, document.direction)
    _passed(validation.check_mini(content, mini.pdf.content, sheet, document.direction))
    if mini.left_out:
        titles = ", ".join(mini.left_out)
        remarks.append(Problem("mini_leaves_out", None, {"titles": titles}))
    yield kind, Artifact(content, mini.pdf.pages, sheets=1, checks=("page order",))


def _epub(document: Document) -> Made:
    content = epub(document)
    _passed(validation.check_epub(content))
    yield Kind.EPUB, Artifact(content, checks=("structure",))


def _text(document: Document) -> Made:
    yield Kind.TEXT, Artifact(plain_text(document).encode())
