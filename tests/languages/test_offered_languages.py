"""Readers are sent to languages that exist, and never get one language under another's name."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.models.sites import SITE_ROOT_PATHS_CACHE_KEY, SITE_ROOT_PATHS_CACHE_VERSION

from cms.languages.names import language
from tests.markup import attribute, one, parse
from tests.trees import SmallSite, add, add_issue, publish, translate_home

UNOFFERED = ["pt-br", "ht", "fr", "yi", "he", "vi", "zh-hans"]


@pytest.mark.parametrize(
    ("accepted", "address"),
    [
        ("", "/en/"),
        ("es", "/es/"),
        ("es-MX,en;q=0.5", "/es/"),
        ("ar-EG", "/ar/"),
        ("fr,ht;q=0.9", "/en/"),
        ("fr;q=0.9,ar;q=0.5", "/ar/"),
        ("*", "/en/"),
        ("es;q=0,ar", "/ar/"),
        ("es;q=0", "/en/"),
        ("es;q=0,fr", "/en/"),
        ("es-MX;q=0.0", "/en/"),
        ("es;q=0.000,ar;q=0.001", "/ar/"),
        ("es;q=0.001", "/es/"),
        ("x" * 5000, "/en/"),
        ("es\x00,,;;q=q", "/en/"),
    ],
)
def test_the_entrance_leads_to_the_best_offered_language(
    site: SmallSite, client: Client, accepted: str, address: str
) -> None:
    response = client.get("/", headers={"accept-language": accepted})
    assert (response.status_code, response["Location"]) == (302, address)
    assert response["Vary"] == "Accept-Language"
    assert not response.cookies


def test_a_cookie_does_not_choose_the_language(site: SmallSite, client: Client) -> None:
    client.cookies["django_language"] = "es"
    response = client.get("/", headers={"accept-language": "ar"})
    assert response["Location"] == "/ar/"


@pytest.mark.parametrize(
    ("typed", "accepted", "address"),
    [
        ("/zine/101/", "es", "/en/zine/101/"),
        ("/principles/", "ar", "/ar/principles/"),
        ("/about/", "ar", "/en/about/"),
        ("/es-mx/about/", "", "/es/about/"),
        ("/pt/", "", "/pt-br/"),
        ("/EN/zine/", "", "/en/zine/"),
    ],
)
def test_an_address_without_a_language_finds_its_page(
    site: SmallSite, client: Client, typed: str, accepted: str, address: str
) -> None:
    response = client.get(typed, headers={"accept-language": accepted})
    assert (response.status_code, response["Location"]) == (302, address)


@pytest.mark.parametrize("code", UNOFFERED)
def test_a_language_that_is_not_offered_names_those_that_are(
    site: SmallSite, client: Client, code: str
) -> None:
    response = client.get(f"/{code}/", headers={"accept-language": "en"})
    page = parse(response)
    assert response.status_code == 404
    assert one(page, "html")["lang"] == code == response["Content-Language"]
    assert one(page, "html")["dir"] == language(code).direction
    links = {link["lang"]: link["href"] for link in page.select(".offered-languages a")}
    assert links == {"en": "/en/", "es": "/es/", "ar": "/ar/"}


def test_the_page_for_a_missing_address_is_in_every_configured_language(
    site: SmallSite, client: Client
) -> None:
    texts = {}
    for code, _name in settings.LANGUAGES:
        page = parse(client.get(f"/{code}/no/such/"))
        for foreign in page.select("main [lang]"):
            foreign.decompose()
        texts[code] = [each.get_text(" ", strip=True) for each in page.select("main h1, main p")]
    assert all(len(text) >= 2 for text in texts.values())
    for code, text in texts.items():
        if code != "en":
            assert not set(text) & set(texts["en"]), code


@pytest.mark.parametrize("slug", ["about", "zine"])
def test_english_is_not_served_where_a_home_page_is_a_draft(
    site: SmallSite, client: Client, slug: str
) -> None:
    add(site["fr", "home"], Page(title="Brouillon", slug=slug), original=site["en", slug])
    response = client.get(f"/fr/{slug}/")
    assert response.status_code == 404
    assert b"About us" not in response.content.replace(b"English: About us", b"")


def test_an_alias_of_another_language_is_not_served(site: SmallSite, client: Client) -> None:
    alias = site["en", "about"].copy_for_translation(site["ar", "home"].locale, alias=True)
    alias.live = True
    alias.save()
    response = client.get("/ar/about/")
    assert response.status_code == 404
    assert {item["lang"] for item in parse(response).select(".elsewhere a")} == {"en", "es"}
    assert 'hreflang="ar"' not in client.get("/en/about/").content.decode()


def test_a_missing_page_is_offered_in_the_languages_that_have_it(
    site: SmallSite, client: Client
) -> None:
    response = client.get("/es/zine/101/")
    page = parse(response)
    assert (response.status_code, one(page, "html")["lang"]) == (404, "es")
    (only,) = page.select(".elsewhere a")
    assert (only["lang"], only["dir"], only["href"]) == ("en", "ltr", "/en/zine/101/")
    assert page.select_one("main a[href='/es/zine/']") is not None


def test_a_missing_page_does_not_give_away_a_private_one(site: SmallSite, client: Client) -> None:
    PageViewRestriction.objects.create(
        page=site["en", "zine"], restriction_type=PageViewRestriction.LOGIN
    )
    response = client.get("/es/zine/101/")
    assert response.status_code == 404
    assert not parse(response).select(".elsewhere li")
    assert "Zine 101" not in response.content.decode()


def alternates(client: Client, address: str) -> dict[str, str]:
    page = parse(client.get(address))
    return {
        attribute(link, "hreflang"): attribute(link, "href")
        for link in page.select("link[hreflang]")
    }


BASE = settings.WAGTAILADMIN_BASE_URL


def test_alternates_are_the_same_from_every_language(site: SmallSite, client: Client) -> None:
    expected = {
        "en": f"{BASE}/en/principles/",
        "es": f"{BASE}/es/principles/",
        "ar": f"{BASE}/ar/principles/",
        "x-default": f"{BASE}/en/principles/",
    }
    for code in ("en", "es", "ar"):
        assert alternates(client, f"/{code}/principles/") == expected


def test_the_default_of_the_home_page_chooses_by_preference(
    site: SmallSite, client: Client
) -> None:
    assert alternates(client, "/es/")["x-default"] == f"{BASE}/"


def test_a_page_without_english_has_no_default(site: SmallSite, client: Client) -> None:
    add_issue(site, "es", 7)
    assert alternates(client, "/es/zine/7/") == {"es": f"{BASE}/es/zine/7/"}


def test_what_stands_below_a_private_page_is_no_alternate(site: SmallSite, client: Client) -> None:
    publish(site["es", "101"])
    assert set(alternates(client, "/en/zine/101/")) == {"en", "es", "x-default"}
    PageViewRestriction.objects.create(
        page=site["es", "zine"], restriction_type=PageViewRestriction.PASSWORD, password="secret"
    )
    assert set(alternates(client, "/en/zine/101/")) == {"en", "x-default"}


def switcher(client: Client, address: str) -> dict[str, tuple[str, bool, bool]]:
    lines = parse(client.get(address)).select(".language-switcher li")
    return {
        attribute(one(line, "[lang]"), "lang"): (
            attribute(one(line, "a"), "href"),
            one(line, "a").get("aria-current") is not None,
            line.select_one("small") is not None,
        )
        for line in lines
    }


def test_the_switcher_keeps_the_page_or_leads_to_the_nearest(
    site: SmallSite, client: Client
) -> None:
    assert switcher(client, "/en/zine/101/") == {
        "en": ("/en/zine/101/", True, False),
        "es": ("/es/zine/", False, True),
        "ar": ("/ar/", False, True),
    }
    assert switcher(client, "/es/principles/") == {
        "en": ("/en/principles/", False, False),
        "es": ("/es/principles/", True, False),
        "ar": ("/ar/principles/", False, False),
    }


def test_the_switcher_names_each_language_in_itself(site: SmallSite, client: Client) -> None:
    names = parse(client.get("/en/")).select(".language-switcher [lang]")
    assert [(name["lang"], name["dir"], name.get_text(strip=True)) for name in names] == [
        ("en", "ltr", "English"),
        ("es", "ltr", "Español"),
        ("ar", "rtl", "العربيّة"),
    ]


def test_the_search_page_is_kept_by_the_switcher(site: SmallSite, client: Client) -> None:
    assert switcher(client, "/en/search/?q=zine")["ar"] == ("/ar/search/", False, False)


def test_a_language_is_offered_at_once_by_every_process(site: SmallSite, client: Client) -> None:
    """Wagtail keeps the home pages in a cache that another process may have filled before."""
    client.get("/en/")
    publish(site["fr", "home"])
    cache.set(
        SITE_ROOT_PATHS_CACHE_KEY,
        [path for path in Site.get_site_root_paths() if path.language_code != "fr"],
        version=SITE_ROOT_PATHS_CACHE_VERSION,
    )
    assert switcher(client, "/en/")["fr"] == ("/fr/", False, False)
    assert alternates(client, "/fr/")["fr"] == f"{BASE}/fr/"


def count_queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("address", ["/en/zine/101/", "/en/", "/en/search/?q=zine", "/sitemap.xml"])
def test_more_languages_cost_no_more_queries(site: SmallSite, client: Client, address: str) -> None:
    before = count_queries(client, address)
    for code in ("pt-br", "ht", "he", "vi", "zh-hans"):
        home = translate_home(site, code, code)
        add(home, Page(title=code, slug="zine"), original=site["en", "zine"])
    publish(site["fr", "home"])
    assert count_queries(client, address) == before
