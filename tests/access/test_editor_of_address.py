"""From an address of the site to its editor: who may write gets there, others learn nothing."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from tests.factories import ZineIndexPageFactory, ZineIssuePageFactory

from .movement import Movement, publish

pytestmark = pytest.mark.django_db

GUIDE = Path(__file__).parents[2] / "docs" / "editing.md"
GO = reverse("editor_of_address")
HOME = reverse("wagtailadmin_home")


def gone_to(client: Client, address: str) -> str:
    response = client.get(GO, {"to": address})
    assert response.status_code == 302
    return str(response["Location"])


def editor_of(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


@pytest.fixture
def boston(movement: Movement) -> Page:
    return movement.chapters["boston"]


@pytest.mark.parametrize("name", ["boston-editor", "boston-lead", "staff", "superuser"])
@pytest.mark.parametrize(
    "address",
    [
        "{}",
        "http://testserver{}",
        "{}?from=elsewhere#main",
        "http://127.0.0.1:8000{}",
    ],
)
def test_the_way_to_the_editor(
    movement: Movement, boston: Page, name: str, address: str, settings: Any
) -> None:
    settings.WAGTAILADMIN_BASE_URL = "http://127.0.0.1:8000"
    to = address.format(boston.get_url())
    assert gone_to(movement.clients[name], to) == editor_of(boston)


def test_each_language_has_its_own(movement: Movement) -> None:
    spanish = movement.places["boston", "es"].root
    assert gone_to(movement.clients["boston-editor"], spanish.get_url()) == editor_of(spanish)
    home = movement.homes["es"]
    assert gone_to(movement.clients["staff"], home.get_url()) == editor_of(home)


@pytest.mark.parametrize("below", ["", "pages/"])
def test_what_is_below_a_page_is_the_pages(movement: Movement, below: str) -> None:
    index = ZineIndexPageFactory(parent=Page.objects.get(pk=movement.homes["en"].pk), slug="zine")
    issue = ZineIssuePageFactory(parent=index)
    for page in (index, issue):
        publish(page)
    assert gone_to(movement.clients["staff"], issue.get_url() + below) == editor_of(issue)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/",
        "/en/no/such/page/",
        "/xx/chapters/boston/",
        "/ar/chapters/boston/",
        "http://elsewhere.example/en/chapters/boston/",
        "//elsewhere.example/en/chapters/boston/",
        "http://[broken",
        "javascript:alert(1)",
        "\x00",
        "/en/%00/",
    ],
)
def test_where_there_is_no_page_a_sentence_says_so(movement: Movement, address: str) -> None:
    client = movement.clients["superuser"]
    assert gone_to(client, address) == HOME
    assert "At this address there is no page" in client.get(HOME).content.decode()


def test_others_learn_nothing(movement: Movement, boston: Page) -> None:
    """Of a page that is not one's own the same is told as of one that is not there."""
    private = movement.chapters["chicago"]
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    for name in ("chicago-lead", "es-reviewer"):
        assert gone_to(movement.clients[name], boston.get_url()) == HOME
    for address in (private.get_url(), "/en/chapters/nowhere/"):
        client = movement.clients["boston-editor"]
        assert gone_to(client, address) == HOME
        assert "At this address there is no page" in client.get(HOME).content.decode()


def test_who_is_not_signed_in_goes_on_after_signing_in(boston: Page) -> None:
    response = Client().get(GO, {"to": boston.get_url()})
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("wagtailadmin_login"))
    assert "go/%3Fto%3D" in response["Location"]


def test_readers_get_the_same_bytes_as_before(movement: Movement, boston: Page) -> None:
    publish(boston)
    signed_in = movement.clients["boston-editor"].get(boston.get_url())
    assert signed_in.content == Client().get(boston.get_url()).content
    assert b"/admin" not in signed_in.content


def test_the_bookmark_of_the_guide_leads_there(movement: Movement, boston: Page) -> None:
    """It puts the whole address of the page, encoded, after what the guide says."""
    (target,) = re.findall(
        r"javascript:location='https://www\.example\.org(\S+)'\+", GUIDE.read_text()
    )
    response = movement.clients["boston-lead"].get(
        target + quote(f"http://testserver{boston.get_url()}", safe="!~*'()")
    )
    assert response["Location"] == editor_of(boston)
