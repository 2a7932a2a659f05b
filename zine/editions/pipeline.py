"""All editions of a document, each made and checked."""

import time
from dataclasses import dataclass, field, replace

from cms.sandbox.runner import Limits, WorkerError

from .catalogue import KINDS
from .document.model import Document
from .fonts import missing_glyphs
from .kinds.kind import Artifact, FaultyError, Kind, Sources
from .pdf.compiler import HALF_LETTER, compile_issue
from .problems import EditionError, Problem

# Somebody waits for the check.
CHECK_LIMITS = Limits(seconds=10)


@dataclass(frozen=True)
class Failure:
    """Why an edition was not made. ``lasting``: trying again without a change is no use."""

    problems: tuple[Problem, ...]
    lasting: bool = True


@dataclass
class Build:
    """What came of a document: editions, and failures, of which one may have caused others."""

    artifacts: dict[Kind, Artifact] = field(default_factory=dict)
    failures: dict[Kind, Failure] = field(default_factory=dict)

    @property
    def remarks(self) -> list[Problem]:
        """What is good for the issue's editor to know."""
        return [remark for artifact in self.artifacts.values() for remark in artifact.remarks]


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

    An edition that is not valid, or cannot be made, is a failure of its own; the others stand.
    """
    problems = missing_glyphs(document)
    if problems:
        raise EditionError(problems)
    result = Build()
    sources = Sources(document, result.artifacts)
    for kind in KINDS:
        if kind.made_from is None or kind.made_from in result.artifacts:
            _attempt(kind, sources, result)
    return result


def _attempt(kind: Kind, sources: Sources, result: Build) -> None:
    started = time.perf_counter()
    try:
        made = kind.made(sources)
    except EditionError as error:
        result.failures[kind] = Failure(error.problems)
    except FaultyError as error:
        result.failures[kind] = Failure((_because("failed_gate", error),))
    except WorkerError as error:
        result.failures[kind] = Failure((_because("failed_machine", error),), lasting=False)
    else:
        result.artifacts[kind] = replace(made, seconds=time.perf_counter() - started)


def _because(code: str, error: Exception) -> Problem:
    return Problem(code, None, {"reason": str(error)})
