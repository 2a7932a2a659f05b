"""Choosers of records list what readers see: a page that showed a draft would publish it."""

import pytest
from django.urls import reverse
from wagtail.models import Locale

from home.models import Partner, Person

from .flow import Flow, words

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [Person, Partner])
@pytest.mark.parametrize("view", ["choose", "choose_results"])
def test_a_draft_is_not_to_be_chosen(flow: Flow, model: type[Person | Partner], view: str) -> None:
    locale = Locale.get_default()
    for name, live in (("Seen by readers", True), ("Still a draft", False)):
        model.objects.create(name=name, live=live, locale=locale)
    chooser = f"wagtailsnippetchoosers_home_{model._meta.model_name}:{view}"
    response = flow.client("staff").get(reverse(chooser))
    shown = response.json()["html"] if view == "choose" else words(response)
    assert "Seen by readers" in shown
    assert "Still a draft" not in shown
