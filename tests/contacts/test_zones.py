"""Hours are in the zones that chapters are in, and rows from before are too."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.utils import translation

from cms.contacts.models import Contact
from cms.pages.time_zones import SPOKEN, zone_in_words
from tests.review.flow import Flow, fresh

pytestmark = pytest.mark.django_db


def test_a_zone_is_told_by_its_word_or_else_by_its_name() -> None:
    choices = Contact._meta.get_field("time_zone").flatchoices
    assert list(SPOKEN) == [zone for zone, _word in choices]
    with translation.override("es"):
        assert zone_in_words("America/Denver") not in {"", "Mountain time", "America/Denver"}
    assert zone_in_words("America/Phoenix") == "America/Phoenix"


def test_rows_and_versions_from_before_are_brought_along(flow: Flow) -> None:
    contact = flow.movement.contacts["national"]
    revision = contact.save_revision()
    revision.content["time_zone"] = "pacific"
    revision.save()
    Contact.objects.filter(pk=contact.pk).update(time_zone="central")
    import_module("cms.contacts.migrations.0002_zones_by_name").rename(apps, connection)
    assert fresh(contact).time_zone == "America/Chicago"
    assert fresh(contact).latest_revision.as_object().time_zone == "America/Los_Angeles"
