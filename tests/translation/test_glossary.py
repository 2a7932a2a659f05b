"""The glossary: who keeps it, where it shows, and that a translation keeps to it or says why."""

import re

import pytest
from django.urls import reverse
from wagtail.models import Locale

from cms.translation.glossary.terms import Glossary
from cms.translation.models import DismissedCheck, GlossaryTerm, GlossaryWording
from cms.translation.segments.listing import segments_of

from .test_memory import give
from .world import World

MARKS = re.compile("[\u2066-\u2069]")

pytestmark = pytest.mark.django_db


@pytest.fixture
def terms(world: World) -> dict[str, GlossaryTerm]:
    """A name that stays, and a term that is translated into Spanish in two ways."""
    name = GlossaryTerm.objects.create(term="Never Again", stays=True)
    aid = GlossaryTerm.objects.create(term="mutual aid", note="Not charity.")
    spanish = Locale.objects.get(language_code="es")
    for text in ("ayuda mutua", "apoyo mutuo"):
        GlossaryWording.objects.create(term=aid, locale=spanish, text=text)
    give(world, "about", "Never Again lives by mutual aid.")
    return {"name": name, "aid": aid}


def editor(world: World) -> str:
    text: str = world.client("es-translator").get(world.editor("about", "es")).text
    return text


def write(world: World, text: str) -> None:
    assert world.write("es-translator", "about", "es", "summary", text).status_code == 200


def test_terms_are_marked_in_the_source_and_named_below_it(
    world: World, terms: dict[str, GlossaryTerm]
) -> None:
    text = editor(world)
    assert "<mark>Never Again</mark>" in text
    assert "<mark>mutual aid</mark>" in text
    assert "stays as it is" in text
    assert '<bdi lang="es">ayuda mutua</bdi> / <bdi lang="es">apoyo mutuo</bdi>' in text
    assert "Not charity." in text
    assert len(terms) == 2


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("Never Again vive del APOYO mutuo.", []),
        ("Nunca Más vive de la ayuda mutua.", ["keeps “Never Again” as it is"]),
        ("Never Again vive de la caridad.", ["“ayuda mutua / apoyo mutuo” for “mutual aid”"]),
        ("Todo.", ["keeps “Never Again”", "for “mutual aid”"]),
    ],
)
def test_a_translation_that_strays_is_refused_by_name_of_the_passage(
    world: World, terms: dict[str, GlossaryTerm], written: str, named: list[str]
) -> None:
    assert terms
    write(world, written)
    response = world.submit("es-translator", "about", "es")
    assert response.status_code == (422 if named else 302)
    said = MARKS.sub("", response.text)
    for sentence in named:
        assert sentence in said
        assert "Summary: The glossary" in said
    assert (world.page("about", "es").current_workflow_state is None) == bool(named)


def test_what_is_meant_so_is_recorded_with_its_reason_and_may_be_submitted(
    world: World, terms: dict[str, GlossaryTerm]
) -> None:
    write(world, "Nunca Más vive de la ayuda mutua.")
    segment, client = world.segment("about", "summary"), world.client("es-translator")
    name = f"meant-{segment.pk}-{terms['name'].pk}"
    assert f'name="{name}"' in editor(world)
    posted = {name: "En español se llama así.", "action": "submit"}
    assert client.post(world.editor("about", "es"), posted).status_code == 302
    row = DismissedCheck.objects.get()
    assert (row.reason, row.user) == ("En español se llama así.", world.users["es-translator"])
    assert world.page("about", "es").current_workflow_state is not None
    reviewer = world.client("es-reviewer").get(world.editor("about", "es")).text
    assert "En español se llama así." in reviewer
    state = world.page("about", "es").current_workflow_task_state
    told = world.client("es-reviewer").get(reverse("review:review", args=[state.pk])).text
    assert "\u2068En español se llama así." in told


def test_a_reason_holds_until_the_source_changes_and_may_be_taken_back(
    world: World, terms: dict[str, GlossaryTerm]
) -> None:
    write(world, "Nunca Más vive de la ayuda mutua.")
    segment, client = world.segment("about", "summary"), world.client("es-translator")
    name = f"meant-{segment.pk}-{terms['name'].pk}"
    client.post(world.editor("about", "es"), {name: "Así es."})
    assert not objections(world)
    client.post(world.editor("about", "es"), {name: ""})
    assert objections(world)
    client.post(world.editor("about", "es"), {name: "Así es."})
    give(world, "about", "Never Again lives by mutual aid alone.")
    write(world, "Nunca Más vive solo de la ayuda mutua.")
    assert objections(world)
    for hostile in (f"meant-{segment.pk}-9999", "meant-9-9", "meant-x-y", "meant-١-١"):
        assert client.post(world.editor("about", "es"), {hostile: "x"}).status_code == 302
    assert DismissedCheck.objects.count() == 1


def objections(world: World) -> list[str]:
    translation = world.translation("about", "es")
    return list(Glossary(translation).objections(segments_of(translation)))


def test_another_language_is_not_held_to_a_wording_that_it_does_not_have(
    world: World, terms: dict[str, GlossaryTerm]
) -> None:
    assert terms
    world.write("ar-translator", "about", "ar", "summary", "Never Again تعيش بالتعاون")
    translation = world.translation("about", "ar")
    assert list(Glossary(translation).objections(segments_of(translation))) == []
    arabic = Locale.objects.get(language_code="ar")
    GlossaryWording.objects.create(term=terms["aid"], locale=arabic, text="التعاون المتبادل")
    assert list(Glossary(translation).objections(segments_of(translation)))
    # Vowel signs, stretching and what is joined to a word in Arabic are no other wording.
    world.write("ar-translator", "about", "ar", "summary", "Never Again تعيش بالتَّعاون المتبـــادل")
    world.write("ar-translator", "about", "ar", "summary", "Never Again والتعاون المتبـادل")
    assert list(Glossary(translation).objections(segments_of(translation))) == []


def test_a_longer_term_wins_and_a_plural_is_the_same_term(world: World) -> None:
    GlossaryTerm.objects.create(term="chapter")
    GlossaryTerm.objects.create(term="chapter lead")
    pieces = Glossary(world.translation("about", "es")).pieces("Chapters, a chapter lead, achapter")
    assert [(piece, term.term) for piece, term in pieces if term] == [
        ("Chapters", "chapter"),
        ("chapter lead", "chapter lead"),
    ]
    assert "".join(piece for piece, _term in pieces) == "Chapters, a chapter lead, achapter"


def test_staff_and_coordinators_keep_it_and_nobody_else(world: World) -> None:
    address = reverse("wagtailsnippets_translation_glossaryterm:add")
    posted = {
        "term": "abolition",
        "note": "",
        "wordings-TOTAL_FORMS": "1",
        "wordings-INITIAL_FORMS": "0",
        "wordings-MIN_NUM_FORMS": "0",
        "wordings-MAX_NUM_FORMS": "1000",
        "wordings-0-locale": Locale.objects.get(language_code="es").pk,
        "wordings-0-text": "abolición",
        "wordings-0-id": "",
    }
    script = {"X-Requested-With": "XMLHttpRequest"}
    for who in ("es-translator", "es-reviewer", "boston-lead", "approver", "boston-editor"):
        client = world.client(who)
        assert client.get(address, headers=script).status_code == 403, who
        assert client.post(address, posted, headers=script).status_code == 403, who
    for number, who in enumerate(("staff", "coordinator")):
        answer = world.client(who).post(address, posted | {"term": f"abolition {number}"})
        assert answer.status_code == 302
    assert GlossaryTerm.objects.filter(term__startswith="abolition").count() == 2
    listed = world.client("coordinator").get(
        reverse("wagtailsnippets_translation_glossaryterm:list")
    )
    assert "abolition 1" in listed.text
    # While somebody edits a term, the browser says so now and then.
    term = GlossaryTerm.objects.get(term="abolition 1")
    edit = reverse("wagtailsnippets_translation_glossaryterm:edit", args=[term.pk])
    coordinator = world.client("coordinator")
    ping = coordinator.get(edit).text.partition("/admin/editing-sessions/ping/")[2]
    ping = "/admin/editing-sessions/ping/" + ping.partition('"')[0]
    assert coordinator.post(ping, headers=script).status_code == 200
    assert world.client("es-translator").post(ping, headers=script).status_code == 403
