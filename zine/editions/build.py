"""Makes an issue's editions and offers them to readers, or tells its editor why not."""

import logging
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from ..models import Artifact, Edition, ZineIssuePage
from . import pipeline, store
from .catalogue import ESSENTIAL
from .document.from_page import document_from_page
from .document.model import Document
from .problems import EditionError, Problem

logger = logging.getLogger(__name__)

# Content that could not be read has no key of its own; the issue's last failure takes its place.
UNREADABLE = "unreadable"
# Failed builds are kept for their editor; of made ones the current and one before it.
KEPT = 1


def make_editions(issue: ZineIssuePage) -> Edition | None:
    """Make what the issue's published content asks for; return its edition.

    Doing it again with the same content makes nothing. When nothing can be made, the edition that
    is current stays. Returns None for an issue that readers cannot see.
    """
    if not issue.live:
        withdraw(issue)
        return None
    try:
        document = document_from_page(issue, str(issue.live_revision_id or ""))
    except EditionError as error:
        return _unreadable(issue, error.problems)
    return _edition_of(issue, document)


def withdraw(issue: ZineIssuePage) -> None:
    """Take an issue's editions from readers, files and all."""
    keys = list(issue.editions.values_list("key", flat=True))
    issue.editions.all().delete()
    store.remove(_unused(keys))


def _edition_of(issue: ZineIssuePage, document: Document) -> Edition:
    key = store.key_of(document)
    edition, _created = Edition.objects.get_or_create(
        issue=issue,
        key=key,
        defaults={"digest": document.digest, "revision": document.revision},
    )
    if not _is_made(edition):
        try:
            _make(edition, document)
        except EditionError as error:
            _fail(edition, error.problems)
    if edition.state == Edition.State.READY:
        _offer(edition)
    return edition


def _is_made(edition: Edition) -> bool:
    """Whether making it again would change nothing."""
    worth_another_try = any(not problem.get("lasting", True) for problem in edition.problems)
    is_ready = edition.state == Edition.State.READY and not worth_another_try
    return is_ready and store.is_complete(edition.key)


def _make(edition: Edition, document: Document) -> None:
    build = pipeline.build(document)
    names = store.write(edition.key, document, build)
    problems = [
        problem.to_data() | {"kind": kind.name, "lasting": failure.lasting}
        for kind, failure in build.failures.items()
        for problem in failure.problems
    ]
    with transaction.atomic():
        edition.artifacts.all().delete()
        Artifact.objects.bulk_create(
            Artifact(
                edition=edition,
                kind=kind.name,
                file=name,
                size=len(build.artifacts[kind].content),
                pages=build.artifacts[kind].pages,
                sheets=build.artifacts[kind].sheets,
                sha256=build.artifacts[kind].sha256,
                checks=list(build.artifacts[kind].checks),
                seconds=round(build.artifacts[kind].seconds, 2),
            )
            for kind, name in names.items()
        )
        made_enough = names.keys() >= set(ESSENTIAL)
        edition.state = Edition.State.READY if made_enough else Edition.State.FAILED
        edition.problems = problems
        edition.remarks = [remark.to_data() for remark in build.remarks]
        edition.finished_at = timezone.now()
        edition.save()


def _offer(edition: Edition) -> None:
    """Move the issue's pointer to this edition, and let go of what nobody needs any more."""
    others = Edition.objects.filter(issue=edition.issue).exclude(pk=edition.pk)
    with transaction.atomic():
        others.filter(is_current=True).update(is_current=False)
        others.filter(state=Edition.State.FAILED).delete()
        Edition.objects.filter(pk=edition.pk).update(is_current=True)
        edition.is_current = True
        outdated = list(others.order_by("-finished_at")[KEPT:].values_list("pk", "key"))
        Edition.objects.filter(pk__in=[pk for pk, _key in outdated]).delete()
    store.remove(_unused(key for _pk, key in outdated))


def _unreadable(issue: ZineIssuePage, problems: Iterable[Problem]) -> Edition:
    edition, _created = Edition.objects.get_or_create(issue=issue, key=UNREADABLE)
    edition.revision = str(issue.live_revision_id or "")
    _fail(edition, problems)
    return edition


def _fail(edition: Edition, problems: Iterable[Problem]) -> None:
    edition.state = Edition.State.FAILED
    edition.problems = [problem.to_data() for problem in problems]
    edition.finished_at = timezone.now()
    edition.save()
    logger.warning("No editions of issue %s: %s", edition.issue_id, edition.problems)


def _unused(keys: Iterable[str]) -> list[str]:
    """Of these keys those that no edition has: two languages never share one, but copies may."""
    wanted = set(keys)
    return sorted(
        wanted - set(Edition.objects.filter(key__in=wanted).values_list("key", flat=True))
    )
