"""Which pages offer “Leave this page quickly”, and as what."""

import pytest
from django.conf import settings
from django.test import Client

from home.models import StandardPage
from tests.markup import attribute, one, parse
from tests.trees import SmallSite, add

pytestmark = pytest.mark.django_db


def offers(client: Client, address: str) -> bool:
    return b"data-leave" in client.get(address).content


def test_zines_offer_it_and_other_pages_do_not(site: SmallSite, client: Client) -> None:
    assert offers(client, "/en/zine/101/")
    for address in ("/en/", "/en/zine/", "/en/principles/", "/en/search/", "/en/no/such/"):
        assert not offers(client, address)


def test_editors_choose_it_for_a_guide(site: SmallSite, client: Client) -> None:
    for slug, quick_exit in (("with", True), ("without", False)):
        add(site["en", "home"], StandardPage(title=slug, slug=slug, quick_exit=quick_exit))
    assert offers(client, "/en/with/")
    assert not offers(client, "/en/without/")


def test_it_is_the_first_link_and_tells_nobody_anything(site: SmallSite, client: Client) -> None:
    page = parse(client.get("/en/zine/101/"))
    first = one(page, "a[data-leave]")
    assert page.find("a") is first
    assert attribute(first, "href") == settings.QUICK_EXIT_ADDRESS
    assert "noreferrer" in first.get_attribute_list("rel")
    assert "history" in one(page, ".leave-note").get_text()
