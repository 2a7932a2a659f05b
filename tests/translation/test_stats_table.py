"""The status table holds records too, and what readers ask for; and it stays quick when large."""

import csv
import io
import uuid
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    String,
    StringSegment,
    StringTranslation,
    TranslatableObject,
    Translation,
    TranslationContext,
    TranslationSource,
)

from cms.languages.models import Demand
from cms.review.decisions import Reviewed, approve
from cms.review.standing import read_digest
from cms.translation.records import start_record
from cms.translation.stats.table import StatsTable
from cms.translation.submission import submit
from home.models import StandardPage
from tests.databases import tell_sizes

from .test_stats import STATUS, cell
from .world import World, fill

pytestmark = pytest.mark.django_db

PAGES, LANGUAGES, PASSAGES = 500, 10, 4


def test_a_record_from_missing_to_published(world: World) -> None:
    assert cell(world, "partner", "ar").state == "missing"
    arabic = Locale.objects.get(language_code="ar").pk
    (translation,) = start_record(world.pages["partner"], [arabic])
    assert cell(world, "partner", "ar").state == "started"
    fill(translation, "ar1")
    assert cell(world, "partner", "ar").state == "ready"
    submit(translation, world.users["ar-translator"])
    waiting = cell(world, "partner", "ar", "ar-reviewer")
    assert (waiting.state, waiting.waits_for) == ("review", "review by the language’s reviewers")
    approve_step(world, "ar-reviewer")
    assert cell(world, "partner", "ar").waits_for == "approval by national staff"
    approve_step(world, "approver")
    done = cell(world, "partner", "ar")
    assert (done.state, done.percents["reviewed"]) == ("published", 100)
    assert cell(world, "partner", "es").state == "missing"


def approve_step(world: World, who: str) -> None:
    """Take the step that the partner's Arabic text waits for."""
    partner = world.pages["partner"].get_translation(Locale.objects.get(language_code="ar"))
    step = partner.current_workflow_task_state
    read = Reviewed(step.revision_id, read_digest(step.revision))
    approve(step, world.users[who], read)


def test_translators_are_told_of_records_once_they_are_being_translated(world: World) -> None:
    def told(who: str) -> bool:
        return "A partner" in world.client(who).get(STATUS).text

    assert told("coordinator")
    assert told("staff")
    assert not told("ar-translator")
    start_record(world.pages["partner"], [Locale.objects.get(language_code="ar").pk])
    assert told("ar-translator")
    assert not told("es-translator")


def test_what_readers_ask_for_is_shown_and_sorts(world: World) -> None:
    key = world.pages["boston"].translation_key
    today = timezone.localdate()
    Demand.objects.create(page_key=key, language="ar", day=today, number=12)
    Demand.objects.create(page_key=uuid.uuid4(), language="ar", day=today, number=99)
    table = StatsTable(world.users["coordinator"])
    assert table.chosen({"sort": "-asked"})[0].title == "Boston"
    assert table.chosen({"sort": "-asked", "language": "es"})[0].asked(["es"]) == 0
    client = world.client("coordinator")
    assert "asked for 12 times" in client.get(STATUS).text
    text = client.get(f"{STATUS}?export=csv&sort=-asked").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    asked = rows[0].index("asked for by readers")
    assert {(row[0], row[asked]) for row in rows if row[3] == "ar"} >= {("Boston", "12")}


def test_languages_that_nobody_translates_into_are_shown_to_who_can_start_them(
    world: World,
) -> None:
    key, today = world.pages["boston"].translation_key, timezone.localdate()
    for code, number in (("fr", 41), ("xx", 7), ("en", 3)):
        Demand.objects.create(page_key=key, language=code, day=today, number=number)
    assert StatsTable(world.users["coordinator"]).asked_besides() == {"fr": 41}
    assert ">Français</bdi>: 41" in world.client("coordinator").get(STATUS).text
    assert "Français" not in world.client("ar-translator").get(STATUS).text


def test_who_waits_longest_comes_first(world: World) -> None:
    for name in ("boston", "about"):
        world.write_all("ar-translator", name, "ar", "ar5")
        world.submit("ar-translator", name, "ar")
    titles = [row.title for row in StatsTable(world.users["staff"]).chosen({"sort": "waits"})]
    assert titles[:2] == ["Boston", "About us"]
    assert "Who waits longest" in world.client("staff").get(STATUS).text


def locales() -> list[Locale]:
    codes = ("es", "ar", "fr", "yi", "he", "vi", "ht", "pt-br", "zh-hans", "ru")
    return [Locale.objects.get_or_create(language_code=code)[0] for code in codes]


def many(world: World, found: list[Locale]) -> None:
    """Pages, each with its translations into every language, as rows and nothing else."""
    home = world.pages["home"]
    kind = ContentType.objects.get_for_model(StandardPage)
    rows = [
        Page(
            title=f"Page {number}",
            slug=f"page-{number}",
            path=f"{home.path}{Page._int2str(5000 + number).rjust(4, '0')}",
            depth=home.depth + 1,
            url_path=f"{home.url_path}page-{number}/",
            locale=home.locale,
            translation_key=uuid.UUID(int=number + 1),
            content_type=kind,
            live=True,
        )
        for number in range(PAGES)
    ]
    Page.objects.bulk_create(rows)
    TranslatableObject.objects.bulk_create(
        TranslatableObject(translation_key=row.translation_key, content_type=kind) for row in rows
    )
    sources = TranslationSource.objects.bulk_create(
        TranslationSource(
            object_id=row.translation_key,
            specific_content_type=kind,
            locale=home.locale,
            object_repr=row.title,
            content_json="{}",
            last_updated_at=timezone.now(),
        )
        for row in rows
    )
    Translation.objects.bulk_create(
        Translation(source=source, target_locale=locale) for source in sources for locale in found
    )
    _passages(sources, home.locale, found)
    tell_sizes(
        model._meta.db_table
        for model in (Page, Translation, StringSegment, String, StringTranslation)
    )


def _passages(sources: list[Any], english: Locale, found: list[Locale]) -> None:
    strings = String.objects.bulk_create(
        String(locale=english, data_hash=uuid.UUID(int=number), data=f"Words {number}")
        for number in range(PASSAGES)
    )
    contexts = TranslationContext.objects.bulk_create(
        TranslationContext(
            object_id=source.object_id, path=f"body.{number}", path_id=uuid.UUID(int=number)
        )
        for source in sources
        for number in range(PASSAGES)
    )
    StringSegment.objects.bulk_create(
        StringSegment(
            source=source,
            string=strings[number],
            context=contexts[row * PASSAGES + number],
            order=number,
        )
        for row, source in enumerate(sources)
        for number in range(PASSAGES)
    )
    StringTranslation.objects.bulk_create(
        StringTranslation(
            translation_of=strings[number % PASSAGES],
            context=context,
            locale=locale,
            data="Palabras",
        )
        for number, context in enumerate(contexts)
        for locale in found[:2]
    )


def test_five_hundred_pages_in_ten_languages_cost_the_same_queries(
    world: World, settings: Any
) -> None:
    settings.LANGUAGES = [*settings.LANGUAGES, ("ru", "Russian")]
    found = locales()
    client = world.client("coordinator")

    def queries(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    addresses = (STATUS, f"{STATUS}?export=csv")
    few = [queries(address) for address in addresses]
    many(world, found)
    assert [queries(address) for address in addresses] == few
    assert max(few) <= 40
    rows = StatsTable(world.users["coordinator"]).rows
    assert len(rows) >= PAGES
    assert len(rows[-2].cells) == LANGUAGES
    filled = next(row for row in rows if row.title == "Page 499")
    assert filled.cells["es"].percent == 100
    assert filled.cells["ru"].percents["missing"] == 100
