"""Trust: a chapter's pages of a type go out with the leads' word, until a date."""

from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.users.models import UserProfile

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


@pytest.mark.parametrize("zone", ["", "Pacific/Honolulu", "Pacific/Kiritimati"])
@pytest.mark.parametrize(
    ("seconds", "holds"), [(-1, True), (0, False)], ids=["its last second", "the second after"]
)
def test_trust_holds_through_its_last_day_wherever_the_lead_is(
    flow: Flow, monkeypatch: pytest.MonkeyPatch, seconds: int, holds: bool, zone: str
) -> None:
    """Its days are the site's, not those of the account that approves."""
    last_day = timezone.localdate() + timedelta(days=1)
    give(flow, until=last_day.isoformat())
    UserProfile.objects.create(user=flow.user("boston-lead"), current_time_zone=zone)
    over = datetime.combine(last_day + timedelta(days=1), time.min, timezone.get_default_timezone())
    flow.submit("boston-editor")
    monkeypatch.setattr(timezone, "now", lambda: over + timedelta(seconds=seconds))
    flow.sign_in("staff", "superuser", "boston-lead")
    listed = words(flow.client("staff").get(reverse("review:trust")))
    assert (date_format(last_day) in listed) is holds
    flow.decide("boston-lead", "approve")
    assert bool(flow.public_text()) is holds
    if not holds:
        assert flow.state().task.name == "approval by national staff"


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


@pytest.mark.parametrize("zone", ["", "Pacific/Honolulu", "Pacific/Kiritimati"])
@pytest.mark.parametrize(
    ("days", "given"), [(-1, False), (0, True), (366, True), (367, False)], ids=str
)
def test_trust_is_given_from_today_to_one_year_ahead(
    flow: Flow, days: int, given: bool, zone: str
) -> None:
    """From the site's today: where it is another day, staff would give what is over already."""
    UserProfile.objects.create(user=flow.user("staff"), current_time_zone=zone)
    said = give(flow, until=(timezone.localdate() + timedelta(days=days)).isoformat())
    assert Trust.objects.exists() is given
    assert ("Choose a day from today to one year ahead." in said) is not given


def test_later_drafts_of_staff_do_not_ride_on_trust(flow: Flow) -> None:
    give(flow)
    flow.submit("boston-editor", summary="What was submitted.")
    flow.save("staff", summary="A stray thought.")
    flow.decide("boston-lead", "approve")
    assert "What was submitted." in flow.public_text()
