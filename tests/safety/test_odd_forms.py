"""A form that no browser sends gets a sentence or 400, whatever is wrong with it."""

import html
import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from home.models import StandardPage
from tests import drills
from tests.factories import StandardPageFactory, home_page
from tests.pages.page_forms import page_form

pytestmark = pytest.mark.django_db

LEFT_OUT = object()
EVERY = 2
ODD: tuple[Any, ...] = (
    LEFT_OUT,
    "\0",
    "9" * 30,
    "-1",
    "{}",
    b"\xff\xfe",
    '{"blocks": [{"text": 1}], "entityMap": {}}',
    "[]",
    "",
    "null",
    '{"blocks": 1, "entityMap": 2}',
)


@pytest.fixture
def page(staff: Client) -> StandardPage:
    staff.raise_request_exception = False
    return StandardPageFactory()


def test_no_value_breaks_the_editor(staff: Client, page: StandardPage) -> None:
    """Some fields with an odd value, or left out; in a drill each kind of field with each."""
    form = page_form(StandardPage, home_page())
    kinds = {re.sub(r"^(body)-\d+|\d+", r"\1", name): name for name in form}
    tried = list(kinds.values())[:: EVERY if drills.TIMES == 1 else 1]
    broken = []
    for place, name in enumerate(tried):
        for step in range(min(drills.TIMES, len(ODD))):
            odd = ODD[(place + step) % len(ODD)]
            data = {key: value for key, value in form.items() if key != name}
            if odd is not LEFT_OUT:
                data[name] = odd
            response = staff.post(f"/admin/pages/{page.pk}/edit/", data)
            if response.status_code not in {200, 302, 400}:
                broken.append((name, odd))
    assert not broken


@pytest.mark.parametrize("count", ["1000000000", "9" * 5000, "-1", "x", "", "\u0663"])
def test_no_announced_number_makes_work(staff: Client, page: StandardPage, count: str) -> None:
    for name in ("body-count", "body-1-value-footnotes-count"):
        data = page_form(StandardPage, home_page()) | {name: count}
        assert staff.post(f"/admin/pages/{page.pk}/edit/", data).status_code == 400, name


def test_a_form_of_too_many_fields_is_a_sentence(staff: Client, page: StandardPage) -> None:
    fields = urlencode({f"x-{number}": "" for number in range(10_001)})
    url = f"/admin/pages/{page.pk}/edit/"
    response = staff.post(url, fields, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 400
    assert "move some of its blocks to another page" in html.unescape(response.content.decode())
