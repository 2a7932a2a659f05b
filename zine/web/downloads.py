"""What readers are offered of an issue: which files, what each is for, and where it is fetched.

Only the files of current editions are offered, and only those of issues that readers can see.
A file's address holds a digest of it, so it may be kept forever; the same address without the
digest leads to whatever is current.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from django.utils.functional import Promise

from cms.languages.alternates import Alternate

from ..editions.catalogue import OFFERED, USES
from ..editions.kinds import booklet, mini, pictures
from ..editions.kinds.kind import Kind, Use
from ..editions.words import printed_code
from ..models import Artifact

FILES = "files/"
DIGEST_LENGTH = 16


@dataclass(frozen=True)
class Download:
    """A file that readers can have: its size in bytes, its pages and sheets where it has any."""

    kind: Kind
    address: str
    size: int
    pages: int
    sheets: int

    @property
    def label(self) -> Promise | str:
        return self.kind.label

    @property
    def media_type(self) -> str:
        return self.kind.media_type


@dataclass(frozen=True)
class Editions:
    """The current edition of one issue in one language, as readers are offered it.

    ``code`` is what is printed on the last page, to compare a copy with.
    """

    issue: Alternate
    made_at: datetime.datetime | None = None
    code: str = ""
    cover: str = ""
    cover_size: int = 0
    files: list[Download] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.files)

    @property
    def uses(self) -> list[tuple[Use, list[Download]]]:
        """The files under what they are for; nothing that has no file."""
        groups = [(use, self.of(use)) for use in USES]
        return [(use, files) for use, files in groups if files]

    def of(self, use: Use) -> list[Download]:
        """The files for one use."""
        return [file for file in self.files if file.kind.use == use]

    @property
    def printed(self) -> bool:
        """Whether there is anything to print and fold."""
        return any(file.kind.use and file.kind.use.printed for file in self.files)

    @property
    def booklets(self) -> list[Download]:
        return self.of(booklet.USE)

    @property
    def minis(self) -> list[Download]:
        return self.of(mini.USE)

    @property
    def pages(self) -> int:
        """How many pages the issue has where it is set as pages; 0 if it is not."""
        return next((file.pages for file in self.files if file.pages), 0)


@dataclass(frozen=True)
class Offer:
    """What there is to download of an issue in the reader's language, and in others."""

    own: Editions | None = None
    elsewhere: list[Editions] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.own or self.elsewhere)


def offer_of(issue: Alternate, versions: Iterable[Alternate]) -> Offer:
    """Return what is offered of an issue, ``versions`` being all languages that have it."""
    made = editions_of(versions)
    own = made.pop(issue.page.pk, None)
    return Offer(own or None, [editions for editions in made.values() if editions])


def editions_of(issues: Iterable[Alternate]) -> dict[int, Editions]:
    """Return what readers are offered of issues that they can see, by page id; asks once."""
    wanted = {issue.page.pk: issue for issue in issues}
    found: dict[int, list[Artifact]] = defaultdict(list)
    for artifact in current_artifacts().filter(edition__issue__in=list(wanted)):
        found[artifact.edition.issue_id].append(artifact)
    return {pk: _editions(issue, found[pk]) for pk, issue in wanted.items()}


def current_artifacts() -> Any:
    """The files of the editions that are current, with their editions."""
    return Artifact.objects.filter(edition__is_current=True).select_related("edition")


def address_of(issue_address: str, artifact: Artifact) -> str:
    """Return where exactly this file is fetched, given its issue's address."""
    digest = artifact.sha256[:DIGEST_LENGTH]
    return f"{issue_address}{FILES}{digest}/{name_of(artifact)}"


def name_of(artifact: Artifact) -> str:
    """Return the name under which a reader saves a file."""
    return PurePosixPath(str(artifact.file.name)).name


def _editions(issue: Alternate, artifacts: Iterable[Artifact]) -> Editions:
    by_name = {artifact.kind: artifact for artifact in artifacts}
    cover = by_name.get(pictures.COVER.name)
    edition = next((artifact.edition for artifact in by_name.values()), None)
    return Editions(
        issue,
        made_at=edition.finished_at if edition else None,
        code=printed_code(edition.digest, edition.revision) if edition else "",
        cover=address_of(issue.address, cover) if cover else "",
        cover_size=cover.size if cover else 0,
        files=[
            Download(kind, address_of(issue.address, file), file.size, file.pages, file.sheets)
            for kind in OFFERED
            if (file := by_name.get(kind.name))
        ],
    )
