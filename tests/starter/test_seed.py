"""The starter content as it is in the database, in the admin and in the translation editor."""

import io
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags
from pytest_django import Settings
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, ReferenceIndex, Site
from wagtail_localize.models import (
    OverridableSegment,
    StringSegment,
    StringTranslation,
    TemplateSegment,
    Translation,
    TranslationContext,
    TranslationSource,
)

from chapters.territory import STARTER_DRAFTS
from cms.starter.accounts import ACCOUNTS, demo_password, describe_accounts
from cms.starter.loader.files import Table, read_starter
from cms.starter.loader.keys import key_of
from cms.starter.loader.run import STARTER
from cms.starter.loader.translations import strings_by_path
from home.models import Partner, Person, SiteIdentity
from tests.factories import StandardPageFactory
from tests.seeding import LANGUAGES, SeededSite

pytestmark = pytest.mark.django_db

ADDRESSES = [*read_starter(STARTER)[0].pages]
# The keys of the pages whose English says more than its translations answer, once a passage.
MOVED_ON = [
    key_of("page", passage["page"])
    for passage in tomllib.loads((STARTER / "moved-on.toml").read_text("utf-8"))["passages"]
]


def run(command: str) -> str:
    output = io.StringIO()
    call_command(command, stdout=output)
    return output.getvalue()


# Where it may run


def test_a_second_run_changes_nothing_and_says_so(seeded_site: SeededSite) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert run("seed_demo") == "Starter content is already here; nothing was changed.\n"
    assert all(query["sql"].startswith("SELECT") for query in queries.captured_queries)


def test_it_stays_with_what_editors_made_of_it(seeded_site: SeededSite) -> None:
    page = seeded_site.page("en", "about/")
    page.title = "Edited"
    page.save_revision().publish()
    seeded_site.page("es", "press/").delete()
    run("seed_demo")
    assert seeded_site.page("en", "about/").title == "Edited"
    assert not Page.objects.filter(slug="press", locale__language_code="es").exists()


def test_it_refuses_a_database_with_other_pages() -> None:
    StandardPageFactory(title="Somebody's page")
    with pytest.raises(CommandError, match=r"already holds other content \(the page “Home”\)"):
        run("seed_demo")
    assert not Page.objects.filter(slug="home-es").exists()


def test_it_refuses_a_welcome_page_that_was_worked_on() -> None:
    page = Page.objects.get(depth=2)
    page.save_revision().publish()
    with pytest.raises(CommandError, match="the page “Welcome to your new Wagtail site!”"):
        run("seed_demo")


def test_it_refuses_a_database_with_other_records() -> None:
    Partner.objects.create(name="Somebody", locale=Locale.get_default())
    with pytest.raises(CommandError, match="a record of the kind “partner”"):
        run("seed_demo")


def test_it_never_takes_over_an_account() -> None:
    get_user_model().objects.create_user("staff", password="of their own")
    with pytest.raises(CommandError, match="an account named “staff”"):
        run("seed_demo")


def test_it_refuses_to_run_in_production(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="never for production"):
        run("seed_demo")
    del settings.DEMO
    with pytest.raises(CommandError, match="never for production"):
        run("seed_demo")
    assert Page.objects.filter(depth__gt=1).count() == 1


# What it makes


def test_the_site(seeded_site: SeededSite) -> None:
    site = Site.objects.get()
    assert site.is_default_site
    assert site.root_page.specific == seeded_site.page("en", "")
    assert f"http://{site.hostname}:{site.port}" == settings.WAGTAILADMIN_BASE_URL
    assert site.site_name == "Never Again Action"
    assert set(Locale.objects.values_list("language_code", flat=True)) == set(LANGUAGES)


def test_every_page_is_published_in_every_language(seeded_site: SeededSite) -> None:
    assert Page.find_problems() == ([], [], [], [], [])
    pages = Page.objects.live().filter(depth__gt=1)
    assert pages.count() == len(ADDRESSES) * len(LANGUAGES)
    for page in pages.specific():
        assert not page.has_unpublished_changes
        assert page.live_revision_id == page.latest_revision_id
        assert page.latest_revision.as_object().title == page.title
        assert page.alias_of_id is None
    for code in LANGUAGES:
        assert [page.slug for page in seeded_site.pages(code)][1:] == [
            page.slug for page in seeded_site.pages("en")
        ][1:]


def test_each_chapter_has_its_drafts_to_begin_with(seeded_site: SeededSite) -> None:
    chapters = {page.url_path for page in seeded_site.page("en", "chapters/").get_children()}
    drafts = Page.objects.filter(live=False)
    assert {page.url_path for page in drafts} == {
        f"{chapter}{slug}/" for chapter in chapters for _title, slug in STARTER_DRAFTS
    }


def test_the_seven_chapters_three_staff_and_ten_principles(seeded_site: SeededSite) -> None:
    for code in LANGUAGES:
        assert len(seeded_site.page(code, "chapters/").get_children()) == 7
        assert seeded_site.page(code, "principles/").principles.count() == 10
        assert seeded_site.page(code, "impact/").entries.count() >= 5
        assert Person.objects.filter(locale__language_code=code).count() == 3
        identity = SiteIdentity.objects.get(locale__language_code=code)
        assert identity.site == seeded_site.site
    keys = Person.objects.values_list("translation_key", flat=True)
    assert len(set(keys)) == 3


def words_of(table: Any) -> Iterator[str]:
    """Every text in a starter table, without its links and marks."""
    match table:
        case str():
            yield " ".join(strip_tags(re.sub("<[^>]+>", " ", table)).split())
        case list():
            for item in table:
                yield from words_of(item)
        case dict():
            for name, value in table.items():
                if name not in ("type", "key"):
                    yield from words_of(value)


def words_in(instance: Any) -> str:
    texts = [
        segment.string.render_text().replace("\n", " ")
        for segments in strings_by_path(instance).values()
        for segment in segments
    ]
    return " ".join(" ".join(texts).split())


def comparable(text: str) -> str:
    """Without spaces and escapes, which differ between a file and a stored text."""
    for escape, sign in (("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", "")):
        text = text.replace(escape, sign)
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("code", ["es", "ar"])
def test_pages_say_what_their_files_say(seeded_site: SeededSite, code: str) -> None:
    language = next(one for one in read_starter(STARTER) if one.code == code)
    for address, file in language.pages.items():
        page = seeded_site.page(code, address)
        said = comparable(words_in(page))
        for words in words_of(dict(file.table)):
            assert comparable(words) in said, f"{file.place}: {words}"


def test_a_page_has_its_own_fields(seeded_site: SeededSite) -> None:
    tables: dict[str, Table] = {
        language.code: language.pages["chapters/boston/"].table
        for language in read_starter(STARTER)
    }
    for code in LANGUAGES:
        page = seeded_site.page(code, "chapters/boston/")
        assert page.title == tables[code]["title"]
        assert page.place == tables[code]["place"]
        assert page.state == tables["en"]["state"]
        assert page.time_zone == tables["en"].get("time_zone", "America/New_York")


def links_of(page: Any) -> Iterator[int]:
    """The ids of the pages that a page's texts and blocks link to."""
    data = json.dumps(page.serializable_data(), default=str).replace('\\\\"', '"')
    data = data.replace('\\"', '"')
    yield from (int(number) for number in re.findall(r'id="(\d+)" linktype="page"', data))
    yield from (int(number) for number in re.findall(r'"(?:page|issue)": (\d+)', data))


def test_links_lead_to_pages_of_the_same_language(seeded_site: SeededSite) -> None:
    found = 0
    for code in LANGUAGES:
        pages = seeded_site.pages(code)
        own = {page.pk for page in pages}
        for page in pages:
            links = set(links_of(page)) - {page.pk}
            assert links <= own, f"{code} {page.slug}"
            found += len(links)
    assert found > 30
    assert "page:" not in json.dumps(
        [page.serializable_data() for page in seeded_site.pages("ar")], default=str
    )


def test_everything_can_be_found(seeded_site: SeededSite) -> None:
    boston = seeded_site.page("ar", "chapters/boston/")
    found = Page.objects.filter(locale=boston.locale).search(boston.title)
    assert boston.pk in [page.pk for page in found]
    for image in get_image_model().objects.all():
        assert ReferenceIndex.get_references_to(image).exists()
        assert image.get_rendition("format-jpeg|width-960")


# The translation editor


def test_every_string_of_a_translation_is_there(seeded_site: SeededSite) -> None:
    assert Translation.objects.count() == (len(ADDRESSES) + 4) * 2
    for translation in Translation.objects.all():
        total, translated = translation.get_progress()
        behind = MOVED_ON.count(translation.source.object_id)
        assert translated == total - behind > 0, translation.source.object_repr
    assert not StringTranslation.objects.filter(has_error=True).exists()


def test_sources_are_what_the_editor_would_have_made(seeded_site: SeededSite) -> None:
    kinds = (StringSegment, TemplateSegment, OverridableSegment)
    before = [list(kind.objects.order_by("pk").values()) for kind in kinds]
    paths = list(TranslationContext.objects.order_by("pk").values())
    for source in TranslationSource.objects.all():
        instance = source.get_source_instance()
        assert TranslationSource.update_or_create_from_instance(instance) == (source, False)
        source.refresh_segments()
    assert [list(kind.objects.order_by("pk").values()) for kind in kinds] == before
    assert list(TranslationContext.objects.order_by("pk").values()) == paths
    assert all(context["field_path"] for context in paths)


def content(page: Any) -> dict[str, Any]:
    """A page's content. A link counts as the page that it leads to, in whatever language."""
    keys = {str(pk): str(key) for pk, key in Page.objects.values_list("pk", "translation_key")}
    result: dict[str, Any] = {}
    for rule in page.translatable_fields:
        field = page._meta.get_field(rule.field_name)
        if hasattr(field, "related_model") and field.one_to_many:
            children = getattr(page, rule.field_name).order_by("sort_order")
            result[rule.field_name] = [content(child) for child in children]
        else:
            result[rule.field_name] = _comparable_value(field.value_to_string(page), keys)
    return result


def _comparable_value(value: str, keys: dict[str, str]) -> str:
    value = re.sub(
        r'id=(\\*)"(\d+)\1" linktype=\1"page\1"', lambda match: f"to {keys[match.group(2)]}", value
    )
    value = re.sub(r'"(page|issue)": (\d+)', lambda match: f"to {keys[match.group(2)]}", value)
    return re.sub(r"\s+", " ", value)


def people_in(code: str) -> list[Person]:
    """Those whom readers see in a language."""
    return list(Person.objects.live().filter(locale__language_code=code))


@pytest.mark.parametrize("code", ["es", "ar"])
def test_saving_a_translation_from_its_editor_changes_nothing(
    seeded_site: SeededSite, code: str
) -> None:
    before = {page.pk: content(page) for page in seeded_site.pages(code)}
    people = {person.pk: content(person) for person in people_in(code)}
    for translation in Translation.objects.filter(target_locale__language_code=code):
        translation.save_target(publish=True)
    after = {page.pk: content(page) for page in seeded_site.pages(code)}
    for pk, fields in before.items():
        for name, value in fields.items():
            assert after[pk][name] == value, f"{pk} {name}"
    assert {person.pk: content(person) for person in people_in(code)} == people
    for person in people_in(code):
        assert content(person.get_latest_revision_as_object()) == people[person.pk]


def test_the_editor_opens_with_the_words_in_it(
    seeded_site: SeededSite, admin_client: Client
) -> None:
    page = seeded_site.page("ar", "zine/101/")
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    response = admin_client.get(edit, follow=True)
    assert response.status_code == 200
    fields = BeautifulSoup(response.content, "html.parser").select("textarea[lang=ar]")
    assert page.tagline in {field.get_text().strip() for field in fields}


# Accounts


def test_there_is_an_account_for_every_role(seeded_site: SeededSite, client: Client) -> None:
    assert {account.username for account in ACCOUNTS} == set(
        get_user_model().objects.values_list("username", flat=True)
    )
    for user in get_user_model().objects.all():
        client.force_login(user)
        assert client.get(reverse("wagtailadmin_home")).status_code == 200, user


MAY = {
    # account: (may edit, may publish) for the English and Spanish Boston, and Arabic about page;
    # nobody publishes but by review
    "admin": ("e", "e", "e"),
    "staff": ("e", "e", "e"),
    "approver": ("", "", ""),
    "boston-editor": ("e", "e", ""),
    "boston-lead": ("e", "e", ""),
    "chicago-editor": ("", "", ""),
    "chicago-lead": ("", "", ""),
    "es-translator": ("", "e", ""),
    "es-reviewer": ("", "e", ""),
    "ar-translator": ("", "", "e"),
    "ar-reviewer": ("", "", "e"),
    "coordinator": ("", "", ""),
}


@pytest.mark.parametrize("username", MAY)
def test_accounts_may_do_their_work_and_no_more(seeded_site: SeededSite, username: str) -> None:
    user = get_user_model().objects.get(username=username)
    pages = [
        seeded_site.page("en", "chapters/boston/"),
        seeded_site.page("es", "chapters/boston/"),
        seeded_site.page("ar", "about/"),
    ]
    rights = []
    for page in pages:
        tester = page.permissions_for_user(user)
        rights.append("e" * tester.can_edit() + "p" * tester.can_publish())
    assert tuple(rights) == MAY[username]
    may_start = user.has_perm("wagtail_localize.submit_translation")
    assert may_start == (username in ("admin", "coordinator"))
    assert user.has_perm("auth.change_user") == (username == "admin")


def test_the_accounts_are_printed_with_a_password_that_works(
    seeded_site: SeededSite, client: Client
) -> None:
    lines = run("demo_accounts").splitlines()
    assert len(lines) == len(ACCOUNTS)
    name, password, *_role = lines[1].split()
    assert client.login(username=name, password=password)
    user = get_user_model().objects.get(username="staff")
    user.set_password("something else entirely")
    user.save()
    assert "(changed since)" in describe_accounts()[1]


def test_a_made_up_password_is_kept_for_its_owner_only(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR, settings.DEMO_PASSWORD = tmp_path / "var", ""
    password = demo_password()
    assert len(password) >= 14
    assert demo_password() == password
    assert (tmp_path / "var" / "demo_password").stat().st_mode & 0o777 == 0o600
    settings.DEMO_PASSWORD = "given in the environment"
    assert demo_password() == "given in the environment"


def test_nothing_is_printed_outside_a_demo(seeded_site: SeededSite, settings: Settings) -> None:
    settings.DEMO = False
    assert run("demo_accounts") == ""
