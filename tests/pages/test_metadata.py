"""What pages say of themselves to browsers, search engines, and those they are shared with."""

import io
import json
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image
from wagtail.models import PageViewRestriction

from cms.media.fields import private_storage
from cms.pages import share_images
from cms.pages.share_images import ShareImage, printable
from cms.pages.tasks import make_share_image
from home.models import StandardPage
from tests.markup import one
from tests.trees import SmallSite, add, publish

BASE = settings.WAGTAILADMIN_BASE_URL


def head(client: Client, address: str) -> Tag:
    response = client.get(address)
    assert response.status_code == 200
    element = BeautifulSoup(response.content, "html.parser").head
    assert element is not None
    return element


def meta(element: Tag, name: str) -> list[str]:
    found = element.select(f'meta[name="{name}"], meta[property="{name}"]')
    return [str(each["content"]) for each in found]


def linked_data(element: Tag) -> dict[str, dict[str, Any]]:
    scripts = element.select('script[type="application/ld+json"]')
    assert not any(sign in (script.string or "") for script in scripts for sign in "<>&")
    data = [json.loads(script.string or "") for script in scripts]
    assert all(each["@context"] == "https://schema.org" for each in data)
    return {each["@type"]: each for each in data}


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/en/about/", "About us — Never Again Action"),
        ("/es/about/", "Quiénes somos — Never Again Action"),
        ("/ar/principles/", "مبادئنا — Never Again Action"),
        ("/en/search/?q=zine", "Search: zine — Never Again Action"),
    ],
)
def test_a_title_ends_with_the_organization(
    site: SmallSite, client: Client, address: str, title: str
) -> None:
    titles = head(client, address).select("title")
    assert [each.get_text() for each in titles] == [title]


def test_the_organizations_name_is_not_said_twice(site: SmallSite, client: Client) -> None:
    home = site["en", "home"]
    home.title = "Never Again Action"
    publish(home)
    assert one(head(client, "/en/"), "title").get_text() == "Never Again Action"


def test_descriptions_come_from_the_summary(site: SmallSite, client: Client) -> None:
    element = head(client, "/en/zine/101/")
    assert meta(element, "description") == ["Summary of 101."]
    assert meta(element, "og:description") == ["Summary of 101."]
    assert meta(head(client, "/en/about/"), "description") == []
    assert meta(head(client, "/es/"), "description") == ["A tagline (es)"]


def test_canonical_is_absolute_and_without_a_query(site: SmallSite, client: Client) -> None:
    element = head(client, "/en/about/?utm_source=x")
    assert [link["href"] for link in element.select("link[rel=canonical]")] == [f"{BASE}/en/about/"]
    assert meta(element, "og:url") == [f"{BASE}/en/about/"]


def test_open_graph_names_the_languages(site: SmallSite, client: Client) -> None:
    element = head(client, "/es/principles/")
    assert meta(element, "og:locale") == ["es_LA"]
    assert meta(element, "og:locale:alternate") == ["en_US", "ar_AR"]
    assert meta(element, "og:type") == ["website"]
    assert meta(head(client, "/en/zine/101/"), "og:type") == ["article"]
    assert meta(element, "twitter:card") == ["summary_large_image"]


def test_the_home_page_describes_the_organization(site: SmallSite, client: Client) -> None:
    data = linked_data(head(client, "/en/"))
    assert set(data) == {"Organization"}
    assert data["Organization"]["name"] == "Never Again Action"
    assert data["Organization"]["url"] == f"{BASE}/"


def test_an_issue_is_an_article_with_breadcrumbs(site: SmallSite, client: Client) -> None:
    data = linked_data(head(client, "/en/zine/101/"))
    article = data["Article"]
    assert article["headline"] == "Zine 101"
    assert article["inLanguage"] == "en"
    assert article["publisher"]["name"] == "Never Again Action"
    assert article["dateModified"] == site["en", "101"].last_published_at.isoformat()
    steps = data["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"], step["item"]) for step in steps] == [
        (1, "Home", f"{BASE}/en/"),
        (2, "The zine", f"{BASE}/en/zine/"),
        (3, "Zine 101", f"{BASE}/en/zine/101/"),
    ]


def test_an_author_cannot_end_the_data(site: SmallSite, client: Client) -> None:
    hostile = "</script><script>alert(1)</script><!-- & \" ' \u2028"
    add(site["en", "home"], StandardPage(title=hostile, slug="note", summary=hostile))
    response = client.get("/en/note/")
    assert b"<script>alert" not in response.content
    element = head(client, "/en/note/")
    assert linked_data(element)["Article"]["headline"] == hostile
    assert meta(element, "og:title") == [hostile]


def test_icons_exist(site: SmallSite, client: Client) -> None:
    icons = head(client, "/en/").select("link[rel=icon], link[rel=apple-touch-icon]")
    assert len(icons) == 3
    for icon in icons:
        assert finders.find(str(icon["href"]).removeprefix(settings.STATIC_URL))
    response = client.get("/favicon.ico")
    assert response.status_code == 302
    assert finders.find(response["Location"].removeprefix(settings.STATIC_URL))


@pytest.mark.parametrize(("code", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_the_manifest_is_in_the_readers_language(
    site: SmallSite, client: Client, code: str, direction: str
) -> None:
    link = head(client, f"/{code}/").select_one("link[rel=manifest]")
    assert link is not None
    response = client.get(str(link["href"]))
    assert response["Content-Type"] == "application/manifest+json"
    manifest = response.json()
    assert (manifest["lang"], manifest["dir"]) == (code, direction)
    assert manifest["start_url"] == f"/{code}/"
    assert manifest["name"] == "Never Again Action"
    for icon in manifest["icons"]:
        assert finders.find(icon["src"].removeprefix(settings.STATIC_URL))


def share_image_address(client: Client, address: str) -> str:
    (image,) = meta(head(client, address), "og:image")
    assert image.startswith(f"{BASE}/share/")
    return image.removeprefix(BASE)


@pytest.mark.parametrize("address", ["/en/about/", "/es/about/", "/ar/principles/"])
def test_the_share_image_is_drawn_when_first_asked_for_and_kept(
    site: SmallSite, client: Client, address: str
) -> None:
    response = client.get(share_image_address(client, address))
    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == "public, no-cache"
    assert not response.cookies
    with Image.open(io.BytesIO(response.content)) as picture:
        assert picture.size == (1200, 630)
        colours = picture.convert("RGB").getcolors(1 << 20)
    assert colours is not None
    assert len(colours) > 10
    again = client.get(share_image_address(client, address))
    assert again.content == response.content


def test_the_share_image_alone_may_be_shown_by_others(site: SmallSite, client: Client) -> None:
    """Whoever shares a page has it shown in pages of theirs; nothing else of the site is."""
    address = share_image_address(client, "/en/about/")
    answers = client.get(address), client.get(f"{address.rpartition('-')[0]}-before.png")
    assert [answer.status_code for answer in answers] == [200, 302]
    again = client.get(address, headers={"if-none-match": answers[0]["ETag"]})
    assert again.status_code == 304
    for answer in (*answers, again):
        assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    for other in ("/en/about/", "/share/999999-nothing.png", "/media/nothing.jpg", "/robots.txt"):
        assert client.get(other)["Cross-Origin-Resource-Policy"] == "same-origin"


def test_the_share_image_is_made_when_the_page_is_published(
    site: SmallSite, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    page = site["en", "about"]
    with django_capture_on_commit_callbacks(execute=True):
        page.title = "About all of us"
        publish(page)
    folder = f"share/{page.pk}"
    (kept,) = private_storage().listdir(folder)[1]
    address = share_image_address(client, "/en/about/")
    assert kept.removesuffix(".png") in address
    with django_capture_on_commit_callbacks(execute=True):
        page.title = "About us again"
        publish(page)
    assert private_storage().listdir(folder)[1] != [kept]
    assert len(private_storage().listdir(folder)[1]) == 1
    old = client.get(address)
    assert (old.status_code, old["Location"]) == (302, share_image_address(client, "/en/about/"))
    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()
    assert private_storage().listdir(folder)[1] == []
    assert client.get(address).status_code == 404


def test_making_a_share_image_again_changes_nothing(site: SmallSite) -> None:
    page = site["en", "about"]
    make_share_image.enqueue(page.pk)
    (kept,) = private_storage().listdir(f"share/{page.pk}")[1]
    changed = private_storage().get_modified_time(f"share/{page.pk}/{kept}")
    make_share_image.enqueue(page.pk)
    assert private_storage().get_modified_time(f"share/{page.pk}/{kept}") == changed


def test_a_private_page_has_no_share_image(site: SmallSite, client: Client) -> None:
    address = share_image_address(client, "/en/about/")
    PageViewRestriction.objects.create(
        page=site["en", "about"], restriction_type=PageViewRestriction.LOGIN
    )
    assert client.get(address).status_code == 404


def test_share_images_are_drawn_one_at_a_time(
    site: SmallSite, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = site["en", "principles"]
    share_images.forget_share_images(page.pk)
    monkeypatch.setattr(share_images, "PATIENCE_IN_SECONDS", 0.01)
    address = share_image_address(client, "/en/principles/")
    with share_images.ONE_AT_A_TIME:
        response = client.get(address)
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert client.get(address).status_code == 200


def drawn(title: str, code: str, direction: str) -> Image.Image:
    image = ShareImage(1, title, "Never Again Action", code, direction)
    return Image.open(io.BytesIO(image.draw())).convert("RGB")


def test_the_second_ink_stands_where_reading_begins() -> None:
    riso = (0xF2, 0x43, 0x1F)
    assert drawn("Zine", "en", "ltr").getpixel((10, 300)) == riso
    assert drawn("مجلة", "ar", "rtl").getpixel((1190, 300)) == riso


def test_a_title_that_the_fonts_cannot_print_is_left_out(site: SmallSite, client: Client) -> None:
    assert all(printable(text) for text in ("Łódź", "مبادئنا", "שלום", "ייִדיש", "Đà Nẵng"))
    assert not printable("移民")
    page = site["en", "about"]
    page.title = "移民"
    publish(page)
    assert client.get(share_image_address(client, "/en/about/")).status_code == 200


@pytest.mark.parametrize(
    "title", ["a" * 255, "word " * 50, "#let x = 1", '"\\", $x$ #panic()', " "]
)
def test_any_title_can_be_drawn(title: str) -> None:
    assert drawn(title, "en", "ltr").size == (1200, 630)
