"""Taking down a picture or document: out of every text, and from every storage, in one act.

What readers see goes out again without it, by this act and without a review: nothing is added.
Who wrote a text and what was approved of it stays as it was. What is on its way to readers with it
is sent back; drafts lose it. It comes back by being uploaded again, and by a review.
"""

import json
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import Storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import gettext as _
from modelcluster.models import get_serializable_data_for_fields
from wagtail.models import Page, Revision, TaskState

from cms.media.models import Document, Image, MediaUse
from cms.media.readers import USED_AS
from cms.pages.references import references_in

from .deciding import why_not_take_down
from .decisions import Refused, lock_under, refuse_for
from .downs import note_done
from .models import CarriedText, Decision, SetMember, task_name_of
from .notices import tell_author
from .publication import publish_revision
from .subjects import Key, key_of, subjects_under
from .taking_out import without
from .whose import territory_of
from .written import written_as

type File = Image | Document
type Renewal = Callable[[list[int]], None]

_renewals: list[Renewal] = []


def register_file_renewal(renewal: Renewal) -> None:
    """Let another app make anew what it has made of pages, whose numbers it is given.

    It is called once the act is committed: a picture is gone of which it may have kept something.
    """
    if renewal not in _renewals:
        _renewals.append(renewal)


@transaction.atomic
def take_down_file(file: File, user: User, reason: str) -> None:
    """Take a picture or document from readers, from every text, and from every storage.

    Raises Refused, and leaves all as it was, without a reason or where it is not the account's.
    """
    refuse_for(why_not_take_down(user, territory_of(file)))
    if not reason.strip():
        raise Refused(_("Please say why it is taken down; staff will read it."))
    texts = texts_with(file)
    subjects = [lock_under(key) for key in sorted(texts)]
    shown = [each for each in subjects if each.live and _stands_in(_row_of(each), each, file)]
    note_done([file], user, reason, shown, others=len(subjects) - len(shown))
    for subject in subjects:
        _TakingOut(subject, file, user, reason).run()
    _delete(file)
    pages = [each.pk for each in subjects if isinstance(each, Page)]
    for renewal in _renewals:
        transaction.on_commit(partial(renewal, pages), robust=True)


def texts_with(file: File) -> dict[Key, Any]:
    """The pages and records that stand on a file, or of which any version ever did."""
    uses = MediaUse.objects.filter(**{USED_AS[type(file)]: file})
    kind = ContentType.objects.get_for_model(Page).pk
    keys: set[Key] = {(kind, str(pk)) for pk in uses.values_list("page", flat=True) if pk}
    records = uses.filter(record_kind__isnull=False)
    keys |= set(records.values_list("record_kind", "record_number"))
    drafts = uses.filter(revision__isnull=False)
    keys |= set(drafts.values_list("revision__base_content_type", "revision__object_id"))
    return subjects_under(keys)


class _TakingOut:
    """One page or record, locked, that loses a file."""

    def __init__(self, subject: Any, file: File, user: User, reason: str) -> None:
        self.subject, self.file, self.user, self.reason = subject, file, user, reason
        self.model = type(subject)

    def run(self) -> None:
        draft = self.subject.latest_revision
        self._send_back()
        self._lift_dates()
        self._empty_the_place_in_a_set()
        if self.subject.live:
            self._publish_without()
        if draft is not None and self._has(draft.content):
            self._save_without(draft.content)
        elif draft is not None and draft.pk != self.subject.live_revision_id:
            self._stays_the_latest(draft)

    def _send_back(self) -> None:
        """A review of a text with it: whoever submitted it is told, and submits it without."""
        review = self.subject.current_workflow_state
        step: TaskState | None = review.current_task_state if review else None
        if step is None or step.status != TaskState.STATUS_IN_PROGRESS:
            return
        if self._has(step.revision.content):
            said = self._sentence()
            kind = Decision.Kind.CHANGES_REQUESTED
            Decision.about(step.revision, kind, self.user, said, step=task_name_of(step.task))
            step.reject(user=self.user, comment=said)
            tell_author(step, "review_changes", said)

    def _lift_dates(self) -> None:
        for revision in self.subject.revisions.filter(approved_go_live_at__isnull=False):
            if self._has(revision.content):
                Decision.about(revision, Decision.Kind.WITHDRAWN, self.user, self._sentence())
                self.subject.revisions.filter(pk=revision.pk).update(approved_go_live_at=None)

    def _empty_the_place_in_a_set(self) -> None:
        for member in SetMember.objects.open_for(key_of(self.subject)).select_related("revision"):
            if member.revision is not None and self._has(member.revision.content):
                member.revision = None
                member.save(update_fields=["revision"])

    def _publish_without(self) -> None:
        """Readers get the same text without it; whose text it is does not change."""
        live = self.subject.live_revision
        content = live.content if live is not None else _row_of(self.subject)
        if not self._has(content) and not self._has(_row_of(self.subject)):
            return
        dates = dict(
            self.subject.revisions.filter(approved_go_live_at__isnull=False).values_list(
                "pk", "approved_go_live_at"
            )
        )
        made = self._save_without(content)
        if live is not None:
            written = written_as({live.pk})[live.pk]
            CarriedText.objects.create(revision=made, carries=written, source=None)
        Decision.about(made, Decision.Kind.FILE_TAKEN_OUT, self.user, self.reason)
        publish_revision(made, None, log_action="wagtail.publish")
        # Wagtail forgets every date of a page when anything of it is published.
        for number, date in dates.items():
            self.subject.revisions.filter(pk=number).update(approved_go_live_at=date)
        self.subject = lock_under(key_of(self.subject))

    def _save_without(self, content: dict[str, Any]) -> Revision:
        left = without(self.model, content, self.file)
        made: Revision = self.subject.with_content_json(left).save_revision(
            user=None, clean=False, log_action=False
        )
        return made

    def _stays_the_latest(self, draft: Revision) -> None:
        """A draft that was begun before, without the file, is still what people go on with."""
        rows = self.model._base_manager.filter(pk=self.subject.pk)  # noqa: SLF001
        rows.update(latest_revision=draft, has_unpublished_changes=True)

    def _has(self, content: dict[str, Any]) -> bool:
        return _stands_in(content, self.subject, self.file)

    def _sentence(self) -> str:
        said = _("“%(title)s” was taken down, and is in this text no more. The reason: %(reason)s")
        return said % {"title": self.file.title, "reason": self.reason}


def _stands_in(content: dict[str, Any], subject: Any, file: File) -> bool:
    return (type(file), str(file.pk)) in references_in(type(subject), content)


def _row_of(subject: Any) -> dict[str, Any]:
    """What the row says, as a revision would keep it."""
    if isinstance(subject, Page):
        return dict(subject.serializable_data())
    row = json.dumps(get_serializable_data_for_fields(subject), cls=DjangoJSONEncoder)
    return dict(json.loads(row))


def _delete(file: File) -> None:
    """Delete it with its sizes; the bytes go with the commit, before any worker has come."""
    stored = [(file.file.storage, str(file.file.name))]
    if isinstance(file, Image):
        stored += [(each.file.storage, str(each.file.name)) for each in file.renditions.all()]
    file.delete()
    transaction.on_commit(partial(_delete_stored, stored), robust=True)


def _delete_stored(stored: list[tuple[Storage, str]]) -> None:
    for storage, name in stored:
        # The worker comes by once more, for what cannot be deleted just now.
        with suppress(OSError):
            storage.delete(name)
