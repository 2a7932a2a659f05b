"""The admin: records, previews of blocks, the organization's name, no third party."""

import datetime
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.models import Page, Site
from wagtail.test.utils.form_data import nested_form_data, streamfield
from wagtail.users.models import UserProfile

from cms.checks import our_models
from cms.contacts.models import Contact
from cms.translation.models import GlossaryTerm
from home.models import Partner, Person, SiteIdentity
from tests.factories import PersonFactory
from tests.trees import SmallSite, add_principle
from zine.models import ZineIssuePage

from .page_forms import stream_blocks

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("staff", email="staff@example.org"))
    return client


def preview(staff: Client, block: blocks.Block) -> BeautifulSoup:
    response = staff.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.parametrize("name", stream_blocks())
def test_each_block_has_a_preview(staff: Client, site: SmallSite, name: str) -> None:
    add_principle(site["en", "principles"], 1, "Who we are", "<p>Why.</p>")
    PersonFactory()
    body = preview(staff, stream_blocks()[name]).body
    assert body is not None
    if name in ("ImageBlock picture", "ChapterListBlock chapter_list"):
        return  # A picture without words; a site without chapters.
    assert body.get_text(strip=True), name


RECORDS: dict[Any, dict[str, Any]] = {
    Person: {"name": "Somebody", "role": "Organizer", "order": "1", "is_active": "on"},
    Partner: {
        "name": "A partner",
        "description": "Who they are.",
        "url": "https://www.example.org/",
        "consent_on": "2024-01-01",
        "consent_note": "By letter.",
    },
    SiteIdentity: {
        "organization_name": "A name",
        "tagline": "A line",
        "statement": "A statement.",
        "join_url": "",
        "donate_url": "",
        "press_email": "press@example.org",
        "social_links": streamfield([]),
        "menu": streamfield([]),
        "footer": streamfield([]),
    },
}


def record_form(model: Any, **values: str) -> dict[str, str]:
    data = RECORDS[model] | values
    if model is SiteIdentity:
        data |= {"site": str(Site.objects.get().pk)}
    form: dict[str, str] = nested_form_data(data)
    return form


@pytest.mark.parametrize("model", RECORDS)
def test_a_record_is_added_found_and_changed(staff: Client, model: Any) -> None:
    model.objects.all().delete()
    urls = model.snippet_viewset
    assert staff.get(reverse(urls.get_url_name("add"))).status_code == 200
    response = staff.post(reverse(urls.get_url_name("add")), record_form(model))
    assert response.status_code == 302, response.context["form"].errors
    record = model.objects.get()

    listing = reverse(urls.get_url_name("list"))
    name = RECORDS[model].get("name") or RECORDS[model]["organization_name"]
    assert name in staff.get(listing).content.decode()
    assert name in staff.get(listing, {"q": name}).content.decode()
    assert name not in staff.get(listing, {"q": "nothing-like-it"}).content.decode()

    edit = reverse(urls.get_url_name("edit"), args=[record.pk])
    assert staff.get(edit).status_code == 200
    changed = "tagline" if model is SiteIdentity else "name"
    response = staff.post(edit, record_form(model, **{changed: "Another"}))
    assert response.status_code == 302, response.context["form"].errors
    record.refresh_from_db()
    assert getattr(record, changed) == "Another"


def test_records_stand_in_the_menus(staff: Client) -> None:
    dashboard = staff.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse(SiteIdentity.snippet_viewset.get_url_name("list")) in dashboard
    snippets = staff.get(reverse("wagtailsnippets:index")).content.decode()
    for model in (Person, Partner):
        assert reverse(model.snippet_viewset.get_url_name("list")) in snippets


def test_a_second_identity_in_one_language_is_refused(staff: Client, site: SmallSite) -> None:
    add = reverse(SiteIdentity.snippet_viewset.get_url_name("add"))
    before = SiteIdentity.objects.count()
    response = staff.post(add, record_form(SiteIdentity))
    assert response.status_code == 200
    assert "has an identity in this language already" in response.content.decode()
    assert SiteIdentity.objects.count() == before


def test_a_partner_is_listed_only_with_a_recorded_consent(staff: Client) -> None:
    add = reverse(Partner.snippet_viewset.get_url_name("add"))
    response = staff.post(add, record_form(Partner, consent_note=""))
    assert response.status_code == 200
    assert "Note how the partner agreed." in response.content.decode()
    staff.post(add, record_form(Partner, consent_on="", consent_note=""))
    staff.post(add, record_form(Partner, name="Agreed"))
    assert not Partner.objects.listed().exists()
    assert Partner.objects.count() == 2
    for partner in Partner.objects.all():
        partner.get_latest_revision().publish()
    assert [partner.name for partner in Partner.objects.listed()] == ["Agreed"]


def test_two_issues_of_one_number_are_refused(staff: Client, site: SmallSite) -> None:
    other = ZineIssuePage(
        title="Other", slug="other", number=300, published_on=datetime.date(2024, 1, 1)
    )
    site["en", "zine"].add_child(instance=other)
    data = {
        "title": "Other",
        "slug": "other",
        "number": "101",
        "published_on": "2024-01-01",
        "licence": "CC0-1.0",
        "cover": streamfield([]),
        "body": streamfield([]),
        "comments": {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"},
    }
    response = staff.post(
        reverse("wagtailadmin_pages:edit", args=[other.pk]), nested_form_data(data)
    )
    assert response.status_code == 200
    assert "has this number already" in response.content.decode()


def test_the_organization_signs_its_admin(client: Client, staff: Client) -> None:
    login = Client().get(reverse("wagtailadmin_login"))
    for page in (login, staff.get(reverse("wagtailadmin_home"))):
        content = page.content.decode()
        assert "Never Again Action" in content
        assert "admin-theme/never-again-action" in content
        assert "icons/favicon" in content
        assert "Sign in to Wagtail" not in content


ADMIN_SCREENS = [
    "wagtailadmin_home",
    "wagtailadmin_login",
    "wagtailadmin_account",
    "wagtailadmin_explore_root",
    "wagtailadmin_reports:site_history",
    "wagtailadmin_workflows:index",
    "wagtailimages:index",
    "wagtailimages:add",
    "wagtailimages:add_multiple",
    "wagtaildocs:index",
    "wagtailsnippets:index",
    "wagtailusers_users:index",
    "wagtailsites:index",
    "wagtaillocales:index",
]
ATTRIBUTES = ("src", "href", "srcset", "action", "data-src", "poster")


def foreign_hosts(html: str) -> set[str]:
    """The hosts of everything that a browser loads by itself for this page."""
    soup = BeautifulSoup(html, "html.parser")
    addresses = [
        str(element[name])
        for element in soup.find_all(["img", "script", "link", "iframe", "source", "use", "form"])
        for name in ATTRIBUTES
        if element.has_attr(name)
    ]
    addresses += re.findall(r"url\(['\"]?([^'\")]+)", html)
    return {urlsplit(address).netloc for address in addresses} - {"", "testserver"}


def test_foreign_hosts_are_seen() -> None:
    assert foreign_hosts('<img src="https://www.gravatar.com/avatar/1">') == {"www.gravatar.com"}
    assert foreign_hosts("<style>a{background:url(//cdn.example/x)}</style>") == {"cdn.example"}
    assert foreign_hosts('<img src="/media/x.png"><a href="https://a.example/">') == set()


@pytest.mark.parametrize("name", ADMIN_SCREENS)
def test_the_admin_asks_no_third_party(staff: Client, name: str) -> None:
    response = staff.get(reverse(name), follow=True)
    assert response.status_code == 200
    content = response.content.decode()
    assert foreign_hosts(content) == set()
    for stranger in ("gravatar", "releases.wagtail", "cdn.jsdelivr"):
        assert stranger not in content


def test_what_wagtail_would_ask_outside_is_off() -> None:
    assert settings.WAGTAIL_GRAVATAR_PROVIDER_URL is None
    assert settings.WAGTAIL_ENABLE_UPDATE_CHECK is False
    assert settings.WAGTAIL_ENABLE_WHATS_NEW_BANNER is False
    assert settings.WAGTAILEMBEDS_FINDERS == []


def test_no_public_api_is_mounted(client: Client) -> None:
    def modules(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from modules(pattern.url_patterns)
            else:
                yield pattern.callback.__module__

    found = set(modules(get_resolver().url_patterns))
    assert "wagtail.admin.views.home" in found
    # The admin's own choosers read from v2's views, behind the login.
    assert {name for name in found if name.startswith("wagtail.api.v3")} == set()
    for url in ("/api/", "/api/v2/pages/", "/api/v3/pages/"):
        assert client.get(url, follow=True).status_code == 404
    for url in ("/admin/api/main/pages/", "/admin/api/main/images/"):
        assert client.get(url).status_code in (302, 401, 403)


def test_embeds_fetch_nothing(staff: Client) -> None:
    response = staff.post(
        reverse("wagtailembeds:chooser_upload"),
        {"embed-chooser-url": "https://www.youtube.com/watch?v=1"},
    )
    assert response.status_code == 200
    assert "embed_chosen" not in response.content.decode()


@pytest.mark.parametrize("code", ["en", "es", "ar"])
def test_the_admin_speaks_its_users_language(staff: Client, code: str) -> None:
    profile = UserProfile.get_for_user(User.objects.get(username="staff"))
    profile.preferred_language = code
    profile.save()
    response = staff.get(reverse("wagtailadmin_home"))
    html = BeautifulSoup(response.content, "html.parser").html
    assert html is not None
    assert (html["lang"], html["dir"]) == (code, "rtl" if code == "ar" else "ltr")


def test_every_model_of_ours_with_a_form_can_be_reached() -> None:
    reachable: set[Any] = {Person, Partner, SiteIdentity, GlossaryTerm, Contact}
    for snippet in reachable:
        assert reverse(snippet.snippet_viewset.get_url_name("list"))
    for model in our_models():
        if hasattr(model, "panels") and not issubclass(model, Page):
            is_child = any(isinstance(field, ParentalKey) for field in model._meta.get_fields())
            assert model in reachable or is_child, model
