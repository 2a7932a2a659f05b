"""Nothing that happens at the desk changes a byte that readers get, but for an approval."""

from typing import Any

import pytest
from wagtail_localize.models import StringTranslation

from .world import World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "path", "address"),
    [
        ("about", "title", "/es/about/"),
        ("about", "body", "/es/about/"),
        ("principles", "principles", "/es/principles/"),
        ("boston", "place", "/es/chapters/boston/"),
    ],
)
def test_readers_get_what_was_approved_and_nothing_before(
    world: World, name: str, path: str, address: str
) -> None:
    before = world.readers_see()
    assert before[address][0] == 200
    assert world.write("es-translator", name, "es", path, "NUEVO texto").status_code == 200
    assert world.readers_see() == before
    assert world.submit("es-translator", name, "es").status_code == 302
    assert world.readers_see() == before
    assert world.page(name, "es").current_workflow_state is not None
    assert world.ask_for_changes("es-reviewer", name, "es", "Otra vez").status_code == 302
    assert world.readers_see() == before
    assert world.submit("es-translator", name, "es").status_code == 302
    people = ["es-reviewer", "approver"]
    if name == "boston":
        people.insert(1, "boston-lead")
    for who in people:
        assert world.readers_see() == before
        assert world.approve(who, name, "es").status_code == 302
    after = world.readers_see()
    assert "NUEVO texto" in after[address][1]
    others = {place for place in before if place != address and before[place] != after[place]}
    assert all("NUEVO" in after[place][1] for place in others)


def test_a_first_translation_is_missing_until_it_is_approved(world: World) -> None:
    world.write_all("ar-translator", "about", "ar", "ar2")
    assert world.client("anonymous").get("/ar/about/").status_code == 404
    assert world.submit("ar-translator", "about", "ar").status_code == 302
    assert world.client("anonymous").get("/ar/about/").status_code == 404
    world.approve("ar-reviewer", "about", "ar")
    world.approve("approver", "about", "ar")
    response = world.client("anonymous").get("/ar/about/")
    assert response.status_code == 200
    assert "ar2" in response.text
    assert 'lang="ar" dir="rtl"' in response.text


def test_no_call_of_localize_reaches_the_live_row(world: World) -> None:
    before = world.readers_see()
    world.write("es-translator", "about", "es", "title", "BORRADOR")
    translation = world.translation("about", "es")
    for publish in (False, True):
        translation.save_target(user=world.users["es-translator"], publish=publish)
    assert world.readers_see() == before
    assert world.page("about", "es").get_latest_revision_as_object().title == "BORRADOR"
    with pytest.raises(Exception, match=r"cms\.translation alone"):
        translation.source.create_or_update_translation(translation.target_locale)


def test_an_alias_with_old_strings_shows_none_of_them_when_started_again(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    english = world.page("about", "en")
    page = world.page("about", "ar")
    translation = world.translation("about", "ar")
    world.write_all("ar-translator", "about", "ar", "UNREVIEWED")
    page.alias_of, page.live = english, True
    page.save(update_fields=["alias_of", "live"])
    before = world.readers_see()
    assert before["/ar/about/"][0] == 404
    translation.save_target(publish=True)
    assert world.readers_see() == before
    page = world.page("about", "ar")
    assert page.alias_of_id is None
    assert not page.live


def test_a_slug_is_no_passage_and_the_same_in_every_language(world: World) -> None:
    for name in ("home", "about", "boston"):
        assert not [each for each in world.segments(name) if "slug" in each.context.path]
    assert world.page("about", "ar").slug == "about"
    assert world.page("home", "es").slug == "home-en-es"
    assert world.page("home", "es").get_latest_revision_as_object().slug == "home-en-es"


def test_text_in_review_is_published_as_it_was_submitted(world: World) -> None:
    world.write("es-translator", "about", "es", "title", "Lo enviado")
    world.submit("es-translator", "about", "es")
    StringTranslation.objects.filter(data="Lo enviado").update(data="COLADO")
    world.approve("es-reviewer", "about", "es")
    world.approve("approver", "about", "es")
    seen = world.client("anonymous").get("/es/about/").text
    assert "Lo enviado" in seen
    assert "COLADO" not in seen
