"""Who may decide about a text in review, and why somebody may not: the one answer to it.

Decisions, buttons, Wagtail's tasks, the queue, the dashboard, the translation desk and the mails
all ask here. A step belongs to a role (``ReviewTask.role``). It is an account's to decide where one
of its teams of that role reaches the text, and the account had no hand in the text.

A refusal is a sentence in the language of whoever asks; an empty one means that nothing is against.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import (
    GroupPagePermission,
    Page,
    Revision,
    RevisionMixin,
    Task,
    TaskState,
    WorkflowState,
)

from cms.access.models import Team
from cms.access.policy import APPROVERS, LEADS, Role, Scope
from cms.access.querysets import is_national, territories_led_by

from .brought_back import brought_back, written_between
from .models.record import Decision, task_name_of
from .subjects import Key, drafts_of, key_in, key_of
from .written import written_as

type Contributors = Callable[[Iterable[RevisionMixin]], Iterable[tuple[Key, int]]]
type Subjects = Mapping[Key, Any]

_more_contributors: list[Contributors] = []


def register_contributors(source: Contributors) -> None:
    """Let another app say who has written since readers last got a version of each text.

    It is given pages and records, and returns pairs of the key of one and an account's number.
    """
    if source not in _more_contributors:
        _more_contributors.append(source)


# What an account may do


def why_not_decide(state: TaskState, user: User) -> str:
    """Why the account may not approve or send back at this step; empty if it may."""
    return refusals([state], user, _subject_of(state.workflow_state))[state.pk]


def may_decide(state: TaskState, user: User) -> bool:
    """Whether the account may approve or send back at this step."""
    return not why_not_decide(state, user)


def refusals(states: Sequence[TaskState], user: User, subjects: Subjects) -> dict[int, str]:
    """``why_not_decide`` of many steps by their numbers, in a fixed number of queries.

    ``subjects`` are the pages and records that the steps are about; a step without is refused.
    """
    if not states:
        return {}
    own_teams = _teams({role.key for role in map(_role_of, states) if role}, user)
    hands = _hands_in(states, subjects, user)
    taken_over = _taken_over_by(user, states)
    return {
        state.pk: _why_not(
            state,
            has_hand=user.pk in hands[state.pk],
            is_theirs=user.is_active
            and (
                _reached_by(own_teams, state, subjects.get(key_in(state.workflow_state)))
                or _is_taken_over(state, taken_over)
            ),
        )
        for state in states
    }


def why_not_withdraw(review: WorkflowState, user: User) -> str:
    """Why the account may not end this review: the submitter, the leads and staff may."""
    if (
        user.pk == review.requested_by_id
        or is_national(user)
        or leads_of(review.content_object).filter(pk=user.pk).exists()
    ):
        return ""
    return _("Only who submitted it, the chapter's leads and staff may withdraw it.")


def why_not_take_over(state: TaskState, user: User) -> str:
    """Why the account may not take this step over: staff with no hand in the text, once overdue."""
    if (
        is_overdue(state)
        and is_national(user)
        and user.pk not in contributors(state)
        and not may_decide(state, user)
    ):
        return ""
    return _("Only staff who did not write the text may take over an overdue step.")


def why_not_take_down(user: User, territory: UUID | None = None) -> str:
    """Why the account may not take down what is of a chapter, or national, alone and at once."""
    leads = territory is not None and territory in territories_led_by(user)
    if user.has_perm("review.take_down") or leads:
        return ""
    return _("Only staff may take this down, and a chapter's leads what is their chapter's.")


def why_not_publish_in_emergency(user: User) -> str:
    """Why the account may not publish without review."""
    if user.has_perm("review.publish_in_emergency"):
        return ""
    return _("Only emergency publishers may publish without review.")


def why_not_confirm_redirect(proposed_by: int | None, user: User) -> str:
    """Why the account may not confirm a redirect to another site that somebody proposed."""
    if user.pk != proposed_by and approvers().filter(pk=user.pk).exists():
        return ""
    return _("An approver who did not propose it confirms a redirect.")


def why_not_make_sets(user: User) -> str:
    """Why the account may not make and publish sets."""
    return "" if is_national(user) else _("Sets are made by national staff and approvers.")


def may_read(state: TaskState, user: User) -> bool:
    """Whether the account may read a text in review: whoever may see drafts of it."""
    return bool(drafts_of(user, [key_in(state.workflow_state)]))


# How a step stands


def is_waiting(state: TaskState) -> bool:
    """Whether a step is the one at which its review waits."""
    is_current = state.workflow_state.current_task_state_id == state.pk
    return is_current and state.status == TaskState.STATUS_IN_PROGRESS


def is_overdue(state: TaskState) -> bool:
    """Whether a step has waited for longer than it should."""
    waits = state.status == TaskState.STATUS_IN_PROGRESS
    return bool(waits and state.started_at + overdue_after() <= timezone.now())


def overdue_after() -> timedelta:
    """How long a step waits before it reminds, and may be taken over."""
    return timedelta(days=settings.REVIEW_OVERDUE_DAYS)


# Whose a step is


def deciders(state: TaskState) -> QuerySet[User]:
    """The accounts that may decide at this step once it waits, but for those who took it over."""
    subject = state.workflow_state.content_object
    return reviewers_of(_role_of(state), subject).exclude(pk__in=contributors(state))


def reviewers_of(role: Role | None, subject: RevisionMixin | None) -> QuerySet[User]:
    """The accounts whose teams of a role reach a page or record, whoever wrote it."""
    reaching = [team.pk for team in _teams({role.key} if role else ()) if team.reaches(subject)]
    active = get_user_model().objects.filter(is_active=True)
    return active.filter(groups__team__in=reaching).distinct()


def leads_of(subject: RevisionMixin | None) -> QuerySet[User]:
    """The leads of the territory to which a page or record belongs, if it belongs to one."""
    return reviewers_of(LEADS, subject)


def approvers() -> QuerySet[User]:
    """The national approvers."""
    active = get_user_model().objects.filter(is_active=True)
    return active.filter(groups__team__role_key=APPROVERS.key).distinct()


def contributors(state: TaskState) -> set[int]:
    """The accounts that submitted this text or wrote in it since readers last got a version.

    Whoever wrote any of the drafts since the live version has had a hand in the text, even
    where somebody else saved last. So have those who wrote an older version that somebody brought
    back (``cms.review.brought_back``).
    """
    return _hands_in([state], _subject_of(state.workflow_state))[state.pk]


def _why_not(state: TaskState, has_hand: bool, is_theirs: bool) -> str:
    if not is_waiting(state):
        return _("Somebody has decided about this already, or it was withdrawn.")
    if has_hand:
        return _("You wrote or submitted this text; somebody else has to review it.")
    return "" if is_theirs else _("This step of review is not yours.")


def _role_of(state: TaskState) -> Role | None:
    """Whose step it is; None of a task that is not of ours."""
    task: Task = state.task
    return getattr(task.specific_class or type(task), "role", None)


def _subject_of(review: WorkflowState) -> Subjects:
    subject = review.content_object
    return {} if subject is None else {key_of(subject): subject}


# Teams


@dataclass(frozen=True)
class _ReviewTeam:
    """A team that reviews, and where."""

    pk: int
    role: Role
    locale: int | None
    territory: UUID | None
    paths: frozenset[str]

    def reaches(self, subject: Any) -> bool:
        """Whether a page or record, in its language, is the team's."""
        if subject is None or self.role.scope is Scope.SITE:
            return subject is not None
        if self.locale not in (None, subject.locale_id):
            return False
        if isinstance(subject, Page):
            return any(subject.path.startswith(path) for path in self.paths)
        return bool(self.territory == getattr(subject, "territory", None))


def _teams(roles: Collection[str], user: User | None = None) -> list[_ReviewTeam]:
    """The teams of some roles; with an account those it is in. Two queries."""
    teams = Team.objects.filter(role_key__in=roles)
    rights = GroupPagePermission.objects.filter(group__team__role_key__in=roles)
    if user is not None:
        teams, rights = teams.filter(group__user=user), rights.filter(group__user=user)
    paths: dict[int, set[str]] = defaultdict(set)
    for team, path in rights.values_list("group__team", "page__path"):
        paths[team].add(path)
    return [
        _ReviewTeam(
            pk=team.pk,
            role=team.role,
            locale=team.locale_id,
            territory=team.territory,
            paths=frozenset(paths[team.pk]),
        )
        for team in teams
    ]


def _reached_by(teams: Iterable[_ReviewTeam], state: TaskState, subject: Any) -> bool:
    role = _role_of(state)
    return any(team.role == role and team.reaches(subject) for team in teams)


# Steps that staff took over

type _TakenOver = Collection[tuple[int, str, datetime]]


def _taken_over_by(user: User, states: Sequence[TaskState]) -> _TakenOver:
    """Which steps of which revisions the account took over, and when."""
    taken = Decision.objects.filter(
        actor=user,
        kind=Decision.Kind.TAKEN_OVER,
        revision_number__in={state.revision_id for state in states},
    ).order_by()
    return list(taken.values_list("revision_number", "step", "at"))


def _is_taken_over(state: TaskState, taken_over: _TakenOver) -> bool:
    """Whether it was this step, not the same step of an earlier review of the same text."""
    step = task_name_of(state.task)
    return any(
        (number, name) == (state.revision_id, step) and at >= state.started_at
        for number, name, at in taken_over
    )


# Who had a hand in a text


def _hands_in(
    states: Sequence[TaskState], subjects: Subjects, user: User | None = None
) -> dict[int, set[int]]:
    """The accounts with a hand in each step's text, by the step; with ``user`` at most that one."""
    written = _written(subjects, user)
    others: dict[Key, set[int]] = defaultdict(set)
    for source in _more_contributors:
        for key, account in source(subjects.values()):
            others[key].add(account)
    # Facts that followed a source make a new revision of what readers had before.
    live = {key: getattr(subject, "live_revision_id", None) for key, subject in subjects.items()}
    carried = written_as(number for number in live.values() if number)
    restored = brought_back(subjects)
    found: dict[int, set[int]] = {}
    for state in states:
        key = key_in(state.workflow_state)
        last_public = carried.get(live.get(key) or 0, 0)
        people = {state.revision.user_id, state.workflow_state.requested_by_id} | others[key]
        for first, last in written_between(last_public, state.revision_id, restored[key]):
            people |= {account for number, account in written[key] if first < number <= last}
        found[state.pk] = {account for account in people if account is not None}
    return found


def _written(subjects: Subjects, user: User | None) -> dict[Key, list[tuple[int, int | None]]]:
    """The number of each draft of each subject, with who wrote it and who submitted it."""
    numbers = {number for _kind, number in subjects}
    drafts = Revision.objects.filter(object_id__in=numbers).order_by()
    submitted = Decision.objects.filter(
        kind=Decision.Kind.SUBMITTED, object_id__in=numbers
    ).order_by()
    if user is not None:
        drafts, submitted = drafts.filter(user=user), submitted.filter(actor=user)
    found: dict[Key, list[tuple[int, int | None]]] = defaultdict(list)
    for kind, number, revision, account in [
        *drafts.values_list("base_content_type", "object_id", "pk", "user"),
        *submitted.values_list("base_content_type", "object_id", "revision_number", "actor"),
    ]:
        found[kind, number].append((revision, account))
    return found
