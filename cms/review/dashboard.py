"""The dashboard answers what waits for me: one panel for each question, shown if it has an answer.

However many pages there are, the panels ask the database the same number of questions.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.ui.components import Component
from wagtail.models import GroupPagePermission, Page, WorkflowState

from cms.access.reach import is_national, own_pages
from cms.mail.models import OutgoingMail

from .models import Heartbeat, LookAgain
from .models.dates import LATE
from .queue import Queue
from .scheduling import refused_lately
from .views.base import signed_in
from .words import name_of

# Wagtail's panels that ours stand in for.
DOUBLES = frozenset({"workflow_objects_to_moderate", "user_objects_in_workflow_moderation"})
SHOWN = 30


class ReviewPanel(Component):
    """A panel about what concerns the account; without content it is not shown."""

    template_name = ""

    def __init__(self, user: User) -> None:
        self.user = user

    def content(self) -> Mapping[str, Any]:
        """The template's context; empty when there is nothing to show."""
        raise NotImplementedError

    def get_context_data(self, _parent_context: Mapping[str, Any] | None = None) -> Any:
        return dict(self.content())

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        return str(super().render_html(parent_context)) if self.shown else ""

    @cached_property
    def shown(self) -> bool:
        return bool(self.content())


class WaitingPanel(ReviewPanel):
    """Waiting for you: texts whose step the account may take."""

    name = "waiting_for_you"
    template_name = "review/panels/waiting.html"
    order = 10

    @cached_property
    def entries(self) -> Any:
        return Queue(self.user, {}).waiting_for_me[:SHOWN]

    def content(self) -> Mapping[str, Any]:
        return {"entries": self.entries} if self.entries else {}


@dataclass(frozen=True)
class Sent:
    """A text that the account has submitted, and what became of it so far."""

    page: Page
    title: str
    needs_changes: bool
    reason: str
    step: str
    state_id: int


class SentPanel(ReviewPanel):
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
        pages = (
            own_pages(self.user)
            .select_related("locale")
            .in_bulk([int(state.object_id) for state in states])
        )
        return [
            _sent(state, pages[int(state.object_id)])
            for state in states
            if int(state.object_id) in pages
        ]

    def content(self) -> Mapping[str, Any]:
        return {"sent": self.sent} if self.sent else {}


class ChapterPanel(ReviewPanel):
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


class DuePanel(ReviewPanel):
    """Due for review: pages that somebody should read again by now."""

    name = "due_for_review"
    template_name = "review/panels/due.html"
    order = 40

    @cached_property
    def due(self) -> list[tuple[Page, date]]:
        dates = dict(
            LookAgain.objects.filter(on__lte=timezone.localdate()).values_list(
                "translation_key", "on"
            )
        )
        pages = own_pages(self.user).filter(translation_key__in=dates).select_related("locale")
        due = [(page, dates[page.translation_key]) for page in pages]
        return sorted(due, key=lambda entry: entry[1])[:SHOWN]

    def content(self) -> Mapping[str, Any]:
        return {"due": self.due} if self.due else {}


class HealthPanel(ReviewPanel):
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


PANELS: tuple[type[ReviewPanel], ...] = (
    HealthPanel,
    WaitingPanel,
    SentPanel,
    ChapterPanel,
    DuePanel,
)


def build_dashboard(request: HttpRequest, panels: list[Component]) -> None:
    """Put our panels in place of Wagtail's about review."""
    panels[:] = [panel for panel in panels if getattr(panel, "name", "") not in DOUBLES]
    panels += [panel(signed_in(request)) for panel in PANELS]


def _sent(state: WorkflowState, page: Page) -> Sent:
    current = state.current_task_state
    return Sent(
        page=page,
        title=current.revision.object_str,
        needs_changes=state.status == WorkflowState.STATUS_NEEDS_CHANGES,
        reason=current.comment,
        step=name_of(current.task),
        state_id=current.pk,
    )
