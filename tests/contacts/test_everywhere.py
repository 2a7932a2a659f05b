"""A contact is corrected once, and stands everywhere; nobody corrects it alone."""

from typing import Any

import pytest
from bs4 import BeautifulSoup

from cms.contacts.models import Contact
from cms.review.standing import kept_digest, read_digest
from cms.review.taking_down import take_down_record
from tests.review.flow import Flow, fresh
from zine.editions.kinds import mini, screen, text

from .texts import LANGUAGES, Texts, found

pytestmark = pytest.mark.django_db

OLD, NEW = "617-555-0101", "617-555-0177"
OLD_DIGITS, NEW_DIGITS = "6175550101", "6175550177"


def correct(flow: Flow, contact: Contact, who: str = "staff", number: str = NEW) -> Any:
    return flow.submit_record(who, contact, target=number)


@pytest.fixture
def corrected(flow: Flow, texts: Texts, django_capture_on_commit_callbacks: Any) -> Texts:
    """One review, by two people."""
    correct(flow, texts.contact)
    assert all(OLD in texts.shown(code) and NEW not in texts.shown(code) for code in LANGUAGES)
    with django_capture_on_commit_callbacks(execute=True):
        flow.decide("approver", "approve", state=flow.state(texts.contact))
    return texts


def test_every_page_in_every_language_has_the_new_number(corrected: Texts) -> None:
    for code in LANGUAGES:
        shown = corrected.shown(code)
        assert OLD not in shown
        links = BeautifulSoup(shown, "html.parser").select(f'a[href="tel:{NEW_DIGITS}"]')
        assert [link.select_one("bdi")["dir"] for link in links] == ["ltr"] * 2  # type: ignore[index]


def test_search_and_editions_have_it_and_the_old_one_is_gone(corrected: Texts) -> None:
    for code in LANGUAGES:
        page = f"Help {code}"
        assert page in found(code, NEW)
        assert page not in found(code, OLD)
    for code in ("en", "ar"):
        for kind in (screen.HALF_LETTER, mini.LETTER, text.TEXT):
            digits = corrected.digits_in(code, kind.name)
            assert NEW_DIGITS in digits
            assert OLD_DIGITS not in digits


def test_what_is_taken_down_is_shown_nowhere(
    flow: Flow, texts: Texts, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        take_down_record(texts.contact, flow.user("approver"), "Nobody answers there.")
    assert all("Helpline" not in texts.shown(code) for code in LANGUAGES)
    assert OLD_DIGITS not in texts.digits_in("en", text.TEXT.name)
    assert "Help en" not in found("en", OLD)


def test_nobody_changes_it_alone(flow: Flow) -> None:
    contact = flow.movement.contacts["national"]
    for who in ("staff", "superuser"):
        flow.save_record(who, contact, target=NEW, **{"action-publish": "1"})
        assert fresh(contact).target == OLD
    correct(flow, contact)
    flow.decide("staff", "approve", state=flow.state(contact))
    assert fresh(contact).target == OLD


def test_a_draft_or_a_check_of_it_moves_no_approval_of_a_text(flow: Flow, texts: Texts) -> None:
    revision = texts.pages["en"].latest_revision
    before = kept_digest(revision), read_digest(revision)
    flow.save_record("staff", texts.contact, target=NEW)
    flow.client("staff").post(f"/admin/contacts/{texts.contact.pk}/checked/")
    assert (kept_digest(revision), read_digest(revision)) == before
    Contact.objects.filter(pk=texts.contact.pk).update(target=NEW, opens_at="09:00")
    assert kept_digest(revision) == before[0]
    assert read_digest(revision) != before[1]


def test_hours_languages_and_the_day_of_the_check_are_told_in_the_readers_language(
    texts: Texts,
) -> None:
    Contact.objects.filter(pk=texts.contact.pk).update(
        days="weekdays", opens_at="09:00", closes_at="17:00", languages="es, en"
    )
    english, spanish = texts.shown("en"), texts.shown("es")
    assert "Monday to Friday, 9 a.m. to 5 p.m., Eastern time. Spanish, English" in english
    assert "Checked on" in english
    for words in ("Monday", "Spanish", "Checked on"):
        assert words not in spanish
    assert "9:00" in spanish
