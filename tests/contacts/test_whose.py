"""A chapter's contacts are its own people's: to write, to find, and to let texts refer to."""

import datetime

import pytest
from django.urls import reverse

from cms.contacts.models import Contact
from cms.review.models import Decision
from tests.review.flow import Flow, fresh, words

from .texts import Texts

pytestmark = pytest.mark.django_db

NEW = "617-555-0177"
LIST = "wagtailsnippets_contacts_contact:list"
CHOOSE = "wagtailsnippetchoosers_contacts_contact:choose"
PAST = datetime.date(2020, 1, 1)


def test_a_chapters_own_passes_its_leads_then_staff(flow: Flow) -> None:
    contact = flow.movement.contacts["boston"]
    flow.submit_record("boston-editor", contact, target=NEW)
    flow.decide("chicago-lead", "approve", state=flow.state(contact))
    flow.decide("approver", "approve", state=flow.state(contact))
    assert flow.state(contact).task.specific.record_name == "lead"
    flow.decide("boston-lead", "approve", state=flow.state(contact))
    assert fresh(contact).target == "617-555-0101"
    flow.decide("approver", "approve", state=flow.state(contact))
    assert fresh(contact).target == NEW
    kinds = [each.kind for each in Decision.objects.about(contact).order_by("pk")]
    assert kinds == ["submitted", "approved", "approved", "published"]


def test_a_volunteer_writes_those_of_the_own_chapter_alone(flow: Flow) -> None:
    for territory, contact in flow.movement.contacts.items():
        flow.save_record("boston-editor", contact, target=NEW)
        draft = fresh(contact).get_latest_revision_as_object()
        assert (draft.target == NEW) is (territory == "boston")
    named = words(flow.client("boston-editor").get(reverse(LIST)))
    assert "boston" in named
    assert "chicago" not in named
    assert "national" not in named


def test_a_volunteer_adds_to_the_own_chapter_and_nowhere_else(flow: Flow) -> None:
    key = {name: page.translation_key for name, page in flow.movement.chapters.items()}
    for place in ("", str(key["chicago"]), str(key["boston"])):
        made = Contact(name="A new helpline", target=NEW)
        flow.save_record("boston-editor", made, territory=place)
    assert [each.territory for each in Contact.objects.filter(name="A new helpline")] == [
        key["boston"]
    ]
    contact = flow.movement.contacts["boston"]
    flow.save_record("staff", contact, territory=str(key["chicago"]))
    assert fresh(contact).get_latest_revision_as_object().territory == key["boston"]


def test_texts_refer_to_the_movements_and_their_own(flow: Flow) -> None:
    client = flow.client("boston-editor")
    offered = words(client.get(reverse(CHOOSE)))
    assert "Helpline of boston" in offered
    assert "Helpline of national" in offered
    assert "chicago" not in offered
    chosen = "wagtailsnippetchoosers_contacts_contact:chosen"
    for territory, contact in flow.movement.contacts.items():
        answer = client.get(reverse(chosen, args=[contact.pk]))
        assert (answer.status_code == 200) is (territory != "chicago")
        line = {"contact": contact.pk, "kind": "phone", "text": "Call", "target": "", "note": ""}
        flow.save("boston-editor", body=[("contacts", _box(line))])
        draft = flow.page.get_latest_revision_as_object()
        kept = [each["contact"].pk for box in draft.body for each in box.value["contacts"]]
        assert (contact.pk in kept) is (territory != "chicago")


def _box(line: dict[str, object]) -> dict[str, object]:
    """A box of one contact, as a browser sends it."""
    item = {"deleted": "", "order": "0", "id": "", "value": line}
    return {"title": "", "contacts": {"count": "1", "0": item}}


def test_past_its_check_date_it_stands_on_the_dashboards_of_its_people(flow: Flow) -> None:
    assert "Contacts to check" not in words(flow.client("staff").get("/admin/"))
    Contact.objects.update(check_due=PAST)
    expected = {
        "boston-lead": {"boston"},
        "chicago-lead": {"chicago"},
        "staff": {"boston", "chicago", "national"},
        "es-reviewer": set(),
    }
    for who, places in expected.items():
        page = words(flow.client(who).get("/admin/"))
        told = {place for place in ("boston", "chicago", "national") if _is_told(place, page)}
        assert told == places, who


def _is_told(place: str, page: str) -> bool:
    return f"Helpline of {place}" in page.partition("Contacts to check")[2]


def test_whoever_tries_it_says_so_and_readers_see_the_day(flow: Flow, texts: Texts) -> None:
    Contact.objects.update(check_due=PAST, checked_on=PAST)
    assert "Checked on Jan. 1, 2020" in texts.shown("en")
    address = reverse("contacts:checked", args=[texts.contact.pk])
    assert flow.client("boston-lead").post(address).status_code != 200
    assert fresh(texts.contact).checked_on == PAST
    assert "617-555-0101" in words(flow.client("staff").get(address))
    flow.client("staff").post(address)
    checked = fresh(texts.contact)
    assert checked.checked_on > PAST
    assert checked.checked_by == flow.user("staff")
    assert checked.check_due > checked.checked_on
    assert "Checked on Jan. 1, 2020" not in texts.shown("en")
    # A draft that was begun before brings no old day back.
    flow.submit_record("staff", checked, target=NEW)
    flow.decide("approver", "approve", state=flow.state(checked))
    assert fresh(checked).checked_on > PAST
