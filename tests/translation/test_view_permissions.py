"""Every address of wagtail-localize has a rule, and leads to the desk or to nobody."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource

from cms.access.permission_rules import nobody
from cms.access.registered_views import SUPERUSERS_ONLY, VIEW_PERMISSIONS
from cms.access.translating import may_translate
from home.models import HomePage

from .world import ACCOUNTS, SCRIPT, World, put

pytestmark = pytest.mark.django_db

# Stock views that are still reached, and who may reach them.
STOCK = {
    "javascript_catalog": "everybody",
    "translations_report": "national",
    "translations_report_results": "national",
    "snippets_api_listing": "superusers",
    "snippets_api_detail": "superusers",
    "convert_to_alias": "nobody",
    "machine_translate": "nobody",
}
ARGUMENTS = {
    "page_id": 1,
    "pk": "1",
    "translation_id": 1,
    "string_segment_id": 1,
    "overridable_segment_id": 1,
    "translation_source_id": 1,
    "mode": "print",
    "app_label": "home",
    "model_name": "partner",
}


def patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, pattern.namespace or namespace)
        elif namespace in {"wagtail_localize", "translation"}:
            yield f"{namespace}:{pattern.name}", pattern


def names() -> list[str]:
    return sorted({name for name, _pattern in patterns(get_resolver())})


def test_every_view_has_a_door() -> None:
    assert len(names()) > 20
    for name in names():
        assert (name in VIEW_PERMISSIONS) != (name in SUPERUSERS_ONLY), name


def test_every_stock_view_is_replaced_or_known_to_be_reached() -> None:
    reached = set()
    for name, pattern in patterns(get_resolver()):
        space, _colon, short = name.partition(":")
        if space != "wagtail_localize":
            continue
        wanted = {key: ARGUMENTS[key] for key in pattern.pattern.converters}
        match = resolve(reverse(name, kwargs=wanted))
        if not match.view_name.startswith("translation:"):
            reached.add(short)
    assert reached == set(STOCK)


def test_what_nobody_may_is_closed_to_everybody() -> None:
    for short, rule in STOCK.items():
        if rule == "nobody":
            assert VIEW_PERMISSIONS[f"wagtail_localize:{short}"] is nobody


WRITERS = {"es": {"es-translator", "es-reviewer", "es-reviewer-2", "superuser"}}
WRITERS["ar"] = {"ar-translator", "ar-reviewer", "superuser"}
READERS_EVERYWHERE = {"staff", "approver", "approver-2", "coordinator"}
OF_BOSTON = {"boston-editor", "boston-lead"}


def status(world: World, who: str, kind: str, name: str, code: str) -> int:
    translation, client = world.translation(name, code), world.client(who)
    segment = world.segments(name)[0]
    match kind:
        case "segment":
            address = reverse("translation:segment", args=[translation.pk, segment.pk])
            return put(client, address, f"{who} was here").status_code
        case "delete":
            address = reverse("translation:segment", args=[translation.pk, segment.pk])
            return client.delete(address, headers=SCRIPT).status_code
        case "editor" | "download" | "preview":
            return client.get(
                reverse(f"translation:{kind}", args=[translation.pk]), headers=SCRIPT
            ).status_code
        case "save":
            address = reverse("translation:editor", args=[translation.pk])
            return client.post(address, {"action": "save"}, headers=SCRIPT).status_code
        case "upload" | "stop":
            return client.post(
                reverse(f"translation:{kind}", args=[translation.pk]), headers=SCRIPT
            ).status_code
    address = reverse("translation:update", args=[translation.source_id])
    return client.post(address, headers=SCRIPT).status_code


@pytest.mark.parametrize("code", ["es", "ar"])
@pytest.mark.parametrize("name", ["about", "boston"])
def test_who_may_do_what(world: World, name: str, code: str) -> None:
    everybody = [*ACCOUNTS, "newcomer", "superuser"]
    writers = WRITERS[code]
    readers = writers | READERS_EVERYWHERE | (OF_BOSTON if name == "boston" else set())
    coordinators = {"coordinator", "superuser"}
    wanted = {
        "editor": readers,
        "download": readers,
        "preview": readers,
        "segment": writers,
        "delete": writers,
        "save": writers,
        "upload": writers,
        "update": coordinators,
        "stop": coordinators,
    }
    for kind, allowed in wanted.items():
        for who in everybody:
            got = status(world, who, kind, name, code)
            refused = {403} | ({302} if who == "newcomer" else set())
            assert (got not in refused) == (who in allowed), (kind, who, got)
    assert not world.translation(name, code).enabled


def test_those_who_are_not_signed_in_are_sent_to_the_door(world: World) -> None:
    for kind in ("editor", "download", "preview", "upload"):
        response = Client().get(
            reverse(f"translation:{kind}", args=[world.translation("about", "es").pk])
        )
        assert response.status_code == 302
        assert "login" in response["Location"]


@pytest.mark.parametrize("who", ["es-translator", "coordinator", "staff", "superuser"])
def test_nobody_reaches_what_is_closed(world: World, who: str) -> None:
    translation, before = world.translation("about", "es"), world.readers_see()
    page, client = world.page("about", "es"), world.client(who)
    for name, arguments in (
        ("convert_to_alias", [page.pk]),
        ("machine_translate", [translation.pk]),
    ):
        address = reverse(f"wagtail_localize:{name}", args=arguments)
        assert client.post(address, headers=SCRIPT).status_code == 403
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    for posted in ({"action": "publish"}, {"localize-convert-to-alias": "1"}, {"title": "X"}):
        assert client.post(edit, posted).status_code == 302
    assert world.readers_see() == before
    assert Translation.objects.filter(pk=translation.pk).exists()


def test_the_page_editor_leads_to_the_desk(world: World) -> None:
    edit = reverse("wagtailadmin_pages:edit", args=[world.page("about", "es").pk])
    response = world.client("es-translator").get(edit)
    assert response.status_code == 302
    assert response["Location"] == world.editor("about", "es")


def test_a_coordinator_starts_translations_as_drafts_only(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    french, _made = Locale.objects.get_or_create(language_code="fr")
    before = world.readers_see()
    address = reverse("translation:start", args=[world.pages["home"].pk])
    posted = {"locales": [french.pk], "include_subtree": "on"}
    for who in ("es-translator", "boston-lead", "staff"):
        assert world.client(who).post(address, posted, headers=SCRIPT).status_code == 403
    secret = Page.objects.get(slug="contact", locale__language_code="en", url_path__contains="bost")
    assert not secret.live
    with django_capture_on_commit_callbacks(execute=True):
        assert world.client("coordinator").post(address, posted).status_code == 302
    assert Page.objects.filter(locale=french).count() == 6
    assert not Page.objects.filter(locale=french, live=True).exists()
    assert world.readers_see() == before
    assert not HomePage.objects.filter(locale=french, live=True).exists()
    sources = TranslationSource.objects.filter(translations__target_locale=french)
    assert sources.count() == 6
    assert not Page.objects.filter(translation_key=secret.translation_key, locale=french).exists()


def test_the_predicate_is_of_one_language(world: World) -> None:
    spanish, arabic = world.translation("boston", "es"), world.translation("boston", "ar")
    assert may_translate(world.users["es-translator"], spanish)
    assert not may_translate(world.users["es-translator"], arabic)
    gone = world.users["ar-translator"]
    assert may_translate(gone, arabic)
    gone.groups.clear()
    assert not may_translate(gone, arabic)
    world.users["es-translator"].is_active = False
    assert not may_translate(world.users["es-translator"], spanish)
    world.users["es-translator"].is_active = True
