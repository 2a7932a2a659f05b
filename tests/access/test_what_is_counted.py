"""The dashboard counts one's own, and a typed address is not looked up among others' pages."""

import json
import re

import pytest
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from .movement import Movement


def counted(movement: Movement, name: str, what: str) -> int | None:
    page = movement.clients[name].get(reverse("wagtailadmin_home")).content.decode()
    summary = re.search(r"<section[^>]*w-summary.*?</section>", page, re.DOTALL)
    assert summary, "there is no summary on the dashboard"
    found = re.search(rf">\s*([\d,]+)\s+{what}s?\s", summary.group())
    return int(found.group(1).replace(",", "")) if found else None


@pytest.mark.parametrize("name", ["boston-editor", "boston-lead"])
def test_volunteers_are_told_how_much_is_theirs(movement: Movement, name: str) -> None:
    roots = [movement.places["boston", code].root for code in ("en", "es")]
    own = sum(root.get_descendants(inclusive=True).count() for root in roots)
    assert own < Page.objects.count() / 2
    assert counted(movement, name, "Page") == own
    assert counted(movement, name, "Image") == 2, "its own, and the shared one"
    assert counted(movement, name, "Document") == 1


def test_staff_are_told_how_much_there_is(movement: Movement) -> None:
    assert counted(movement, "staff", "Page") == Page.objects.count() - 1


def test_an_address_that_is_typed_stays_an_address(movement: Movement) -> None:
    """Turning it into a link to a page would tell that there is a page, and its title."""
    page = movement.places["chicago", "en"].news
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    data = {
        "external-link-chooser-url": page.url,
        "external-link-chooser-link_text": "x",
    }
    address = reverse("wagtailadmin_choose_page_external_link")
    answer = movement.clients["boston-editor"].post(address, data)
    told = json.loads(answer.content)
    assert told["step"] == "external_link_chosen"
    assert told["result"]["url"] == page.url
    assert "id" not in told["result"]
