"""Records that readers see pass the review that pages pass, whichever way somebody takes."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import LogContext
from wagtail.models import Locale

from cms.review import decisions, editor
from cms.review.models import Decision, ReviewedRecord
from cms.review.queue import Queue
from cms.review.scheduling import keep_dates
from cms.review.standing import read_digest
from home.models import Partner, Person, SiteIdentity
from tests.access.movement import publish_record

from .flow import Flow, fresh, record_form, words
from .test_dates import keep_dates_later

pytestmark = pytest.mark.django_db

OLD, NEW = "A tagline.", "What two people have read."
SCRIPT = {"X-Requested-With": "XMLHttpRequest"}
MODELS = (Person, Partner, SiteIdentity)


@pytest.fixture
def identity(flow: Flow) -> SiteIdentity:
    return SiteIdentity.objects.get(locale__language_code="en")


@pytest.fixture
def person(flow: Flow) -> Person:
    """Somebody of whom readers know nothing yet."""
    return Person.objects.create(
        name="Somebody", role="A role", locale=Locale.objects.get(language_code="en")
    )


def statement(flow: Flow) -> str:
    """What the foot of every page says of the organization."""
    return Client().get(flow.movement.homes["en"].url).text


def kinds(record: ReviewedRecord) -> list[str]:
    return [decision.kind for decision in Decision.objects.about(record).order_by("pk")]


def test_what_staff_write_is_public_once_an_approver_has_read_it(
    flow: Flow, identity: SiteIdentity
) -> None:
    before = statement(flow)
    assert flow.save_record("staff", identity, statement=NEW).status_code == 302
    for who in ("staff", "superuser"):
        flow.save_record(who, identity, statement=NEW, **{"action-publish": "1"})
    assert statement(flow) == before
    assert flow.submit_record("staff", identity, statement=NEW).status_code == 302
    assert fresh(identity).statement == "A statement."
    state = flow.state(identity)
    assert state in [entry.state for entry in Queue(flow.user("approver"), {}).waiting_for_me]
    assert identity.organization_name in words(flow.client("approver").get("/admin/"))
    for who in ("staff", "superuser", "boston-lead", "es-reviewer"):
        flow.decide(who, "approve", state=state)
    assert statement(flow) == before
    assert NEW in words(flow.client("approver").get(flow.review_address(state)))
    flow.decide("approver", "approve", state=state)
    assert NEW in statement(flow)
    identity.refresh_from_db()
    assert identity.live_revision_id == state.revision_id
    assert not identity.has_unpublished_changes
    assert kinds(identity) == ["submitted", "approved", "published"]


def test_a_new_record_is_public_with_its_approval(flow: Flow) -> None:
    flow.submit_record("staff", Person(name="Somebody", role="A role", order=1))
    made = Person.objects.get(name="Somebody")
    assert not made.live
    flow.decide("approver", "approve", state=flow.state(made))
    assert fresh(made).live


def test_a_new_record_in_another_language_goes_to_that_languages_reviewers(flow: Flow) -> None:
    """Wagtail would start the workflow of the kind of record, whatever the record's language."""
    new = Person(name="Alguien", role="Un papel", order=1)
    flow.save_record("staff", new, locale="es", **{"action-submit": "1"})
    made = Person.objects.get(name="Alguien")
    assert made.locale.language_code == "es"
    flow.decide("approver", "approve", state=flow.state(made))
    assert kinds(made) == ["submitted"]
    for who in ("es-reviewer", "approver"):
        assert not fresh(made).live
        flow.decide(who, "approve", state=flow.state(made))
    assert fresh(made).live
    assert kinds(made) == ["submitted", "approved", "approved", "published"]


def test_a_record_comes_back_goes_again_and_is_withdrawn(flow: Flow, person: Person) -> None:
    flow.submit_record("staff", person)
    flow.decide("approver", "request-changes", "Which role?", state=flow.state(person))
    edit = reverse("wagtailsnippets_home_person:edit", args=[person.pk])
    assert "Which role?" in words(flow.client("staff").get(edit))
    assert "Which role?" in words(flow.client("staff").get("/admin/"))
    flow.submit_record("staff", person, role="Organizer")
    assert flow.state(person).revision.content["role"] == "Organizer"
    flow.decide("staff", "withdraw", state=flow.state(person))
    assert kinds(person) == ["submitted", "changes-requested", "submitted", "withdrawn"]
    assert fresh(person).get_latest_revision_as_object().role == "Organizer"


def test_what_is_wrong_with_a_draft_is_said_when_it_is_submitted(flow: Flow) -> None:
    """Wagtail saves drafts as they come, and asks for a whole text in the form alone."""
    flow.save_record("staff", Person(name="Kept", role="", order=1))
    made = Person.objects.get(name="Kept")
    answer = flow.submit_record("staff", made)
    assert "This field is required." in words(answer)
    with pytest.raises(decisions.Refused, match="Role: This field cannot be blank"):
        decisions.submit(made, flow.user("staff"))
    assert kinds(made) == []


def test_a_record_rests_while_it_is_reviewed(flow: Flow, person: Person) -> None:
    flow.submit_record("staff", person)
    flow.save_record("staff", person, role="Slipped in")
    assert fresh(person).get_latest_revision_as_object().role == "A role"
    Person.objects.filter(pk=person.pk).update(locked=True, locked_by=flow.user("approver"))
    flow.decide("staff", "withdraw", state=flow.state(person))
    flow.save_record("superuser", person, role="Slipped in")
    assert fresh(person).get_latest_revision_as_object().role == "A role"


def test_a_draft_saved_while_an_approver_publishes_takes_nothing_down(
    flow: Flow, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wagtail has read that the record is not live when it asks the hook that waits."""
    flow.submit_record("staff", person)
    state = flow.state(person)
    read = decisions.Reviewed(state.revision_id, read_digest(state.revision))

    def approve_first(subject: Any) -> Any:
        if fresh(person).workflow_in_progress:
            decisions.approve(state, flow.user("approver"), read)
        return decisions.lock(subject)

    monkeypatch.setattr(editor, "lock", approve_first)
    flow.save_record("superuser", person, role="A draft")
    person.refresh_from_db()
    assert (person.live, person.role) == (True, "A role")
    assert person.get_latest_revision_as_object().role == "A draft"


def test_a_date_keeps_what_readers_see_until_then(
    flow: Flow, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The dated draft is begun before the record is public, and knows of no live version."""
    flow.submit_record("staff", person)
    first = flow.state(person)
    later = (timezone.now() + timedelta(days=2)).strftime("%Y-%m-%d %H:%M")
    flow.save_record("superuser", person, role="Later", go_live_at=later)
    flow.decide("approver", "approve", state=first)
    flow.submit_record("staff", person)
    flow.decide("approver", "approve", state=flow.state(person))
    assert kinds(person)[-1] == "scheduled"
    for number in (0, 1):
        person = fresh(person)
        assert (person.live, person.role) == (True, ("A role", "Later")[number])
        assert keep_dates() == 0
        assert keep_dates_later(monkeypatch) == 1 - number
    assert kinds(person)[-1] == "published"


@pytest.mark.parametrize("model", MODELS)
def test_no_button_leads_past_review(flow: Flow, model: Any) -> None:
    record = model.objects.order_by("pk")[0]
    page = flow.client("superuser").get(
        reverse(f"wagtailsnippets_home_{model._meta.model_name}:edit", args=[record.pk])
    )
    assert page.status_code == 200
    for name in ("action-publish", "action-unpublish", "/unpublish/", "/delete/"):
        assert name not in page.text
    assert "Submit to national staff" in words(page)


def test_whoever_may_read_the_review_sees_the_text_as_readers_will(
    flow: Flow, identity: SiteIdentity
) -> None:
    flow.submit_record("staff", identity, statement=NEW)
    address = reverse("review:text", args=[flow.state(identity).pk])
    assert NEW in flow.client("approver").get(address).text
    assert flow.client("es-translator").get(address, headers=SCRIPT).status_code == 403
    assert NEW not in statement(flow)


@pytest.mark.parametrize("model", MODELS)
def test_every_kind_of_record_has_a_preview(flow: Flow, model: Any) -> None:
    record = model.objects.order_by("pk")[0]
    address = reverse(
        f"wagtailsnippets_home_{model._meta.model_name}:preview_on_edit", args=[record.pk]
    )
    name = "organization_name" if model is SiteIdentity else "name"
    client = flow.client("staff")
    assert client.post(address, record_form(record, **{name: "Seen before"})).json()["is_valid"]
    assert "Seen before" in client.get(address, {"mode": ""}).text


def test_code_that_acts_for_somebody_writes_no_live_row(flow: Flow, identity: SiteIdentity) -> None:
    draft = identity.save_revision()
    with LogContext(user=flow.user("superuser")):
        for write in (
            identity.save,
            draft.publish,
            Partner(name="x", locale=identity.locale, live=True).save,
            lambda: identity.save(update_fields=["live"]),
        ):
            with pytest.raises(PermissionDenied):
                write()
    assert kinds(identity) == []


def test_a_copy_is_a_draft(flow: Flow) -> None:
    person = publish_record(Person(name="A", role="B", locale=Locale.get_default()))
    copy = person.copy_for_translation(Locale.objects.get(language_code="ar"))
    copy.save()
    assert (copy.live, copy.live_revision, copy.first_published_at) == (False, None, None)
