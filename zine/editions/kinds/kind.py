"""What a kind of file says of itself, and what it is made from.

A kind has a module of its own beside this one, which says how its file is named, what readers are
told of it, how it is made of its ``Sources``, and what would be wrong with it. ``catalogue`` lists
them all.
"""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, ClassVar

from django.utils.functional import Promise

from ..document.model import Document
from ..pdf.compiler import Medium, Paper, Pdf, compile_issue
from ..problems import Problem

FAULTS_NAMED = 3
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "epub": "application/epub+zip",
    "txt": "text/plain",
    "webp": "image/webp",
}


@dataclass(frozen=True)
class Use:
    """What a reader can do with an issue; ``printed``: print it, with what the print page says."""

    key: str
    title: Promise = field(compare=False)
    purpose: Promise = field(compare=False)
    printed: bool = False


@dataclass(frozen=True)
class Artifact:
    """An edition's file; ``pages`` and ``sheets`` are 0 where there are none.

    ``remarks`` are good for the issue's editor to know; ``checks`` are what it has passed.
    """

    content: bytes
    pages: int = 0
    sheets: int = 0
    remarks: tuple[Problem, ...] = ()
    checks: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


class FaultyError(Exception):
    """A file was made and found wanting."""


class Sources:
    """What the files of one document are made from; what several need is made once.

    ``finished`` has the files that stand before in the catalogue, those that could be made.
    """

    def __init__(self, document: Document, finished: Mapping["Kind", Artifact]) -> None:
        self.document = document
        self.finished = finished
        self._made: dict[Hashable, Future[Any]] = {}

    def pages(self, paper: Paper, medium: Medium) -> Pdf:
        """Return the issue's pages on a paper. Raises what ``compile_issue`` raises."""
        return self.once((paper, medium), lambda: compile_issue(self.document, paper, medium))

    def once[T](self, name: Hashable, make: Callable[[], T]) -> T:
        """Return what ``make`` makes, or raise what it raises; under one name it is asked once."""
        if name not in self._made:
            made = self._made[name] = Future[Any]()
            try:
                made.set_result(make())
            except Exception as error:  # noqa: BLE001 - it is raised below, each time
                made.set_exception(error)
        result: T = self._made[name].result()
        return result


@dataclass(frozen=True, kw_only=True)
class Kind(ABC):
    """A kind of file that an issue is made into; no two have one name.

    ``name`` is how its files' names end and how rows and addresses name it. ``use`` and ``label``
    are for readers, who are not offered what has none. ``made_from`` is the kind whose finished
    file it is made from: where that fails, this is not made either. Without what is ``essential``
    an issue cannot be read by everyone: readers keep the edition that they have.
    """

    name: str
    use: Use | None = None
    label: Promise | str = field(default="", compare=False)
    made_from: "Kind | None" = None
    essential: bool = False

    # What its file has passed once ``faults`` finds none, in words for the issue's editor.
    checks: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def make(self, sources: Sources) -> Artifact:
        """Return the file. Raises EditionError for what the editor must mend, or WorkerError."""

    def faults(self, artifact: Artifact, sources: Sources) -> Iterable[str]:  # noqa: ARG002
        """Judge the finished bytes, not the way they were made: a sentence for each fault."""
        return ()

    def made(self, sources: Sources) -> Artifact:
        """Return the file, checked. Raises FaultyError, or what ``make`` raises."""
        artifact = self.make(sources)
        faults = " ".join(islice(self.faults(artifact, sources), FAULTS_NAMED))
        if faults:
            raise FaultyError(faults)
        return replace(artifact, checks=self.checks)

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.name.rpartition(".")[2]]
