"""Bad input gets a sentence and loses nothing; strings rest while they are in review."""

import html
import json
from typing import Any

import pytest
from django.urls import reverse
from wagtail_localize.models import OverridableSegment, SegmentOverride, StringTranslation

from cms.media.models import Image
from cms.translation.editor.bidi import isolate_tags
from cms.translation.models import Contributor
from cms.translation.segments.overrides import _usable
from cms.translation.segments.writing import NotKept
from tests.factories import ImageFactory

from .world import FORM, SCRIPT, World, put

pytestmark = pytest.mark.django_db


def kept(world: World, name: str, code: str, path: str) -> str | None:
    segment = world.segment(name, path)
    row = StringTranslation.objects.filter(
        translation_of=segment.string, context=segment.context, locale__language_code=code
    ).first()
    return row.data if row else None


def test_a_text_that_does_not_fit_is_refused_before_the_database_does(world: World) -> None:
    for name, path, limit in (("about", "title", 255), ("principles", "principles", 200)):
        before = kept(world, name, "es", path)
        response = world.write("es-translator", name, "es", path, "x" * (limit + 1))
        assert response.status_code == 422
        assert f"At most {limit} characters" in response.json()["error"]
        assert kept(world, name, "es", path) == before
        fits = world.write("es-translator", name, "es", path, "é" * limit)
        assert fits.status_code == 200
        assert fits.json() == {"text": "é" * limit, "error": "", "remark": ""}


@pytest.mark.parametrize(
    "text", ["a\x00b", "a\x07b", "x" * 20_001], ids=["null", "bell", "far too long"]
)
def test_what_cannot_be_kept_is_refused(world: World, text: str) -> None:
    before = kept(world, "about", "es", "body")
    response = world.write("es-translator", "about", "es", "body", text)
    assert response.status_code == 422
    assert response.json()["error"]
    assert kept(world, "about", "es", "body") == before


def test_hostile_bodies_are_answered(world: World) -> None:
    client = world.client("es-translator")
    address = world.address("about", "es", world.segments("about")[0])
    assert put(client, address, "bien").status_code == 200
    for body, kind in (
        (b"", FORM),
        (b"value", FORM),
        (b"other=1", FORM),
        (b"value=%ff%fe", FORM),
        (b"value=" + b"x" * 3_000_000, FORM),
        (b'{"value": 1}', "application/json"),
    ):
        response = client.put(address, body, content_type=kind, headers=SCRIPT)
        assert response.status_code in {200, 400, 422}, (body[:20], response.status_code)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        '<a href="javascript:alert(1)">x</a>',
        '<a id="a9">x</a>',
        "Ninguna palabra enlazada",
    ],
)
def test_a_faulty_text_is_kept_named_and_never_drafted(world: World, text: str) -> None:
    segments = [each for each in world.segments("about") if '<a id="a1">' in each.string.data]
    address = world.address("about", "es", segments[0])
    response = put(world.client("es-translator"), address, text)
    assert response.status_code == 200
    assert response.json()["error"]
    assert response.json()["text"] == text
    refused = world.submit("es-translator", "about", "es")
    assert refused.status_code == 422
    assert world.page("about", "es").current_workflow_state is None


def test_plain_text_goes_in_and_comes_out_as_it_was_typed(world: World) -> None:
    text = 'Q&A: "5 < 6", & <b>no tag</b>'
    assert world.write("es-translator", "about", "es", "title", text).json()["text"] == text
    assert 'Q&amp;A: "5 &lt; 6"' in world.client("es-translator").get(
        world.editor("about", "es")
    ).text.replace("&quot;", '"')
    translation = world.translation("about", "es")
    translation.save_target(user=world.users["es-translator"])
    assert world.page("about", "es").get_latest_revision_as_object().title == text


def test_strings_rest_while_they_are_in_review(world: World) -> None:
    world.write("es-translator", "about", "es", "title", "Enviado")
    assert world.submit("es-translator", "about", "es").status_code == 302
    response = world.write("es-translator", "about", "es", "title", "Después")
    assert response.status_code == 423
    assert "in review" in response.json()["error"]
    client, pk = world.client("es-translator"), world.translation("about", "es").pk
    segment = world.segments("about")[0]
    assert client.delete(world.address("about", "es", segment), headers=SCRIPT).status_code == 423
    assert client.post(reverse("translation:upload", args=[pk])).status_code == 423
    assert client.post(world.editor("about", "es"), {"action": "save"}).status_code == 423
    assert world.write("es-reviewer", "about", "es", "title", "Corregido").status_code == 200
    page = world.page("about", "es")
    assert page.current_workflow_task_state.revision.as_object().title == "Enviado"
    assert world.write("es-translator", "boston", "es", "title", "Otra").status_code == 200


def test_a_locked_page_rests_for_others(world: World) -> None:
    page = world.page("about", "es")
    page.locked, page.locked_by = True, world.users["staff"]
    page.save()
    assert world.write("es-translator", "about", "es", "title", "X").status_code == 423
    assert world.write("es-reviewer", "about", "es", "title", "X").status_code == 423
    assert world.submit("es-translator", "about", "es").status_code == 423


def test_without_scripts_the_form_saves_all_and_loses_nothing(world: World) -> None:
    client = world.client("es-translator")
    title, body = world.segment("about", "title"), world.segment("about", "body")
    long = "x" * 300
    posted = {f"segment-{title.pk}": long, f"segment-{body.pk}": "Bien", "action": "submit"}
    response = client.post(world.editor("about", "es"), posted)
    assert response.status_code == 422
    assert long in response.text
    assert "At most 255 characters" in response.text
    assert kept(world, "about", "es", "body") == "Bien"
    assert world.page("about", "es").current_workflow_state is None


def test_a_passage_of_another_page_is_not_found(world: World) -> None:
    segment = world.segments("boston")[0]
    address = reverse("translation:segment", args=[world.translation("about", "es").pk, segment.pk])
    assert put(world.client("es-translator"), address, "X").status_code == 404


def test_an_address_of_its_own_must_be_one(world: World) -> None:
    translation = world.translation("about", "es")
    link = OverridableSegment.objects.get(source=translation.source, context__path__endswith="'")
    address = reverse("translation:override", args=[translation.pk, link.pk])
    client = world.client("es-translator")
    for bad in ("javascript:alert(1)", "data:text/html,x", "nothing", "", "https://" + "x" * 3000):
        assert put(client, address, bad).status_code == 422
    assert not SegmentOverride.objects.exists()
    assert client.delete(address, headers=SCRIPT).status_code == 200
    # Whoever was refused has written nothing, and may still approve what others wrote.
    assert not Contributor.objects.filter(translation=translation).exists()
    assert put(client, address, "https://example.org/es/").status_code == 200
    assert [hand.user for hand in Contributor.objects.all()] == [world.users["es-translator"]]
    assert json.loads(SegmentOverride.objects.get().data_json) == "https://example.org/es/"
    assert put(world.client("ar-translator"), address, "https://example.org/").status_code == 403
    translation.save_target(user=world.users["es-translator"])
    draft = world.page("about", "es").get_latest_revision_as_object()
    assert "https://example.org/es/" in str(draft.body)
    assert client.delete(address, headers=SCRIPT).status_code == 200
    assert not SegmentOverride.objects.exists()


def test_the_editor_says_how_both_sides_are_written(world: World) -> None:
    text = world.client("ar-translator").get(world.editor("about", "ar")).text
    assert text.count('lang="ar" dir="rtl"') >= len(world.segments("about"))
    assert text.count('lang="en" dir="ltr"') >= len(world.segments("about"))
    assert "alias" not in text.lower()


def test_pictures_of_others_are_not_to_be_chosen(world: World) -> None:
    image: Any = ImageFactory.create()
    assert _usable(Image, str(image.pk), world.users["superuser"]) == image.pk
    for who, value in (("es-translator", str(image.pk)), ("superuser", "x"), ("superuser", "0")):
        with pytest.raises(NotKept):
            _usable(Image, value, world.users[who])


def test_tags_read_from_left_to_right_in_the_field_and_are_kept_without_marks(
    world: World,
) -> None:
    [segment] = [each for each in world.segments("about") if "<b>shut</b>" in each.string.data]
    text = '<b>أغلقنا</b> سجنًا. <a id="a1">اقرؤوا</a> عنه.'
    client, address = world.client("ar-translator"), world.address("about", "ar", segment)
    assert put(client, address, text).json()["text"] == text
    shown = html.unescape(client.get(world.editor("about", "ar")).text)
    isolated = '\u2066<a id="a1">\u2069اقرؤوا\u2066</a>\u2069'
    assert isolated in shown
    assert put(client, address, isolate_tags(text)).json() == {
        "text": text,
        "error": "",
        "remark": "",
    }
    assert isolate_tags(isolate_tags(text)) == isolate_tags(text)
    posted = {f"segment-{segment.pk}": isolate_tags(text), "action": "save"}
    assert client.post(world.editor("about", "ar"), posted).status_code == 302
    assert "\u2066" not in StringTranslation.objects.get(context=segment.context, data=text).data
    assert "\u2066" not in world.client("es-translator").get(world.editor("about", "es")).text
