"""The dashboard and the queue: what waits for whom, with counts that are right."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.review.deciding import may_decide
from cms.review.queue import Queue

from .flow import Flow, fresh, words

pytestmark = pytest.mark.django_db

HOME = reverse("wagtailadmin_home")


def panels(flow: Flow, who: str) -> str:
    return words(flow.client(who).get(HOME))


def waiting(flow: Flow, who: str) -> str:
    """What the panel says that waits for an account."""
    entries = Queue(flow.user(who), {}).waiting_for_me
    return ", ".join(entry.state.revision.object_str for entry in entries)


def test_each_role_sees_what_waits_for_it(flow: Flow) -> None:
    flow.submit("boston-editor", title="A march")
    assert "A march" in panels(flow, "boston-lead")
    assert "Waiting for you" in panels(flow, "boston-lead")
    assert "What you sent" in panels(flow, "boston-editor")
    assert "A march" not in panels(flow, "chicago-lead")
    flow.decide("boston-lead", "approve")
    assert "A march" in panels(flow, "approver")
    assert "A march" not in panels(flow, "boston-lead")


def test_what_one_wrote_does_not_wait_for_oneself(flow: Flow) -> None:
    flow.join("boston-lead-2", "leads", "boston")
    flow.save("boston-lead", summary="Mine.")
    flow.submit("boston-editor", title="A march")
    assert "A march" not in waiting(flow, "boston-lead")
    assert "A march" in waiting(flow, "boston-lead-2")


def test_the_queue_and_the_review_page_agree_on_whose_step_it_is(flow: Flow) -> None:
    flow.save("approver", summary="A hand in it.")
    flow.submit("boston-editor")
    flow.decide("boston-lead", "approve")
    for name in flow.movement.users:
        user = flow.user(name)
        waiting = {entry.state.pk for entry in Queue(user, {}).waiting_for_me}
        step = flow.state()
        assert (step.pk in waiting) == may_decide(step, user), name


def test_a_chapter_is_there_in_each_language(flow: Flow) -> None:
    soup = BeautifulSoup(flow.client("boston-lead").get(HOME).content, "html.parser")
    panel = soup.find(id="your-chapter-section") or soup.find(id="your-chapter")
    assert panel is not None
    text = panel.get_text(" ", strip=True)
    assert "English" in text
    assert "español" in text
    assert "Your chapter" not in panels(flow, "staff")


def test_wagtails_own_panels_about_review_are_gone(flow: Flow) -> None:
    flow.submit("boston-editor")
    assert "Awaiting your review" not in panels(flow, "boston-lead")
    assert "in a workflow" not in panels(flow, "boston-editor")


def test_staff_filter_the_queue_and_its_counts_are_right(flow: Flow) -> None:
    flow.submit("boston-editor", title="A march")
    everything = Queue(flow.user("staff"), {})
    for name in Queue.FILTERS:
        for value, count in everything.count_by(name):
            assert len(Queue(flow.user("staff"), {name: value}).entries) == count > 0
    narrowed = Queue(flow.user("staff"), {"territory": "Boston", "language": "en"})
    for name in Queue.FILTERS:
        for value, count in narrowed.count_by(name):
            chosen = {**narrowed.filters, name: value}
            assert len(Queue(flow.user("staff"), chosen).entries) == count
    page = flow.client("staff").get(reverse("review:queue"), {"territory": "Boston"})
    assert "A march" in words(page)
    assert "national" in words(page)


def test_the_queue_tells_age(flow: Flow) -> None:
    flow.submit("boston-editor", title="A march")
    state = flow.state()
    ages = []
    for days in (0, 2, 6):
        state.started_at -= timedelta(days=days)
        state.save()
        queue = Queue(flow.user("staff"), {})
        ages += [entry.age for entry in queue.entries if entry.state.pk == state.pk]
    assert ages == ["new", "waiting", "overdue"]


def test_a_team_sees_only_its_own_in_the_queue(flow: Flow) -> None:
    shown = words(flow.client("chicago-lead").get(reverse("review:queue")))
    assert "SECRET chicago" in shown
    assert "SECRET boston" not in shown
    assert "SECRET national" not in shown


@pytest.mark.parametrize("who", ["staff", "boston-lead", "boston-editor", "approver"])
def test_the_number_of_queries_does_not_grow(flow: Flow, who: str) -> None:
    def queries(address: str) -> int:
        flow.client(who).get(address)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert flow.client(who).get(address).status_code == 200
        return len(seen)

    # Drafts and changes of public pages, in both languages: what is asked about any kind is asked.
    for page in (flow.news, flow.translation):
        flow.submit("boston-editor", page)
    before = {address: queries(address) for address in (HOME, reverse("review:queue"))}
    for page in (flow.page, fresh(flow.movement.places["boston", "es"].news)):
        flow.submit("boston-editor", page)
        assert flow.state(page)
    for address, number in before.items():
        assert queries(address) <= number, address
