"""The tour in the admin's help and in `docs/tour.md`: the same steps, each with its picture."""

import PIL.Image
import pytest
from django.contrib.staticfiles.finders import find
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from cms.demo.tour import STEPS, Step
from cms.demo.tour_document import DOCUMENT, tour_document
from cms.starter.accounts import ACCOUNTS
from tests.access.movement import Movement

from .visitor import LOGIN, Visitor

HEAVIEST = 150_000


def test_the_document_is_what_the_steps_say() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == tour_document(), "run `make pictures`"


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.key)
def test_every_step_has_a_picture(step: Step) -> None:
    found = find(step.picture)
    assert found, "run `make pictures`"
    with PIL.Image.open(found) as picture:
        assert picture.size == (1280, 900)  # What the template reserves for it.
        assert not picture.getexif()
    with open(found, "rb") as file:  # noqa: PTH123  (a path of a finder, not ours)
        assert len(file.read()) <= HEAVIEST


def test_steps_name_accounts_of_the_demo_and_nothing_twice() -> None:
    assert {step.account for step in STEPS} - {account.username for account in ACCOUNTS} == {""}
    assert len({step.key for step in STEPS}) == len(STEPS)


@pytest.mark.django_db
def test_the_help_leads_to_the_tour(demo: Movement) -> None:
    visitor = Visitor().go(LOGIN).press("boston-editor")
    assert reverse("demo:tour") in visitor.response.content.decode()
    visitor.go(reverse("demo:tour"))
    header = visitor.page.select_one("header")
    assert header is not None
    assert "A tour of five minutes" in header.get_text()
    steps = visitor.page.select(".demo-tour li[id]")
    assert [step["id"] for step in steps] == [step.key for step in STEPS]
    for element, step in zip(steps, STEPS, strict=True):
        assert str(step.title) in element.get_text()
        [image] = element.select("img")
        assert image["alt"] == str(step.seen)
        if not step.account:
            assert element.select_one(f'a[href="{step.address}"]')


@pytest.mark.django_db
def test_a_step_is_one_click_away_as_its_account(demo: Movement) -> None:
    visitor = Visitor().go(LOGIN).press("boston-editor").go(reverse("demo:tour"))
    form = visitor.page.select_one("#approver form")
    assert form is not None
    values = {each["name"]: each["value"] for each in form.select("[name]")}
    assert values["account"] == "approver"
    response = visitor.client.post(str(form["action"]), values, follow=True)
    assert response.request["PATH_INFO"] == values["next"]
    assert "National approver" in response.content.decode()


@pytest.mark.django_db
def test_the_tour_is_for_those_who_are_signed_in(demo: Movement) -> None:
    response = Client().get(reverse("demo:tour"))
    assert response.status_code == 302
    assert response["Location"].startswith(LOGIN)


@pytest.mark.parametrize("code", ["es", "ar"])
def test_the_tour_is_told_in_other_languages(code: str) -> None:
    with override("en"):
        english = [str(step.title) for step in STEPS] + [str(step.text) for step in STEPS]
    with override(code):
        told = [str(step.title) for step in STEPS] + [str(step.text) for step in STEPS]
    assert not set(english) & set(told)
