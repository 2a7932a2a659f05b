"""Every text of a page or record that readers have or may yet get, each taking the facts."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext, gettext_noop, override
from wagtail.models import Revision, WorkflowState

from cms.review.models import CarriedText, SetMember
from cms.review.publication import publish_revision
from cms.review.subjects import hold, key_of

from ..models import Freshness
from .changes import Outcome

REASON = gettext_noop("The words of revision %(words)d, with the facts of revision %(facts)d.")


class Role(StrEnum):
    """What may become of a text."""

    LIVE = "live"
    REVIEW = "review"
    SCHEDULED = "scheduled"
    HELD = "held"
    DRAFT = "draft"


@dataclass(frozen=True)
class Version:
    """A revision, and what may become of it."""

    revision: Revision
    roles: frozenset[Role]


def keep_what_readers_see(subject: Any) -> None:
    """Give a row that code has published, and nobody written in since, a revision."""
    if not subject.live or subject.live_revision_id or subject.latest_revision_id:
        return
    revision = subject.save_revision(clean=False, changed=False)
    type(subject)._base_manager.filter(pk=subject.pk).update(live_revision=revision)  # noqa: SLF001
    subject.live_revision = revision


def versions_of(subject: Any) -> list[Version]:
    """The oldest first: live, in review, scheduled, held for a set, the latest draft."""
    roles: dict[int, set[Role]] = {}

    def note(number: int | None, role: Role) -> None:
        if number:
            roles.setdefault(number, set()).add(role)

    if subject.live:
        note(subject.live_revision_id, Role.LIVE)
    state = subject.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS:
        note(state.current_task_state.revision_id, Role.REVIEW)
    for number in _dates_of(subject):
        note(number, Role.SCHEDULED)
    for number in SetMember.objects.open_for(key_of(subject)).values_list("revision", flat=True):
        note(number, Role.HELD)
    note(subject.latest_revision_id, Role.DRAFT)
    found = Revision.objects.in_bulk(roles)
    return [Version(found[number], frozenset(roles[number])) for number in sorted(found)]


def put_in_place(
    subject: Any, made: list[tuple[Version, Outcome]], source: Revision | None
) -> dict[int, Revision]:
    """Save new revisions in the places of these; publish what readers see. For a locked subject.

    Return them by the numbers of those that they take the places of. Drafts stay drafts, what was
    decided about the words stays decided, and dates, steps and sets go with the texts.
    """
    dates = _dates_of(subject)
    heirs: dict[int, Revision] = {}
    for version, outcome in made:
        # Publications change the row, of which a revision takes what is not its text.
        current = hold(key_of(subject))
        heirs[version.revision.pk] = _put(current, version, outcome, source)
    _keep_dates(subject, dates, heirs)
    return heirs


def _put(subject: Any, version: Version, outcome: Outcome, source: Revision | None) -> Revision:
    """The new revision stands where the old one stood: as old as that, and by nobody."""
    old, text = version.revision, subject.with_content_json(outcome.content)
    made: Revision = text.save_revision(user=None, clean=False)
    Revision.objects.filter(pk=made.pk).update(created_at=old.created_at)
    made = Revision.objects.get(pk=made.pk)
    with override("en"):
        reason = gettext(REASON) % {"words": old.pk, "facts": source.pk if source else 0}
    CarriedText.record(made, old, source, reason)
    Freshness.objects.filter(submitted_revision=old).update(submitted_revision=made)
    if Role.LIVE in version.roles:
        publish_revision(made, None, log_action="wagtail.publish")
    if Role.REVIEW in version.roles:
        _move_review(subject, old, made)
    if Role.HELD in version.roles:
        SetMember.objects.open_for(key_of(subject)).filter(revision=old).update(revision=made)
    return made


def _move_review(subject: Any, old: Revision, made: Revision) -> None:
    """Steps that were taken about the words, and the one that waits, are about the new text."""
    state: WorkflowState = subject.current_workflow_state
    state.task_states.filter(revision=old).update(revision=made)


def _dates_of(subject: Any) -> dict[int, datetime]:
    scheduled = subject.revisions.filter(approved_go_live_at__isnull=False)
    return dict(scheduled.values_list("pk", "approved_go_live_at"))


def _keep_dates(subject: Any, dates: dict[int, datetime], heirs: dict[int, Revision]) -> None:
    """Wagtail forgets every date of a page when anything of it is published."""
    for number, date in dates.items():
        heir = heirs.get(number)
        if heir is not None:
            subject.revisions.filter(pk=number).update(approved_go_live_at=None)
        subject.revisions.filter(pk=heir.pk if heir else number).update(approved_go_live_at=date)
