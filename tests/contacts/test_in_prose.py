"""Numbers and addresses that texts say by themselves are found, the old ones above all."""

import pytest
from django.urls import reverse

from cms.contacts.prose import Text
from home.models import StandardPage
from tests.access.movement import add_child, publish
from tests.review.flow import Flow, words

pytestmark = pytest.mark.django_db

NEW = "617-555-0177"
PARAGRAPH = "<p>Call <b>(617)</b> 555 0101 at any hour, or 617.555.0102.</p>"


def say(flow: Flow, place: str, html: str = PARAGRAPH) -> StandardPage:
    parent = flow.movement.homes["en"] if place == "national" else flow.movement.chapters[place]
    page = StandardPage(
        title=f"Says it in {place}",
        slug="says-it",
        summary="x",
        body=[{"type": "paragraph", "value": {"text": html, "footnotes": []}}],
    )
    add_child(parent, page)
    publish(page)
    return page


def report(flow: Flow, who: str) -> str:
    return words(flow.client(who).get(reverse("contacts:prose")))


def test_texts_with_the_old_number_are_listed(flow: Flow) -> None:
    for place in ("boston", "chicago", "national"):
        say(flow, place)
    assert "still has the old number" not in report(flow, "staff")
    assert "It is repeated here: Says it in boston" in report(flow, "staff")
    contact = flow.movement.contacts["boston"]
    flow.submit_record("boston-editor", contact, target=NEW)
    flow.decide("boston-lead", "approve", state=flow.state(contact))
    flow.decide("approver", "approve", state=flow.state(contact))
    assert "These 3 pages still have the old number or address" in report(flow, "staff")
    of_boston = report(flow, "boston-lead")
    assert "This page still has the old number or address: Says it in boston" in of_boston
    assert "chicago" not in of_boston
    assert "Says it in national" not in of_boston


@pytest.mark.parametrize(
    ("said", "kind", "target", "is_there"),
    [
        ("617-555-0101", "phone", "(617) 555 0101", True),
        ("+1 617 555 0101", "phone", "617-555-0101", True),
        ("٦١٧-٥٥٥-٠١٠١", "phone", "617-555-0101", True),
        ("1617555010", "phone", "617-555-0101", False),
        ("617-555-0102", "phone", "617-555-0101", False),
        ("In 2019-2020, 617 came", "phone", "617-555-0101", False),
        ("dial 211 now", "phone", "211", False),
        ("Write to Help@Example.org.", "email", "help@example.org", True),
        ("Write to legalhelp@example.org.", "email", "help@example.org", False),
        ("see example.org/help", "website", "https://example.org/help/", True),
        ("see example.org/helpers", "website", "https://example.org/help", False),
    ],
)
def test_what_is_the_same_number(said: str, kind: str, target: str, is_there: bool) -> None:
    page = StandardPage(title=said, summary="x")
    assert Text.of(page).has(kind, target) is is_there
