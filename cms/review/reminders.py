"""Steps that wait too long: reminders, and steps whose reviewers have all gone."""

import logging

from django.db import transaction
from django.utils import timezone
from wagtail.models import TaskState

from . import decisions
from .deciding import is_overdue, overdue_after
from .models import Decision, task_name_of
from .notices import tell_reviewers
from .subjects import key_in

logger = logging.getLogger(__name__)


def look_after_waiting_steps() -> int:
    """Skip steps that nobody can take any more, remind of overdue ones; return how many."""
    return sum(_look_after(state) for state in _waiting())


def _waiting() -> list[TaskState]:
    states = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, workflow_state__current_task_state__isnull=False
    )
    return list(states.select_related("workflow_state", "revision", "task"))


def _look_after(state: TaskState) -> bool:
    try:
        return decisions.skip_if_nobody_is_left(state) or _remind(state)
    except decisions.Refused:
        return False  # Decided meanwhile.
    except Exception:
        logger.exception("Step %s could not be looked after.", state.pk)
        return False


@transaction.atomic
def _remind(state: TaskState) -> bool:
    """Remind of an overdue step, once an interval."""
    if not is_overdue(state):
        return False
    decisions.lock_under(key_in(state.workflow_state))
    reminded = Decision.objects.filter(
        revision=state.revision,
        kind=Decision.Kind.REMINDED,
        step=task_name_of(state.task),
        at__gt=max(state.started_at, timezone.now() - overdue_after()),
    )
    if reminded.exists():
        return False
    Decision.about(state.revision, Decision.Kind.REMINDED, None, step=task_name_of(state.task))
    tell_reviewers(state, "review_reminder")
    return True
