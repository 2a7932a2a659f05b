"""Trust: a chapter's pages of a type go out with the leads' word, until a date."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.access.models import AccessEvent
from cms.review.models import Trust

from .flow import Flow, words

pytestmark = pytest.mark.django_db


def give(flow: Flow, who: str = "staff", **values: str) -> str:
    form = {
        "territory": str(flow.movement.chapters["boston"].translation_key),
        "page_type": "home.standardpage",
        "until": (timezone.localdate() + timedelta(days=30)).isoformat(),
        **values,
    }
    return words(flow.client(who).post(reverse("review:trust"), form, follow=True))


def test_a_trusted_chapters_page_goes_out_with_a_leads_approval(flow: Flow) -> None:
    give(flow)
    flow.submit("boston-editor")
    flow.decide("boston-lead", "approve")
    assert flow.public_text()
    assert flow.kinds() == ["submitted", "approved", "skipped", "published"]
    assert "Approved by the chapter on" in flow.public_text()


def test_trust_needs_a_leads_approval(flow: Flow) -> None:
    """A lead who is alone and wrote the text: the leads' step is skipped, the staff's is not."""
    give(flow)
    flow.submit("boston-lead")
    assert flow.state().task.name == "approval by national staff"


def test_trust_is_of_one_chapter_and_one_type(flow: Flow) -> None:
    give(flow, page_type="chapters.chapterpage")
    give(flow, territory=str(flow.movement.chapters["chicago"].translation_key))
    flow.submit("boston-editor")
    flow.decide("boston-lead", "approve")
    assert flow.state().task.name == "approval by national staff"


def test_trust_ends_on_its_day(flow: Flow) -> None:
    give(flow)
    Trust.objects.update(until=timezone.localdate() - timedelta(days=1))
    flow.submit("boston-editor")
    flow.decide("boston-lead", "approve")
    assert flow.public_text() == ""


def test_trust_is_withdrawn_at_once_and_both_are_recorded(flow: Flow) -> None:
    give(flow)
    trust = Trust.objects.get()
    flow.client("staff").post(reverse("review:trust"), {"withdraw": trust.pk})
    flow.submit("boston-editor")
    flow.decide("boston-lead", "approve")
    assert flow.public_text() == ""
    events = AccessEvent.objects.filter(change__startswith="trust").order_by("pk")
    assert [(event.change, event.actor.username) for event in events if event.actor] == [
        ("trust given", "staff"),
        ("trust withdrawn", "staff"),
    ]


@pytest.mark.parametrize("who", ["boston-lead", "boston-editor", "coordinator", "es-reviewer"])
def test_only_staff_give_trust(flow: Flow, who: str) -> None:
    give(flow, who)
    assert not Trust.objects.exists()


@pytest.mark.parametrize("until", ["2020-01-01", "2999-01-01", "soon", ""])
def test_a_day_that_makes_no_sense_is_refused(flow: Flow, until: str) -> None:
    give(flow, until=until)
    assert not Trust.objects.exists()


def test_later_drafts_of_staff_do_not_ride_on_trust(flow: Flow) -> None:
    give(flow)
    flow.submit("boston-editor", summary="What was submitted.")
    flow.save("staff", summary="A stray thought.")
    flow.decide("boston-lead", "approve")
    assert "What was submitted." in flow.public_text()
