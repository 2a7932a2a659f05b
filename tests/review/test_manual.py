"""The manual in the admin's help and in the documents: the same steps in each language."""

import PIL.Image
import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles.finders import find
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from cms.review.manual import SOURCE, document_of, languages, manual, with_manual
from tests.access.movement import ACCOUNTS

from .flow import Flow

HEAVIEST = 150_000


def test_every_language_has_the_same_steps() -> None:
    assert languages() == ["ar", "en", "es"]
    keys = [step.key for step in manual(SOURCE).steps]
    assert len(set(keys)) == len(keys)
    for code in languages():
        assert [step.key for step in manual(code).steps] == keys


@pytest.mark.parametrize("code", ["ar", "en", "es"])
def test_the_documents_say_what_the_steps_say(code: str) -> None:
    document = document_of(code).read_text(encoding="utf-8")
    assert document == with_manual(document, code), "run `make pictures`"


@pytest.mark.parametrize("step", manual(SOURCE).steps, ids=lambda step: step.key)
def test_every_step_has_a_picture(step: object) -> None:
    found = find(getattr(step, "picture", ""))
    assert found, "run `make pictures`"
    with PIL.Image.open(found) as picture:
        assert picture.size == (1280, 900)  # What the template reserves for it.
        assert not picture.getexif()
    with open(found, "rb") as file:  # noqa: PTH123  (a path of a finder, not ours)
        assert len(file.read()) <= HEAVIEST


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["en", "es", "ar", "fr"])
def test_it_is_read_in_ones_own_language_else_in_english(flow: Flow, code: str) -> None:
    UserProfile.objects.update_or_create(
        user=flow.user("boston-editor"), defaults={"preferred_language": code}
    )
    answer = flow.client("boston-editor").get(reverse("review:manual"))
    said = BeautifulSoup(answer.content, "html.parser").select_one(".manual")
    assert said is not None
    written = code if code in languages() else SOURCE
    assert (said["lang"], said["dir"]) == (written, "rtl" if code == "ar" else "ltr")
    titles = [title.get_text() for title in said.select("h2")]
    assert titles == [step.title for step in manual(written).steps]


@pytest.mark.django_db
def test_the_help_leads_everybody_there(flow: Flow) -> None:
    address = reverse("review:manual")
    for who in (*ACCOUNTS, "superuser"):
        assert address in flow.client(who).get(reverse("wagtailadmin_home")).content.decode(), who
        assert flow.client(who).get(address).status_code == 200, who
    assert Client().get(address).status_code == 302
