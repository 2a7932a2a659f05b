"""The editor: how much is done, the first gap, the buttons of review, values, progress, credit."""

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import OverridableSegment, SegmentOverride, StringTranslation

from cms.review.models import Decision
from cms.translation import tasks
from cms.translation.models import Credit, Start
from cms.translation.tasks import start_translations

from .world import SCRIPT, World

pytestmark = pytest.mark.django_db


def editor(world: World, who: str, name: str = "about", code: str = "es") -> str:
    text: str = world.client(who).get(world.editor(name, code)).text
    return text


def test_it_says_how_much_is_done_and_leads_to_the_first_gap(world: World) -> None:
    number = len(world.segments("about"))
    text = editor(world, "es-translator")
    assert f"{number} of {number} passages are done, 100%" in text
    assert "Go to the first gap" not in text
    gap = world.segment("about", "summary")
    StringTranslation.objects.filter(translation_of=gap.string, context=gap.context).delete()
    text = editor(world, "es-translator")
    percent = (number - 1) * 100 // number
    assert f"{number - 1} of {number} passages are done, {percent}%" in text
    assert f'href="#segment-{gap.pk}"' in text
    assert f'id="segment-{gap.pk}"' in text
    assert f'<progress max="100" value="{percent}"' in text


DECIDE = ('value="approve"', 'value="request-changes"', 'value="withdraw"')


@pytest.mark.parametrize(
    ("who", "buttons"),
    [
        ("es-translator", (False, False, True)),
        ("es-reviewer", (True, True, False)),
        ("es-reviewer-2", (True, True, False)),
        ("approver", (False, False, True)),
        ("staff", (False, False, True)),
        ("coordinator", (False, False, False)),
        ("superuser", (False, False, True)),
    ],
)
def test_the_buttons_of_review_are_for_whoever_may(
    world: World, who: str, buttons: tuple[bool, bool, bool]
) -> None:
    text = editor(world, who)
    assert not any(each in text for each in DECIDE)
    world.write("es-translator", "about", "es", "summary", "Otro resumen")
    world.submit("es-translator", "about", "es")
    text = editor(world, who)
    assert tuple(each in text for each in DECIDE) == buttons


def address_of_review(text: str) -> str:
    """Where the editor's form of review sends a decision."""
    form = text[text.index("desk__decision") :]
    return form.partition('method="post" action="')[2].partition('"')[0]


def posted(text: str, decision: str, reason: str = "") -> dict[str, str]:
    """What the editor's form of review sends."""
    form = text[text.index("desk__decision") :]
    values = {
        name: form.partition(f'name="{name}" value="')[2].partition('"')[0]
        for name in ("revision", "digest")
    }
    return values | {"decision": decision, "reason": reason}


def test_a_reviewer_approves_from_the_editor(world: World) -> None:
    world.write("es-translator", "about", "es", "summary", "Otro resumen")
    world.submit("es-translator", "about", "es")
    state = world.page("about", "es").current_workflow_task_state
    address = reverse("review:review", args=[state.pk])
    text = editor(world, "es-reviewer")
    assert f'action="{address}"' in text
    response = world.client("es-reviewer").post(address, posted(text, "approve"))
    assert response.status_code == 302
    assert Decision.objects.filter(kind="approved", actor=world.users["es-reviewer"]).exists()
    text = editor(world, "approver")
    address = address_of_review(text)
    world.client("approver").post(address, posted(text, "approve"))
    assert world.page("about", "es").summary == "Otro resumen"


def test_a_reviewer_sends_it_back_from_the_editor(world: World) -> None:
    world.write("es-translator", "about", "es", "summary", "Otro resumen")
    world.submit("es-translator", "about", "es")
    text = editor(world, "es-reviewer")
    address = address_of_review(text)
    world.client("es-reviewer").post(address, posted(text, "request-changes", "Más corto"))
    text = editor(world, "es-translator")
    assert "Más corto" in text
    assert 'value="submit"' in text


def test_what_was_written_since_is_not_approved_here(world: World) -> None:
    world.write("es-translator", "about", "es", "summary", "Otro resumen")
    world.submit("es-translator", "about", "es")
    world.write("es-reviewer", "about", "es", "summary", "Mejor así")
    text = editor(world, "es-reviewer-2")
    assert 'value="approve"' not in text
    assert "Passages have been written since" in text
    assert 'value="request-changes"' in text


def test_every_button_says_what_kind_it_is(world: World) -> None:
    world.write("es-translator", "about", "es", "summary", "Otro resumen")
    for who in ("es-translator", "es-reviewer"):
        text = editor(world, who)
        main = text[text.index('class="desk"') :].partition("</main>")[0]
        assert main.count("<button") == main.count('type="submit"') + main.count('type="button"')
        world.submit("es-translator", "about", "es")


# Values that are shared unless somebody gives another


def values(world: World) -> str:
    return reverse("translation:values", args=[world.translation("about", "es").pk])


def test_a_link_of_its_own_is_given_and_taken_back_without_scripts(world: World) -> None:
    link = OverridableSegment.objects.get(
        source=world.translation("about", "es").source, context__path__endswith="'"
    )
    client, name = world.client("es-translator"), f"value-{link.pk}"
    text = client.get(values(world)).text
    assert "https://example.org/" in text
    assert f'name="{name}"' in text
    refused = client.post(values(world), {name: "javascript:alert(1)"})
    assert refused.status_code == 422
    assert 'value="javascript:alert(1)"' in refused.text
    assert not SegmentOverride.objects.exists()
    assert client.post(values(world), {name: "https://example.org/es/"}).status_code == 302
    assert json.loads(SegmentOverride.objects.get().data_json) == "https://example.org/es/"
    assert 'value="https://example.org/es/"' in client.get(values(world)).text
    assert client.post(values(world), {name: ""}).status_code == 302
    assert not SegmentOverride.objects.exists()


def test_values_rest_in_review_and_are_not_others(world: World) -> None:
    for who in ("ar-translator", "staff", "boston-lead", "coordinator"):
        assert world.client(who).get(values(world), headers=SCRIPT).status_code == 403
    world.submit("es-translator", "about", "es")
    assert world.client("es-translator").post(values(world), {}).status_code == 423


# Progress of what a coordinator starts


def test_a_coordinator_sees_how_far_the_work_has_come(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    french, _made = Locale.objects.get_or_create(language_code="fr")
    client = world.client("coordinator")
    address = reverse("translation:start", args=[world.pages["home"].pk])
    sent = {"locales": [french.pk], "include_subtree": "on"}
    with django_capture_on_commit_callbacks(execute=False) as waiting:
        response = client.post(address, sent)
    start = Start.objects.get()
    assert response["Location"] == reverse("translation:started", args=[start.pk])
    assert "waits for its turn" in client.get(response["Location"]).text
    for callback in waiting:
        callback()
    said = client.get(response["Location"] + "?as=json").json()
    assert (said["done"], said["total"], said["finished"]) == (6, 6, True)
    assert "Finished: 6 of 6" in client.get(response["Location"]).text
    for who in ("es-translator", "boston-lead", "staff"):
        assert world.client(who).get(response["Location"], headers=SCRIPT).status_code == 403


def test_a_page_that_fails_is_named_and_keeps_no_other_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    french, _made = Locale.objects.get_or_create(language_code="fr")
    start = Start.objects.create(page=world.pages["home"], subtree=True)

    real: Any = vars(tasks)["translate_object"]

    def fails_once(page: Page, *args: Any, **kwargs: Any) -> None:
        if page.slug == "principles":
            raise ValueError("no")
        real(page, *args, **kwargs)

    monkeypatch.setattr(tasks, "translate_object", fails_once)
    for _again in range(2):
        start_translations.call(
            start.page_id,
            [french.pk],
            world.users["coordinator"].pk,
            subtree=True,
            start_id=start.pk,
        )
        start.refresh_from_db()
        assert (start.done, start.total, start.failed) == (5, 6, ["Principles"])
    text = world.client("coordinator").get(reverse("translation:started", args=[start.pk])).text
    assert "could not be made ready" in text
    assert "Principles" in text
    assert Page.objects.filter(locale=french).count() == 5


# Credit


def about(world: World) -> str:
    cache.clear()
    text: str = world.client("anonymous").get("/es/about/").text
    return text


def publish_anew(world: World, text: str) -> None:
    world.write("es-translator", "about", "es", "summary", text)
    assert world.submit("es-translator", "about", "es").status_code == 302
    world.approve("es-reviewer", "about", "es")
    world.approve("approver", "about", "es")
    assert world.page("about", "es").summary == text


def test_nobody_is_named_who_did_not_ask(world: World) -> None:
    publish_anew(world, "Sin nombre")
    assert "Translated by" not in about(world)
    assert 'class="translators' not in about(world)


def test_a_name_reaches_readers_with_the_next_approval_and_leaves_in_the_same_way(
    world: World,
) -> None:
    client = world.client("es-translator")
    world.write("es-translator", "about", "es", "summary", "Otro resumen")
    before = about(world)
    client.post(world.editor("about", "es"), {"credit": "  Lucía   del Río "})
    assert about(world) == before
    assert "Lucía del Río" in editor(world, "es-reviewer")
    world.write("es-translator", "about", "es", "summary", "Con nombre")
    world.submit("es-translator", "about", "es")
    # The name that is in review is the one that was submitted.
    Credit.objects.update(name="Another by now")
    state = world.page("about", "es").current_workflow_task_state
    told = world.client("es-reviewer").get(reverse("review:review", args=[state.pk])).text
    assert "readers see as its translators: \u2068Lucía del Río" in told
    world.approve("es-reviewer", "about", "es")
    world.approve("approver", "about", "es")
    assert "<bdi>Lucía del Río</bdi>" in about(world)
    assert "es-translator" not in about(world)
    assert 'class="translators' not in world.client("anonymous").get("/en/about/").text
    client.post(world.editor("about", "es"), {"credit": ""})
    assert "<bdi>Lucía del Río</bdi>" in about(world)
    publish_anew(world, "Sin nombre otra vez")
    assert "Lucía" not in about(world)


def test_a_text_that_was_written_elsewhere_bears_no_translators_name(world: World) -> None:
    world.client("es-translator").post(world.editor("about", "es"), {"credit": "Lucía del Río"})
    publish_anew(world, "Con nombre")
    assert "Lucía" in about(world)
    page = world.page("about", "es")
    page.summary = "Escrito a mano"
    page.save_revision().publish()
    assert "Escrito a mano" in about(world)
    assert "Lucía" not in about(world)


def test_an_accounts_name_is_no_credit(world: World) -> None:
    client = world.client("es-translator")
    for name in ("es-translator", "ES-Reviewer", "x" * 81, "a\u202eb"):
        response = client.post(world.editor("about", "es"), {"credit": name})
        assert response.status_code == 422, name
    assert not Credit.objects.exists()


def test_only_who_wrote_in_it_is_credited(world: World) -> None:
    world.client("es-reviewer").post(world.editor("about", "es"), {"credit": "Somebody else"})
    publish_anew(world, "Un resumen")
    assert "Somebody else" not in about(world)


def test_hostile_names_are_only_text(world: World) -> None:
    world.client("es-translator").post(
        world.editor("about", "es"), {"credit": "<script>x</script>"}
    )
    publish_anew(world, "Un resumen")
    assert "&lt;script&gt;x&lt;/script&gt;" in about(world)
    assert "<script>x" not in about(world)
