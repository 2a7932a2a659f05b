"""The translation memory offers what was approved, and nothing that an account may not see."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from cms.access.models import Team
from cms.translation.memory.entries import offer_what_was_approved
from cms.translation.memory.similarity import similarity, telling_words, words_of
from cms.translation.models import MemoryEntry
from cms.translation.segments.listing import segments_of
from home.models import AboutPage
from tests.trees import publish

from .test_limits import limit
from .world import World, put

pytestmark = pytest.mark.django_db

WORDS = "We walk together to the airport every Thursday evening"
NEARLY = "We walk together to the airport every Friday evening"
SPANISH = "Caminamos juntas al aeropuerto cada jueves"


def give(world: World, name: str, summary: str) -> None:
    """Publish an English page with another summary, and bring its source up to date."""
    page = world.page(name, "en")
    page.summary = summary
    page.save_revision().publish()
    world.translation(name, "es").source.update_from_db()


def approve_in_boston(world: World) -> None:
    """Let Boston's summary go through review into Spanish."""
    give(world, "boston", WORDS)
    world.write("es-translator", "boston", "es", "summary", SPANISH)
    assert world.submit("es-translator", "boston", "es").status_code == 302
    for who in ("es-reviewer", "boston-lead", "approver"):
        assert world.approve(who, "boston", "es").status_code == 302
    assert world.page("boston", "es").summary == SPANISH


def offers(world: World, name: str, who: str = "es-translator") -> list[tuple[str, int]]:
    translation = world.translation(name, "es")
    segments = segments_of(translation)
    found = offer_what_was_approved(translation, segments, world.users[who])
    return [(offer.text, offer.percent) for each in found.values() for offer in each]


def test_a_draft_is_remembered_by_nobody(world: World) -> None:
    give(world, "boston", WORDS)
    give(world, "about", WORDS)
    world.write("es-translator", "boston", "es", "summary", SPANISH)
    assert offers(world, "about") == []
    world.submit("es-translator", "boston", "es")
    assert offers(world, "about") == []
    world.ask_for_changes("es-reviewer", "boston", "es", "Otra vez")
    assert offers(world, "about") == []
    assert not MemoryEntry.objects.exists()


def test_the_same_words_and_nearly_the_same_are_offered_once_approved(world: World) -> None:
    approve_in_boston(world)
    give(world, "about", WORDS)
    assert offers(world, "about") == [(SPANISH, 100)]
    give(world, "about", NEARLY)
    [(text, percent)] = offers(world, "about")
    assert text == SPANISH
    assert 80 <= percent < 100
    editor = world.client("es-translator").get(world.editor("about", "es")).text
    assert f"{percent}% alike" in editor
    assert "taken out: </span>Thursday" in editor
    assert "put in: </span>Friday" in editor
    give(world, "about", "Nothing of the kind is said here any more by anybody")
    assert offers(world, "about") == []


def test_an_edit_of_the_source_is_offered_what_its_old_words_were_called(world: World) -> None:
    approve_in_boston(world)
    give(world, "boston", NEARLY)
    world.page("boston", "es")
    StringTranslation.objects.filter(data=SPANISH).delete()
    assert offers(world, "boston")[0][0] == SPANISH


def test_what_is_approved_is_remembered_not_what_was_typed_since(world: World) -> None:
    give(world, "boston", WORDS)
    world.write("es-translator", "boston", "es", "summary", SPANISH)
    world.submit("es-translator", "boston", "es")
    world.write("es-reviewer", "boston", "es", "summary", "Después")
    for who in ("es-reviewer-2", "boston-lead", "approver"):
        world.approve(who, "boston", "es")
    give(world, "about", WORDS)
    assert offers(world, "about") == [(SPANISH, 100)]


def test_an_offer_is_taken_over_without_scripts_and_nothing_typed_is_lost(world: World) -> None:
    approve_in_boston(world)
    give(world, "about", WORDS)
    client = world.client("es-translator")
    row = MemoryEntry.objects.get(text=SPANISH)
    segment, title = world.segment("about", "summary"), world.segment("about", "title")
    editor = client.get(world.editor("about", "es")).text
    take = f"{segment.pk}-{row.pk}"
    assert f'name="take" value="{take}"' in editor
    posted = {f"segment-{title.pk}": "Nosotras", f"segment-{segment.pk}": "", "take": take}
    response = client.post(world.editor("about", "es"), posted)
    assert response.status_code == 302
    assert response["Location"].endswith(f"#segment-{segment.pk}")
    texts = {each.pk: each.text for each in segments_of(world.translation("about", "es"))}
    assert texts[segment.pk] == SPANISH
    assert texts[title.pk] == "Nosotras"
    for hostile in ("", "x", f"{title.pk}-{row.pk}", f"{segment.pk}-999999", "١-١"):
        assert client.post(world.editor("about", "es"), {"take": hostile}).status_code == 302
    texts = {each.pk: each.text for each in segments_of(world.translation("about", "es"))}
    assert texts[title.pk] == "Nosotras"


def test_nothing_of_a_page_that_readers_cannot_see_any_more_is_offered(world: World) -> None:
    approve_in_boston(world)
    give(world, "about", WORDS)
    assert offers(world, "about") == [(SPANISH, 100)]
    world.page("boston", "en").unpublish()
    assert offers(world, "about") == []
    assert SPANISH not in world.client("es-translator").get(world.editor("about", "es")).text
    # Who may see the English draft may see what was made of it.
    assert offers(world, "about", "staff") == [(SPANISH, 100)]


def test_nothing_of_a_translation_that_the_account_may_not_see_is_offered(
    world: World,
) -> None:
    """Readers see the English page; its Spanish text was taken down, and is not Chicago's."""
    limit(world, "translators", "Chicago")
    team = Team.objects.get(role_key="translators", territory__isnull=False)
    world.users["chicago-translator"] = User.objects.create_user("chicago-translator")
    world.users["chicago-translator"].groups.add(team.group)
    approve_in_boston(world)
    give(world, "chicago", WORDS)
    address = world.editor("chicago", "es")
    assert offers(world, "chicago", "chicago-translator") == [(SPANISH, 100)]
    assert SPANISH in world.client("chicago-translator").get(address).text
    world.page("boston", "es").unpublish()
    assert world.client("anonymous").get("/en/chapters/boston/").status_code == 200
    assert offers(world, "chicago", "chicago-translator") == []
    assert SPANISH not in world.client("chicago-translator").get(address).text
    # Who has a right on the Spanish draft is offered it as before.
    assert SPANISH in world.client("es-translator").get(address).text


def test_a_language_remembers_its_own(world: World) -> None:
    approve_in_boston(world)
    give(world, "about", WORDS)
    translation = world.translation("about", "ar")
    found = offer_what_was_approved(
        translation, segments_of(translation), world.users["ar-translator"]
    )
    assert found == {}


def test_an_approved_record_is_remembered(world: World) -> None:
    page = AboutPage(title="Partner page", slug="partner-page", summary=WORDS)
    page.locale = world.pages["home"].locale
    world.page("home", "en").add_child(instance=page)
    publish(page)
    assert Page.objects.filter(pk=page.pk, live=True).exists()
    approve_in_boston(world)
    assert MemoryEntry.objects.filter(text=SPANISH, of_page=True).count() == 1


def test_alike_texts_have_a_telling_word_in_common() -> None:
    pairs: list[tuple[str, str]] = [
        (WORDS, NEARLY),
        ("Donate now", "Donate now!"),
        ("<b>Never</b> again means now", "Never again means never"),
        ("Détention &amp; exil", "Détention & exil"),
    ]
    for one, other in pairs:
        assert similarity(one, other) >= 70, (one, other)
        assert telling_words(words_of(one)) & telling_words(words_of(other))
    assert similarity(WORDS, WORDS) == 100
    assert similarity("a b c", "x y z") == 0
    assert similarity("", "x") == 0


def test_a_passage_of_a_page_in_review_can_still_be_typed(world: World) -> None:
    """The editor keeps its promise to save while offers stand beside the text."""
    approve_in_boston(world)
    give(world, "about", WORDS)
    address = world.address("about", "es", world.segment("about", "summary"))
    answer: Any = put(world.client("es-translator"), address, "A mano")
    assert answer.json()["text"] == "A mano"
    assert offers(world, "about") == []
