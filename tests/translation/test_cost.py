"""What it costs to start a translation and to open the editor, in queries: exact numbers."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale
from wagtail_localize.models import (
    OverridableSegment,
    String,
    StringSegment,
    TemplateSegment,
    TranslationSource,
)
from wagtail_localize.segments import (
    OverridableSegmentValue,
    StringSegmentValue,
    TemplateSegmentValue,
)
from wagtail_localize.segments.extract import extract_segments

from cms.translation.memory.entries import remember
from cms.translation.models import MemoryEntry
from cms.translation.tasks import start_translations

from .world import World

pytestmark = pytest.mark.django_db

STOCK_QUERIES_A_SEGMENT = 20
# SQLite keeps three numbers of the search index by itself.
START = {"sqlite": 159, "postgresql": 156}
# One of them is the bar's of the demo, which production does not have.
EDITOR = 41
MANY = 150


def lengthen(world: World, number: int) -> None:
    """Give the English page so many paragraphs, and its source their segments."""
    page = world.page("about", "en")
    page.body = json.dumps(
        [
            {
                "type": "paragraph",
                "value": {
                    "text": f'<p>Paragraph {each} of <a href="https://example.org/{each}">it</a>.'
                    f"</p><p>Its second part, {each}.</p>",
                    "footnotes": [],
                },
            }
            for each in range(number)
        ]
    )
    page.save_revision().publish()
    world.translation("about", "es").source.update_from_db()


@pytest.mark.parametrize("number", [1, MANY // 2])
def test_starting_a_long_page_costs_a_tenth_of_stock(world: World, number: int) -> None:
    french, _made = Locale.objects.get_or_create(language_code="fr")
    coordinator = world.users["coordinator"].pk
    start_translations.call(world.pages["home"].pk, [french.pk], coordinator)
    lengthen(world, number)
    page = world.page("about", "en")
    TranslationSource.objects.filter(object_id=page.translation_key).delete()
    with CaptureQueriesContext(connection) as found:
        start_translations.call(page.pk, [french.pk], coordinator)
    assert len(world.segments("about")) >= number * 2
    assert len(found) == START[connection.vendor]
    assert len(found) <= STOCK_QUERIES_A_SEGMENT * MANY / 10


def test_what_is_entered_is_what_localize_enters(world: World) -> None:
    for number in (2, 3, 1):
        lengthen(world, number)
        source = world.translation("about", "es").source
        seen: dict[Any, set[int]] = {
            StringSegment: set(),
            TemplateSegment: set(),
            OverridableSegment: set(),
        }
        before = {model: set(rows(model, source)) for model in seen}
        for value in extract_segments(source.as_instance()):
            if isinstance(value, StringSegmentValue):
                seen[StringSegment].add(StringSegment.from_value(source, source.locale, value).pk)
            elif isinstance(value, TemplateSegmentValue):
                seen[TemplateSegment].add(TemplateSegment.from_value(source, value).pk)
            elif isinstance(value, OverridableSegmentValue):
                seen[OverridableSegment].add(OverridableSegment.from_value(source, value).pk)
        assert seen == before
        assert all(seen.values())
        for segment in StringSegment.objects.filter(source=source).select_related("context"):
            known = segment.context.field_path
            segment.context.field_path = ""
            assert segment.context.get_field_path(source.as_instance()) == known


def rows(model: Any, source: TranslationSource) -> Any:
    return model.objects.filter(source=source).values_list("pk", flat=True)


def test_what_stays_keeps_its_number(world: World) -> None:
    lengthen(world, 2)
    before = {each.string.data: each.pk for each in world.segments("about")}
    page = world.page("about", "en")
    page.title = "Another title"
    page.save_revision().publish()
    world.translation("about", "es").source.update_from_db()
    after = {each.string.data: each.pk for each in world.segments("about")}
    assert before.items() - after.items() == {("About us", before["About us"])}


@pytest.mark.parametrize("number", [1, MANY])
def test_the_editor_asks_the_database_the_same_however_long_the_page(
    world: World, number: int
) -> None:
    client = world.client("es-translator")
    lengthen(world, number)
    client.get(world.editor("about", "es"))
    with CaptureQueriesContext(connection) as found:
        response = client.get(world.editor("about", "es"))
    assert response.status_code == 200
    assert response.text.count("<textarea") >= number
    assert len(found) == EDITOR <= 60


def test_ten_thousand_remembered_passages_are_searched_at_once(world: World) -> None:
    lengthen(world, MANY)
    page = world.translation("boston", "es")
    source = page.source
    words = ("airport", "lawyer", "letter", "winter", "street", "council", "window")
    texts = []
    for each in range(10_000):
        text = " ".join(words[int(digit) % 7] for digit in f"{each:04}") + f" and paragraph {each}"
        texts.append(text)

    strings = String.objects.bulk_create(
        [
            String(locale=source.locale, data=text, data_hash=String._get_data_hash(text))
            for text in texts
        ]
    )
    context = world.segments("boston")[0].context_id
    remember(page, [(string.pk, context, f"es {string.data}") for string in strings])
    assert MemoryEntry.objects.count() >= 10_000
    client = world.client("es-translator")
    with CaptureQueriesContext(connection) as found:
        assert client.get(world.editor("about", "es")).status_code == 200
    assert len(found) <= EDITOR + 2
    spent = sum(float(query["time"]) for query in found)
    assert spent < 2
