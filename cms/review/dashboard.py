"""The dashboard answers what waits for me: one panel for each question, shown if it has an answer.

However many pages there are, the panels ask the database the same number of questions.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.ui.components import Component
from wagtail.models import GroupPagePermission, Page, Revision, WorkflowState

from cms.access.panels import AccountPanel
from cms.access.querysets import is_national, own_drafts
from cms.mail.models import OutgoingMail

from .downs import address_of, thing_of, waiting_for
from .messages import name_of
from .models import Heartbeat, LookAgain, PublicationSet, TakeDown
from .models.dates import LATE
from .queue import Queue
from .scheduling import refused_lately
from .subjects import drafts_of, key_in, kinds, subjects_under
from .views.base import signed_in

# Wagtail's panels that ours stand in for.
DOUBLES = frozenset({"workflow_objects_to_moderate", "user_objects_in_workflow_moderation"})
SHOWN = 30


class WaitingPanel(AccountPanel):
    """Waiting for you: texts whose step the account may take."""

    name = "waiting_for_you"
    template_name = "review/panels/waiting.html"
    order = 10

    @cached_property
    def entries(self) -> Any:
        return Queue(self.user, {}).waiting_for_me[:SHOWN]

    def content(self) -> Mapping[str, Any]:
        return {"entries": self.entries} if self.entries else {}


class AskedPanel(AccountPanel):
    """What others ask to have taken down, for whoever may."""

    name = "asked_to_take_down"
    template_name = "review/panels/asked.html"
    order = 6

    @cached_property
    def asked(self) -> list[tuple[TakeDown, str]]:
        rows = waiting_for(self.user).select_related("asked_by")[:SHOWN]
        things = [(row, thing_of(row)) for row in rows]
        return [(row, address_of(thing)) for row, thing in things if thing is not None]

    def content(self) -> Mapping[str, Any]:
        return {"asked": self.asked} if self.asked else {}


@dataclass(frozen=True)
class Sent:
    """A text that the account has submitted, and what became of it so far."""

    subject: Any
    title: str
    chapter: str
    needs_changes: bool
    reason: str
    step: str
    state_id: int


class SentPanel(AccountPanel):
    """What you sent: texts under way, and those that came back, with the reason."""

    name = "what_you_sent"
    template_name = "review/panels/sent.html"
    order = 20

    @cached_property
    def sent(self) -> list[Sent]:
        states = list(
            WorkflowState.objects.active()
            .filter(requested_by=self.user, current_task_state__isnull=False)
            .select_related(
                "current_task_state__task__content_type", "current_task_state__revision"
            )
            .defer("current_task_state__revision__content")
            .order_by("-current_task_state__started_at")[:SHOWN]
        )
        subjects = drafts_of(self.user, map(key_in, states))
        queue = Queue(self.user, {})
        return [
            _sent(state, subject, queue.territory_of(subject))
            for state in states
            if (subject := subjects.get(key_in(state))) is not None
        ]

    def content(self) -> Mapping[str, Any]:
        return {"sent": self.sent} if self.sent else {}


class ChapterPanel(AccountPanel):
    """Your chapter, in each language."""

    name = "your_chapter"
    template_name = "review/panels/chapter.html"
    order = 30

    @cached_property
    def pages(self) -> list[Page]:
        rights = GroupPagePermission.objects.filter(
            group__user=self.user, group__team__territory__isnull=False
        )
        pages = Page.objects.filter(pk__in=rights.values("page")).select_related("locale")
        return list(pages.order_by("draft_title", "path"))

    def content(self) -> Mapping[str, Any]:
        return {"pages": self.pages} if self.pages else {}


class DuePanel(AccountPanel):
    """Due for review: texts that somebody should read again by now."""

    name = "due_for_review"
    template_name = "review/panels/due.html"
    order = 40

    @cached_property
    def due(self) -> list[tuple[Any, date]]:
        dates = dict(
            LookAgain.objects.filter(on__lte=timezone.localdate()).values_list(
                "translation_key", "on"
            )
        )
        due = [
            (subject, dates[subject.translation_key])
            for model in kinds().values()
            for subject in own_drafts(model, self.user)
            .filter(translation_key__in=dates)
            .select_related("locale")
        ]
        return sorted(due, key=lambda entry: entry[1])[:SHOWN]

    def content(self) -> Mapping[str, Any]:
        return {"due": self.due} if self.due else {}


class HealthPanel(AccountPanel):
    """For staff: whether dates are kept and mails go out."""

    name = "review_health"
    template_name = "review/panels/health.html"
    order = 5

    @cached_property
    def found(self) -> dict[str, Any]:
        last_run = Heartbeat.last(Heartbeat.SCHEDULER)
        late = last_run is None or last_run + LATE < timezone.now()
        found = {
            "is_late": late,
            "refused": refused_lately(),
            "stuck_mails": OutgoingMail.objects.stuck().count(),
        }
        return found | {"last_run": last_run} if any(found.values()) else {}

    def content(self) -> Mapping[str, Any]:
        return self.found if is_national(self.user) else {}


class PromisedPanel(AccountPanel):
    """For staff: what is approved and not public yet, because of its date or its set."""

    name = "promised"
    template_name = "review/panels/promised.html"
    order = 35

    @cached_property
    def scheduled(self) -> list[tuple[Revision, Any]]:
        """The approved revisions that have a date, each with its page or record."""
        dated = Revision.objects.filter(approved_go_live_at__isnull=False).defer("content")
        revisions = list(dated.order_by("approved_go_live_at")[:SHOWN])
        subjects = subjects_under(map(key_in, revisions))
        return [(each, subjects[key_in(each)]) for each in revisions if key_in(each) in subjects]

    @cached_property
    def sets(self) -> list[PublicationSet]:
        approved = Count("members", filter=Q(members__revision__isnull=False))
        still_open = PublicationSet.objects.filter(published_at__isnull=True)
        return list(still_open.annotate(texts=Count("members"), approved=approved)[:SHOWN])

    def content(self) -> Mapping[str, Any]:
        if not is_national(self.user) or not (self.scheduled or self.sets):
            return {}
        return {"scheduled": self.scheduled, "sets": self.sets}


PANELS: tuple[type[AccountPanel], ...] = (
    HealthPanel,
    AskedPanel,
    WaitingPanel,
    SentPanel,
    ChapterPanel,
    PromisedPanel,
    DuePanel,
)


def build_dashboard(request: HttpRequest, panels: list[Component]) -> None:
    """Put our panels in place of Wagtail's about review."""
    panels[:] = [panel for panel in panels if getattr(panel, "name", "") not in DOUBLES]
    panels += [panel(signed_in(request)) for panel in PANELS]


def _sent(state: WorkflowState, subject: Any, territory: tuple[UUID, str] | None) -> Sent:
    current = state.current_task_state
    return Sent(
        subject=subject,
        title=current.revision.object_str,
        chapter=territory[1] if territory else "",
        needs_changes=state.status == WorkflowState.STATUS_NEEDS_CHANGES,
        reason=current.comment,
        step=name_of(current.task),
        state_id=current.pk,
    )
