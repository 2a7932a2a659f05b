"""Editions as if they had been made: small files in their place, and the rows that tell of them."""

import hashlib
from collections.abc import Iterable

from django.core.files.base import ContentFile
from django.utils import timezone

from cms.media.fields import private_storage
from zine.editions.catalogue import KINDS
from zine.editions.kinds.kind import Kind
from zine.models import Artifact, Edition, ZineIssuePage


def content_of(issue: ZineIssuePage, kind: Kind, edition: str = "1") -> bytes:
    return f"{issue.number} {issue.locale.language_code} {kind.name} {edition}".encode()


def offer(issue: ZineIssuePage, kinds: Iterable[Kind] = KINDS, edition: str = "1") -> Edition:
    """Give an issue a current edition, in place of the one that it has."""
    issue.editions.update(is_current=False)
    digest = hashlib.sha256(f"{issue.pk} {edition}".encode()).hexdigest()
    made = Edition.objects.create(
        issue=issue,
        key=digest[:40],
        digest=digest,
        revision=str(issue.live_revision_id or ""),
        state=Edition.State.READY,
        is_current=True,
        finished_at=timezone.now(),
    )
    code = issue.locale.language_code
    for kind in kinds:
        content = content_of(issue, kind, edition)
        name = f"zines/{made.key}/zine-{issue.number}-{code}-{kind.name}"
        private_storage().save(name, ContentFile(content))
        Artifact.objects.create(
            edition=made,
            kind=kind.name,
            file=name,
            size=len(content),
            pages=24 if kind.name.endswith(".pdf") else 0,
            sheets=6 if kind.name.startswith("booklet") else 0,
            sha256=hashlib.sha256(content).hexdigest(),
        )
    return made
