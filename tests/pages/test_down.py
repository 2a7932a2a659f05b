"""What is below a page that is down is gone: of each page type, at every address, everywhere."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.test import Client
from wagtail.models import Page

from cms.pages.models import BasePage
from cms.pages.share_images import share_image_of
from tests.seeding import LANGUAGES, SeededSite

from .whole_site import PAGE_TYPES, every_url

pytestmark = pytest.mark.django_db

CODE = ("cms", "home", "chapters", "zine")


def taken_down(page: Page) -> Page:
    """What goes down: the page above, or the page itself where only Wagtail's root is above."""
    parent: Page = page.get_parent()
    return page if parent.is_root() else parent.specific


def own_addresses(client: Client, page: BasePage) -> set[str]:
    """Every address at which readers get something of a page."""
    address = page.get_url() or ""
    html = BeautifulSoup(client.get(address).content, "html.parser")
    linked = {urlsplit(str(link["href"])).path for link in html.select("a[href], link[href]")}
    below = {path for path in linked if path.startswith(address)} if page.depth > 2 else set()
    others = {code for code in LANGUAGES if code != page.locale.language_code}
    asked = {
        address,
        share_image_of(page).path,
        *(f"{address}{subpath}" for subpath in type(page).subpaths_of([page.pk]).get(page.pk, ())),
        *(f"{address}with/{code}/" for code in others),
        *(f"{address}{name}" for name in ("feed.xml", "worker.js", "print/")),
        *below,
    }
    return {each for each in asked if client.get(each).status_code in (200, 302)}


def all_that_is_said(client: Client) -> Iterator[tuple[str, str]]:
    """Whatever readers still get of the whole site, with its address."""
    feeds = [f"/{code}/zine/feed.xml" for code in LANGUAGES]
    for url in [*every_url(), *feeds, "/sitemap.xml"]:
        response = client.get(url)
        if response.status_code in (200, 404):
            yield url, response.content.decode()


@pytest.mark.parametrize("name", PAGE_TYPES)
def test_nothing_of_it_is_found(seeded_site: SeededSite, name: str, client: Client) -> None:
    pages = [seeded_site.page(code, PAGE_TYPES[name]) for code in LANGUAGES]
    known = {address for page in pages for address in own_addresses(client, page)}
    assert len(known) >= 3 * len(pages)
    for page in pages:
        taken_down(page).unpublish()
    cache.clear()
    assert {address: client.get(address).status_code for address in known} == dict.fromkeys(
        known, 404
    )
    for url, text in all_that_is_said(client):
        for page in pages:
            assert f'"{page.get_url()}"' not in text, url
            assert f"testserver{page.get_url()}<" not in text, url
    for code, page in zip(LANGUAGES, pages, strict=True):
        found = client.get(f"/{code}/search/?q={quote(page.title)}")
        assert f'href="{page.get_url()}' not in found.content.decode()


@pytest.mark.parametrize("name", PAGE_TYPES)
def test_in_one_language_alone(seeded_site: SeededSite, name: str, client: Client) -> None:
    english, spanish = (seeded_site.page(code, PAGE_TYPES[name]) for code in ("en", "es"))
    taken_down(english).unpublish()
    cache.clear()
    assert client.get(english.get_url()).status_code == 404
    answer = client.get(spanish.get_url())
    assert answer.status_code == 200
    assert f'"{english.get_url()}"' not in answer.content.decode()
    assert 'hreflang="en"' not in answer.content.decode().partition("</head>")[0]


def test_no_list_goes_by_another_rule() -> None:
    root = Path(__file__).parents[2]
    code = [path for name in CODE for path in (root / name).rglob("*.py")]
    assert code
    assert [path for path in code if ".public()" in path.read_text()] == []
