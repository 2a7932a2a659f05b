"""What search engines are told of the site."""

from collections import defaultdict
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

from bs4 import BeautifulSoup
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from tests.trees import SmallSite, add

BASE = settings.WAGTAILADMIN_BASE_URL
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def entries(client: Client) -> dict[str, dict[str, str]]:
    """The alternates of each address in the sitemap."""
    response = client.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    assert not response.cookies
    assert "Vary" not in response
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for url in ET.fromstring(response.content):  # noqa: S314  (our own)
        address = url.findtext(f"{SITEMAP}loc") or ""
        assert address not in found
        for link in url.findall(f"{XHTML}link"):
            found[address.removeprefix(BASE)][link.attrib["hreflang"]] = link.attrib[
                "href"
            ].removeprefix(BASE)
        assert url.findtext(f"{SITEMAP}lastmod")
    return dict(found)


def test_the_sitemap_has_every_readable_page_with_its_alternates(
    site: SmallSite, client: Client
) -> None:
    homes = {"en": "/en/", "es": "/es/", "ar": "/ar/", "x-default": "/"}
    about = {"en": "/en/about/", "es": "/es/about/", "x-default": "/en/about/"}
    zine = {"en": "/en/zine/", "es": "/es/zine/", "x-default": "/en/zine/"}
    principles = {code: f"/{code}/principles/" for code in ("en", "es", "ar")}
    principles["x-default"] = "/en/principles/"
    issues = {
        f"/en/zine/{number}/": {
            "en": f"/en/zine/{number}/",
            "x-default": f"/en/zine/{number}/",
        }
        for number in (101, 102)
    }
    assert entries(client) == {
        **{f"/{code}/": homes for code in ("en", "es", "ar")},
        **{f"/{code}/about/": about for code in ("en", "es")},
        **{f"/{code}/zine/": zine for code in ("en", "es")},
        **{f"/{code}/principles/": principles for code in ("en", "es", "ar")},
        **issues,
    }


def test_every_address_in_the_sitemap_answers_and_says_the_same(
    site: SmallSite, client: Client
) -> None:
    for address, alternates in entries(client).items():
        response = client.get(address)
        assert response.status_code == 200
        links = BeautifulSoup(response.content, "html.parser").select("link[hreflang]")
        said = {link["hreflang"]: str(link["href"]).removeprefix(BASE) for link in links}
        assert said == alternates


def test_what_readers_cannot_see_is_not_in_the_sitemap(site: SmallSite, client: Client) -> None:
    PageViewRestriction.objects.create(
        page=site["en", "zine"], restriction_type=PageViewRestriction.LOGIN
    )
    site["es", "about"].unpublish()
    site["en", "about"].copy_for_translation(site["ar", "home"].locale, alias=True)
    found = entries(client)
    assert not [address for address in found if address.startswith("/en/zine/")]
    assert "/es/about/" not in found
    assert "/ar/about/" not in found
    assert found["/en/about/"] == {"en": "/en/about/", "x-default": "/en/about/"}
    assert found["/es/zine/"] == {"es": "/es/zine/"}


def test_a_language_that_is_not_offered_is_not_in_the_sitemap(
    site: SmallSite, client: Client
) -> None:
    add(site["fr", "home"], Page(title="À propos", slug="about"), original=site["en", "about"])
    assert not [address for address in entries(client) if address.startswith("/fr/")]


def test_a_large_site_costs_no_more_queries(site: SmallSite, client: Client) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/sitemap.xml")
        return len(queries)

    count()
    before = count()
    for number in range(20):
        add(site["en", "home"], Page(title=str(number), slug=f"page-{number}"))
    assert count() == before


def test_robots_are_told_what_to_leave_alone(site: SmallSite, client: Client) -> None:
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    rules = RobotFileParser()
    rules.parse(response.content.decode().splitlines())
    assert rules.site_maps() == [f"{BASE}/sitemap.xml"]
    assert not rules.can_fetch("any", "/admin/")
    assert rules.can_fetch("any", "/en/about/")
    assert "Disallow: /*/search/" in response.content.decode()
