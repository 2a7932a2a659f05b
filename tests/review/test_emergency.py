"""Publication without review: by emergency publishers alone, with a reason that is told."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from cms.access.models import AccessEvent

from .flow import Flow, read_form, words

pytestmark = pytest.mark.django_db


def publish(flow: Flow, who: str, reason: str = "People are in danger.") -> Any:
    address = reverse("review:emergency", args=[flow.page.pk])
    page = flow.client("emergency").get(address)
    form = read_form(BeautifulSoup(page.content, "html.parser"))
    return flow.client(who).post(address, form | {"reason": reason}, follow=True)


def test_an_emergency_publisher_publishes_with_a_reason(
    flow: Flow, django_capture_on_commit_callbacks: Any
) -> None:
    flow.save("boston-editor", title="Do not open the door", summary="Now.")
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        publish(flow, "emergency")
    assert "Do not open the door" in flow.public_text()
    assert "Published in an emergency" in flow.public_text()
    assert flow.kinds() == ["emergency", "published"]
    told = {message.to[0] for message in mail.outbox}
    assert told == {"boston-lead@example.org", "approver@example.org"}
    assert all("People are in danger." in message.body for message in mail.outbox)


def test_without_a_reason_nothing_is_published(flow: Flow) -> None:
    assert "what the emergency is" in words(publish(flow, "emergency", " "))
    assert flow.public_text() == ""


@pytest.mark.parametrize("who", ["boston-editor", "boston-lead", "staff", "approver"])
def test_nobody_else_may(flow: Flow, who: str) -> None:
    publish(flow, who)
    assert flow.public_text() == ""
    assert flow.kinds() == []


def test_a_review_under_way_ends(flow: Flow) -> None:
    flow.submit("boston-editor")
    publish(flow, "emergency")
    assert flow.page.current_workflow_state is None
    assert flow.public_text()
    assert flow.kinds() == ["submitted", "withdrawn", "emergency", "published"]


def test_a_text_that_changed_since_it_was_read_is_refused(flow: Flow) -> None:
    address = reverse("review:emergency", args=[flow.page.pk])
    old = {"revision": flow.page.latest_revision_id, "digest": "0" * 64, "reason": "Now."}
    answer = flow.client("emergency").post(address, old)
    assert "has changed since you read it" in words(answer)
    assert flow.public_text() == ""


def test_a_text_with_a_date_ahead_is_refused_with_a_sentence(flow: Flow) -> None:
    flow.save("boston-editor", go_live_at=timezone.now().strftime("2090-01-01 10:00"))
    assert "take that date out" in words(publish(flow, "emergency"))
    assert flow.public_text() == ""


def test_a_date_that_has_passed_is_in_nobodys_way(flow: Flow) -> None:
    flow.save("boston-editor", go_live_at="2020-01-01 10:00")
    publish(flow, "emergency")
    assert flow.public_text()


def test_what_readers_see_already_is_not_published_again(flow: Flow) -> None:
    publish(flow, "emergency")
    assert "Readers see this text already" in words(publish(flow, "emergency"))
    assert flow.kinds() == ["emergency", "published"]
    first = flow.page.live_revision_id
    flow.save("boston-editor", summary="A change.")
    publish(flow, "emergency")
    assert flow.kinds() == ["emergency", "published"] * 2
    said = AccessEvent.objects.filter(kind="emergency").order_by("pk")
    assert {each.actor for each in said} == {flow.user("emergency")}
    assert [(each.before, each.after) for each in said] == [
        ([], [f"#{first}"]),
        ([f"#{first}"], [f"#{flow.page.live_revision_id}"]),
    ]


def test_a_page_that_was_taken_down_is_published_again(flow: Flow) -> None:
    publish(flow, "emergency")
    flow.page.unpublish()
    assert flow.public_text() == ""
    publish(flow, "emergency")
    assert flow.public_text()


def test_an_emergency_passes_the_publish_checks_too(flow: Flow) -> None:
    page = flow.page
    page.summary = ""
    page.save_revision(clean=False)
    assert "Summary: Please write one or two sentences" in words(publish(flow, "emergency"))
    assert flow.public_text() == ""
    assert flow.kinds() == []
