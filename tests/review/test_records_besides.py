"""Records in sets, in emergencies, on the dashboard of what is due; and taken down at once."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from cms.review.models import Decision, LookAgain, PublicationSet
from cms.review.subjects import key_of
from home.models import Person
from tests.access.movement import publish_record

from .flow import Flow, fresh, read_form, words
from .test_dates import ahead, keep_dates_later
from .test_records import kinds, person  # noqa: F401  (a fixture, to pytest)
from .test_sets import act, make_set

pytestmark = pytest.mark.django_db


def about(view: str, record: Any) -> str:
    return reverse(f"review:{view}", args=["home", record._meta.model_name, record.pk])


def named(record: Any) -> str:
    """How the form of a set names a record."""
    kind, number = key_of(record)
    return f"{kind}.{number}"


def test_a_set_publishes_pages_and_records_in_one_act(
    flow: Flow,
    person: Person,  # noqa: F811
) -> None:
    made = make_set(flow, flow.page)
    assert "Somebody" in act(flow, made, "add-record", record=named(person))
    assert "in the set" in act(flow, made, "add-record", record=named(person))
    assert "choose a record" in act(flow, made, "add-record", record="1.1")
    flow.submit_record("staff", person)
    flow.decide("approver", "approve", state=flow.state(person))
    assert kinds(person)[-1] == "held"
    assert "has not been approved yet" in act(flow, made, "publish")
    assert not fresh(person).live
    flow.submit("boston-editor")
    flow.approve()
    act(flow, made, "publish")
    assert fresh(person).live
    assert flow.public_text()
    assert not PublicationSet.objects.get().is_open


def test_a_text_that_is_gone_is_taken_out_of_its_set(
    flow: Flow,
    person: Person,  # noqa: F811
) -> None:
    made = make_set(flow)
    act(flow, made, "add-record", record=named(person))
    Person.objects.filter(pk=person.pk).delete()
    assert "has been deleted" in act(flow, made, "publish")
    act(flow, made, "remove", member=made.members.get().pk)
    assert not made.members.exists()


def test_a_record_is_published_in_an_emergency_with_a_reason(
    flow: Flow,
    person: Person,  # noqa: F811
    django_capture_on_commit_callbacks: Any,
) -> None:
    address = about("record_emergency", person)
    form = read_form(BeautifulSoup(flow.client("emergency").get(address).content, "html.parser"))
    for who, reason in (("staff", "Now."), ("approver", "Now."), ("emergency", " ")):
        flow.client(who).post(address, form | {"reason": reason})
        assert not fresh(person).live
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        flow.client("emergency").post(address, form | {"reason": "People ask for a name."})
    assert fresh(person).live
    assert kinds(person) == ["emergency", "published"]
    assert {message.to[0] for message in mail.outbox} == {"approver@example.org"}
    assert reverse("review:public_records") in mail.outbox[0].body


@pytest.mark.parametrize("who", ["approver", "staff"])
def test_staff_take_a_record_down_at_once(
    who: str,
    flow: Flow,
    person: Person,  # noqa: F811
) -> None:
    publish_record(person)
    address = about("take_down", person)
    assert str(person) in words(flow.client("approver").get(reverse("review:public_records")))
    for other in ("emergency", "boston-lead", "es-reviewer"):
        flow.client(other).post(address, {"reason": "Asked for it."})
        assert fresh(person).live
    flow.client(who).post(address, {"reason": " "})
    assert fresh(person).live
    flow.client(who).post(address, {"reason": "Asked for it."})
    assert not fresh(person).live
    told = Decision.objects.about(person).get()
    assert (told.kind, told.reason, told.actor) == (
        "taken-down",
        "Asked for it.",
        flow.user(who),
    )
    # It comes back by review alone.
    flow.submit_record("staff", person)
    assert not fresh(person).live
    flow.decide("approver", "approve", state=flow.state(person))
    assert fresh(person).live


def test_an_approver_lifts_a_date_and_readers_keep_what_they_have(
    flow: Flow,
    person: Person,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publish_record(person)
    flow.submit_record("staff", person, role="Later", go_live_at=ahead(days=2))
    flow.decide("approver", "approve", state=flow.state(person))
    address, form = about("take_down", person), {"action": "lift-date", "reason": "Not yet."}
    flow.client("emergency").post(address, form)
    assert fresh(person).scheduled_revision
    assert "Lift its date" in words(flow.client("approver").get(address))
    flow.client("approver").post(address, form)
    assert kinds(person)[-2:] == ["scheduled", "withdrawn"]
    assert keep_dates_later(monkeypatch) == 0
    person.refresh_from_db()
    assert (person.live, person.role) == (True, "A role")
    assert "has no date" in words(flow.client("approver").post(address, form))


def test_a_record_to_look_at_again_is_on_the_dashboard(
    flow: Flow,
    person: Person,  # noqa: F811
) -> None:
    address = about("record_look_again", person)
    for who in ("boston-lead", "es-translator"):
        flow.client(who).post(address, {"on": timezone.localdate().isoformat()})
        assert LookAgain.of(person) is None
    flow.client("staff").post(address, {"on": timezone.localdate().isoformat()})
    home = reverse("wagtailadmin_home")
    assert "Somebody, A role" in words(flow.client("staff").get(home))
    assert "Somebody, A role" not in words(flow.client("boston-lead").get(home))


def test_an_address_of_no_record_is_not_found(flow: Flow) -> None:
    for kind in ("standardpage", "nothing"):
        address = reverse("review:take_down", args=["home", kind, flow.page.pk])
        assert flow.client("superuser").get(address).status_code == 404
