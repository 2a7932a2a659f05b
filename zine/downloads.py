"""What readers are offered of an issue: which files, what each is for, and where it is fetched.

Only the files of current editions are offered, and only those of issues that readers can see.
A file's address holds a digest of it, so it may be kept forever; the same address without the
digest leads to whatever is current.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.languages.alternates import Alternate

from .editions.kinds import Kind
from .editions.pdf import printed_code
from .models import Artifact

FILES = "files/"
DIGEST_LENGTH = 16


@dataclass(frozen=True)
class Use:
    """What a reader can do with an issue, and the editions that are for it, by their names."""

    key: str
    title: Promise
    purpose: Promise
    kinds: Mapping[Kind, Promise]


USES: Sequence[Use] = (
    Use(
        "screen",
        _("Read it on a screen"),
        _("The pages as they are printed, marked up for screen readers."),
        {
            Kind.SCREEN_HALF_LETTER: _("PDF, half-letter pages"),
            Kind.SCREEN_A5: _("PDF, A5 pages"),
        },
    ),
    Use(
        "booklet",
        _("Print a booklet"),
        _("Print on both sides, fold the sheets once, staple the fold."),
        {
            Kind.BOOKLET_LETTER: _("Booklet for US Letter paper"),
            Kind.BOOKLET_A4: _("Booklet for A4 paper"),
        },
    ),
    Use(
        "mini",
        _("Fold one sheet"),
        _("The short version: eight small pages on one side of one sheet."),
        {
            Kind.MINI_LETTER: _("Mini zine for US Letter paper"),
            Kind.MINI_A4: _("Mini zine for A4 paper"),
        },
    ),
    Use(
        "ereader",
        _("Read it on an e-reader"),
        _("Letters as large as you need them, on a phone or an e-reader."),
        {Kind.EPUB: _("EPUB")},
    ),
    Use(
        "text",
        _("Take the words alone"),
        _("For braille displays, old devices and for passing on."),
        {Kind.TEXT: _("Plain text")},
    ),
)
USE_OF: Mapping[Kind, Use] = {kind: use for use in USES for kind in use.kinds}


@dataclass(frozen=True)
class Download:
    """A file that readers can have: its size in bytes, its pages and sheets where it has any."""

    kind: Kind
    address: str
    size: int
    pages: int
    sheets: int

    @property
    def label(self) -> Promise:
        return USE_OF[self.kind].kinds[self.kind]

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
    files: list[Download] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.files)

    @property
    def uses(self) -> list[tuple[Use, list[Download]]]:
        """The files under what they are for; nothing that has no file."""
        groups = [(use, [file for file in self.files if file.kind in use.kinds]) for use in USES]
        return [(use, files) for use, files in groups if files]

    def of(self, key: str) -> list[Download]:
        """The files for the use of that key."""
        return [file for file in self.files if USE_OF[file.kind].key == key]

    @property
    def printed(self) -> bool:
        """Whether there is anything to print and fold."""
        return bool(self.of("booklet") or self.of("mini"))

    @property
    def booklets(self) -> list[Download]:
        return self.of("booklet")

    @property
    def minis(self) -> list[Download]:
        return self.of("mini")

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
    by_kind = {Kind(artifact.kind): artifact for artifact in artifacts}
    cover = by_kind.get(Kind.COVER)
    edition = next((artifact.edition for artifact in by_kind.values()), None)
    return Editions(
        issue,
        made_at=edition.finished_at if edition else None,
        code=printed_code(edition.digest, edition.revision) if edition else "",
        cover=address_of(issue.address, cover) if cover else "",
        files=[
            Download(
                kind,
                address_of(issue.address, by_kind[kind]),
                by_kind[kind].size,
                by_kind[kind].pages,
                by_kind[kind].sheets,
            )
            for kind in USE_OF
            if kind in by_kind
        ],
    )
