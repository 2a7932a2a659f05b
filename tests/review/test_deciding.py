"""Who may decide: one answer, which buttons, tasks, queue, desk, mails and refusals all give."""

from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import TaskState

from cms.access.models import Team
from cms.access.policy import REVIEWERS
from cms.access.reconcile import reconcile
from cms.review import decisions
from cms.review.deciding import (
    deciders,
    may_decide,
    refusals,
    why_not_decide,
    why_not_take_over,
    why_not_withdraw,
)
from cms.review.queue import Queue
from cms.review.standing import read_digest
from cms.review.subjects import key_in, subjects_under
from cms.translation.editor.rows import review_of

from .flow import Flow
from .test_flow import make_overdue

pytestmark = pytest.mark.django_db

OVER = "Somebody has decided about this already"
WROTE = "somebody else has to review it"
NOT_YOURS = "This step of review is not yours"
ROOT = Path(__file__).parents[2]


def answers(flow: Flow, state: TaskState, who: str) -> dict[str, bool]:
    """What each of those who ask says about one account."""
    user = flow.user(who)
    subject = state.workflow_state.content_object
    queue = {entry.state.pk for entry in Queue(user, {}).waiting_for_me}
    tasks = state.task.specific.get_task_states_user_can_moderate(user)
    page = BeautifulSoup(flow.client(who).get(_address(state)).content, "html.parser")
    review = review_of(subject, [], user)
    return {
        "the predicate": may_decide(state, user),
        "many at once": not refusals([state], user, _subjects(state))[state.pk],
        "the queue": state.pk in queue,
        "Wagtail's task": state in tasks,
        "the button": page.find("button", value="approve") is not None,
        "the desk": review is not None and review.may_decide,
        "the decision": _is_let(state, flow, who),
    }


def _address(state: TaskState) -> str:
    return reverse("review:review", args=[state.pk])


def _subjects(state: TaskState) -> dict[tuple[int, str], object]:
    return subjects_under([key_in(state.workflow_state)])


def _is_let(state: TaskState, flow: Flow, who: str) -> bool:
    """Whether the decision itself lets the account go on; nothing is decided."""
    read = decisions.Reviewed(state.revision_id, read_digest(state.revision))
    passed = ValueError("It got past every refusal.")
    with mock.patch.object(decisions, "_record", side_effect=passed):
        try:
            decisions.approve(state, flow.user(who), read)
        except decisions.Refused:
            return False
        except ValueError as error:
            return error is passed
    raise AssertionError("nothing was recorded")


def situations(flow: Flow) -> Iterator[TaskState]:
    """Steps of every role, and what changes about whose they are."""
    flow.join("boston-lead-2", "leads", "boston")
    flow.submit("boston-lead")
    yield flow.state()
    make_overdue(flow)
    decisions.take_over(flow.state(), flow.user("staff"), "They are away.")
    yield flow.state()
    decisions.withdraw(flow.page, flow.user("boston-lead"))
    flow.save("approver", summary="A hand in it.")
    flow.submit("boston-editor")
    flow.decide("boston-lead-2", "approve")
    yield flow.state()


def test_whoever_asks_gets_one_answer(flow: Flow) -> None:
    seen: set[tuple[str, bool]] = set()
    for state in situations(flow):
        for name in flow.movement.users:
            said = answers(flow, state, name)
            assert len(set(said.values())) == 1, (name, said)
            seen.add((str(state.task), said["the predicate"]))
    assert {answer for _step, answer in seen} == {True, False}


def test_each_refusal_says_why(flow: Flow) -> None:
    flow.submit("boston-editor")
    state = flow.state()
    assert WROTE in why_not_decide(state, flow.user("boston-editor"))
    assert NOT_YOURS in why_not_decide(state, flow.user("chicago-lead"))
    assert why_not_decide(state, flow.user("boston-lead")) == ""
    flow.decide("boston-lead", "approve")
    state.refresh_from_db()
    assert OVER in why_not_decide(state, flow.user("boston-lead"))
    assert "the submitter" not in why_not_withdraw(state.workflow_state, flow.user("staff"))
    assert "may withdraw it" in why_not_withdraw(state.workflow_state, flow.user("chicago-lead"))
    assert "overdue" in why_not_take_over(flow.state(), flow.user("staff"))


def test_who_left_decides_nothing(flow: Flow) -> None:
    flow.submit("boston-editor")
    lead = flow.user("boston-lead")
    lead.is_active = False
    lead.save()
    assert NOT_YOURS in why_not_decide(flow.state(), lead)
    assert lead not in deciders(flow.state())


def test_a_step_of_a_deleted_text_is_nobodys(flow: Flow) -> None:
    flow.submit("boston-editor")
    state, lead = flow.state(), flow.user("boston-lead")
    assert NOT_YOURS in refusals([state], lead, {})[state.pk]


def test_a_reviewer_limited_to_a_chapter_decides_there_alone(flow: Flow) -> None:
    spanish = Team.objects.get(role_key=REVIEWERS.key, locale__language_code="es", territory=None)
    boston = flow.movement.team("leads", "boston").territory
    limited = Team.objects.create(
        role_key=REVIEWERS.key,
        locale=spanish.locale,
        territory=boston,
        group=type(spanish.group).objects.create(name="limited"),
    )
    reconcile()
    user = flow.user("newcomer")
    user.groups.add(limited.group)
    flow.submit("boston-editor", flow.translation)
    state = flow.state(flow.translation)
    assert may_decide(state, user)
    assert user in deciders(state)
    limited.territory = flow.movement.team("leads", "chicago").territory
    limited.save()
    reconcile()
    assert not may_decide(state, flow.user("newcomer"))
    assert user not in deciders(state)


def test_those_who_may_decide_are_those_who_are_told(flow: Flow) -> None:
    flow.join("boston-lead-2", "leads", "boston")
    mail.outbox.clear()
    flow.submit("boston-lead")
    state = flow.state()
    may = {name for name in flow.movement.users if may_decide(state, flow.user(name))}
    named = {user.get_username() for user in deciders(state)}
    assert named == may | {"boston-lead-2"}
    assert "boston-lead" not in named


def test_many_steps_cost_what_one_does(flow: Flow) -> None:
    flow.submit("boston-editor")
    flow.submit("boston-editor", flow.news)
    wanted = [flow.state().pk, flow.state(flow.news).pk]
    related = ("workflow_state", "task__content_type", "revision")
    states = list(TaskState.objects.filter(pk__in=wanted).select_related(*related).order_by("pk"))
    user = flow.user("boston-lead")

    def queries(of: list[TaskState]) -> int:
        subjects = subjects_under(key_in(state.workflow_state) for state in of)
        with CaptureQueriesContext(connection) as seen:
            assert set(refusals(of, user, subjects).values()) == {""}
        return len(seen)

    assert queries(states[1:]) >= 3
    assert queries(states) == queries(states[1:])


def test_no_other_module_answers() -> None:
    """The words of a refusal and the rights behind one stand in one room."""
    told = {"review.take_down", "review.publish_in_emergency", "role_key=APPROVERS", NOT_YOURS}
    rooms = {
        str(path.relative_to(ROOT))
        for folder in ("cms/review", "cms/translation", "home", "chapters", "zine")
        for path in (ROOT / folder).rglob("*.py")
        if any(word in path.read_text() for word in told)
    }
    assert rooms == {"cms/review/deciding.py", "cms/review/role_rights.py"}
