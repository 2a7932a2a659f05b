"""Segments at their limits: what is kept, offered and counted, and for which language and place."""

from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.operations import translate_object

from cms.languages.models import Demand
from cms.review.decisions import Refused
from cms.translation import tasks
from cms.translation.files.archive import readable_translations
from cms.translation.freshness import bring_up_to_date, keys_of, keys_of_source
from cms.translation.glossary.terms import Glossary, dismiss_checks
from cms.translation.machinery.drafting import public_source, to_send
from cms.translation.machinery.server import NoAnswer
from cms.translation.memory.entries import offer_what_was_approved, remember, remember_published
from cms.translation.models import (
    Contributor,
    DismissedCheck,
    GlossaryTerm,
    GlossaryWording,
    MemoryEntry,
    Start,
)
from cms.translation.records import start_record
from cms.translation.segments.listing import Segment, segments_of
from cms.translation.segments.writing import LONGEST, NotKept, write_segment
from cms.translation.stats import counts
from cms.translation.tasks import start_translations
from home.models import StandardPage
from tests.trees import publish

from .test_memory import give
from .world import World, fill

pytestmark = pytest.mark.django_db

MACHINE = StringTranslation.TRANSLATION_TYPE_MACHINE


def part(translation: Translation, path: str) -> Segment:
    return next(each for each in segments_of(translation) if each.path.startswith(path))


def write(world: World, name: str, path: str, text: str) -> StringTranslation | None:
    translation = world.translation(name, "es")
    user = world.users["es-translator"]
    return write_segment(translation, part(translation, path).string_segment, text, user)


def test_how_much_fits(world: World) -> None:
    assert write(world, "about", "title", "x" * 255)
    with pytest.raises(NotKept, match="255"):
        write(world, "about", "title", "x" * 256)
    with pytest.raises(NotKept, match="one line"):
        write(world, "about", "title", "one\ntwo")
    for text in ("a\x07b", "a\x00"):
        with pytest.raises(NotKept, match="control character"):
            write(world, "about", "title", text)
    path = next(
        each.path for each in segments_of(world.translation("about", "es")) if each.place.is_rich
    )
    assert write(world, "about", path, "x\ty\nz")
    assert write(world, "about", path, "x" * LONGEST)
    with pytest.raises(NotKept, match="too long"):
        write(world, "about", path, "x" * (LONGEST + 1))


def test_an_empty_text_takes_away_this_one_and_no_other(world: World) -> None:
    before = StringTranslation.objects.count()
    assert write(world, "about", "title", " \r\n ") is None
    assert StringTranslation.objects.count() == before - 1
    assert part(world.translation("about", "es"), "title").is_missing
    assert not part(world.translation("about", "es"), "summary").is_missing
    assert not part(world.translation("home", "ar"), "title").is_missing
    assert Contributor.objects.get().user == world.users["es-translator"]


def test_what_people_have_still_to_write(world: World) -> None:
    segment = part(world.translation("about", "es"), "title")

    def found() -> tuple[bool, bool, bool]:
        return segment.is_missing, segment.is_open, segment.is_machine

    assert found() == (False, False, False)
    assert segment.written is not None
    segment.written.translation_type = MACHINE
    assert found() == (False, True, True)
    segment.written.translation_type = "manual"
    segment.written.has_error = True
    assert found() == (False, True, False)
    segment.written = None
    assert found() == (True, True, False)
    assert (segment.text, segment.error, segment.remarks, segment.offer) == ("", "", "", None)


def test_old_words_are_offered_where_new_ones_stand(world: World) -> None:
    """In a field of one value whatever they were; in rich text if they are at least half alike."""
    give(world, "about", "Entirely different words")
    offer = part(world.translation("about", "es"), "summary").offer
    assert offer is not None
    assert (offer.source, offer.text) == ("What about is.", "es1 What about is.")
    assert offer.changes[-1] == ("new", "Entirely different words")
    written = StringTranslation.objects.filter(data="es1 What about is.")
    written.update(has_error=True)
    assert part(world.translation("about", "es"), "summary").offer is None
    written.update(has_error=False)
    assert part(world.translation("about", "ar"), "summary").offer is None


# The memory


def remembered(world: World, text: str, name: str = "boston") -> MemoryEntry:
    """An approved Spanish text for the summary of a page."""
    translation = world.translation(name, "es")
    row = part(translation, "summary").string_segment
    remember(translation, [(row.string_id, row.context_id, text)])
    return MemoryEntry.objects.get(string=row.string_id, context=row.context_id)


def offered(world: World, who: str = "es-translator") -> list[tuple[str, int]]:
    translation = world.translation("about", "es")
    found = offer_what_was_approved(translation, segments_of(translation), world.users[who])
    return [(each.text, each.percent) for offers in found.values() for each in offers]


WORDS = "one two three four five six seven eight nine ten"


@pytest.mark.parametrize(
    ("words", "percent"),
    [
        (WORDS, 100),
        (WORDS.replace("ten", "zen"), 90),
        ("one two three four five six seven", 82),
        ("one two three four five six seven a b c", 70),
        ("one two three four five six a b c d", None),
    ],
)
def test_from_when_on_a_text_is_alike(world: World, words: str, percent: int | None) -> None:
    give(world, "boston", words)
    remembered(world, "Recordado")
    give(world, "about", WORDS)
    assert offered(world) == ([("Recordado", percent)] if percent else [])


def test_at_most_two_are_offered_and_no_text_twice(world: World) -> None:
    give(world, "about", WORDS)
    for name, last, text in (
        ("boston", "a", "Uno"),
        ("chicago", "b", "Uno"),
        ("principles", "c", "Dos"),
        ("home", "d", "Tres"),
    ):
        give(world, name, WORDS.replace("ten", last))
        remembered(world, text, name)
    texts = [text for text, _percent in offered(world)]
    assert len(texts) == 2
    assert len(set(texts)) == 2


def test_an_approval_takes_the_place_of_the_one_before(world: World) -> None:
    first = remembered(world, "Antes")
    MemoryEntry.objects.update(approved_at=timezone.now().replace(year=2020))
    second = remembered(world, "Ahora")
    assert second.pk == first.pk
    assert (second.text, second.of_page) == ("Ahora", True)
    assert second.approved_at.year > 2020
    assert second.object_id == world.pages["boston"].translation_key
    (record,) = start_record(world.pages["partner"], [world.page("home", "es").locale_id])
    fill(record, "es1")
    faulty = StringTranslation.objects.filter(context__object_id=record.source.object_id).first()
    assert faulty is not None
    kept = MemoryEntry.objects.filter(object_id=record.source.object_id)
    for has_error in (True, False):
        StringTranslation.objects.filter(pk=faulty.pk).update(has_error=has_error)
        remember_published(record)
        assert kept.filter(text=faulty.data).exists() is not has_error
    assert kept.count() == len(segments_of(record))
    assert {entry.of_page for entry in kept} == {False}


# The glossary


def test_a_reason_is_of_one_passage_one_term_and_one_translation(world: World) -> None:
    spanish = Locale.objects.get(language_code="es")
    term = GlossaryTerm.objects.create(term="aid")
    other = GlossaryTerm.objects.create(term="everybody")
    for each, text in ((term, "ayuda"), (other, "todo el mundo")):
        GlossaryWording.objects.create(term=each, locale=spanish, text=text)
    give(world, "about", "Aid for everybody is aid.")
    write(world, "about", "summary", "Nada de eso.")
    translation, user = world.translation("about", "es"), world.users["es-translator"]
    segment = part(translation, "summary")
    assert [each.term.term for each in Glossary(translation).failing_checks(segment)] == [
        "aid",
        "everybody",
    ]
    said = {(segment.pk, term.pk): "  Meant " + "x" * 400}
    dismiss_checks(translation, segments_of(translation), said, user)
    dismissed = DismissedCheck.objects.get()
    assert (dismissed.term, dismissed.user, len(dismissed.reason)) == (term, user, 300)
    assert dismissed.reason.startswith("Meant")
    at = dismissed.at
    dismiss_checks(translation, segments_of(translation), {}, world.users["es-reviewer"])
    said = {(segment.pk, term.pk): dismissed.reason}
    dismiss_checks(translation, segments_of(translation), said, world.users["es-reviewer"])
    dismissed.refresh_from_db()
    assert (dismissed.user, dismissed.at) == (user, at), "what is said already is not said anew"
    (objection,) = Glossary(translation).objections(segments_of(translation))
    assert "todo el mundo" in objection
    reasons = [each.reason for each in Glossary(translation).failing_checks(segment)]
    assert reasons == [dismissed.reason, ""]
    dismiss_checks(translation, segments_of(translation), {(segment.pk, term.pk): " "}, user)
    assert not DismissedCheck.objects.exists()
    assert Glossary(world.translation("about", "ar")).terms["aid"].wanted == ()
    write(world, "about", "summary", "AYÚDA a tod\u0327o el mundo")
    assert Glossary(translation).failing_checks(part(translation, "summary")) == []


# What is sent, started, counted


def test_what_a_machine_may_be_sent(world: World) -> None:
    translation = world.translation("about", "es")
    page = public_source(translation)
    assert page == world.page("about", "en")
    assert to_send(translation) == []
    StringTranslation.objects.filter(context__object_id=translation.source.object_id).delete()
    sent = to_send(translation)
    assert {each.path for each in sent} == {each.path for each in segments_of(translation)} - {
        "slug"
    }
    target = world.page("about", "es")
    Page.objects.filter(pk=target.pk).update(locked=True)
    with pytest.raises(NoAnswer, match="locked"):
        to_send(translation)
    Page.objects.filter(pk=target.pk).update(locked=False)
    PageViewRestriction.objects.create(page=world.page("about", "en"), restriction_type="login")
    assert public_source(translation) is None
    with pytest.raises(NoAnswer, match="not public"):
        to_send(translation)


def test_a_start_is_of_what_readers_see_and_says_how_far_it_came(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    french, _made = Locale.objects.get_or_create(language_code="fr")
    coordinator, home = world.users["coordinator"], world.pages["home"]
    orders = [Start.objects.create(page=home, user=coordinator) for _order in range(2)]
    draft = StandardPage(title="Draft", slug="draft", live=False, locale=home.locale)
    world.page("home", "en").add_child(instance=draft)
    start_translations.call(home.pk, [french.pk], coordinator.pk, start_id=orders[0].pk)
    orders[0].refresh_from_db()
    assert (orders[0].total, orders[0].done, orders[0].failed) == (1, 1, [])
    assert orders[0].finished_at is not None
    assert Page.objects.filter(locale=french).count() == 1
    start_translations.call(home.pk, [], coordinator.pk, subtree=True)
    start_translations.call(999999, [french.pk], coordinator.pk, subtree=True)
    assert Page.objects.filter(locale=french).count() == 1
    _fail_for(monkeypatch, "Boston")
    start_translations.call(
        home.pk, [french.pk], coordinator.pk, subtree=True, start_id=orders[1].pk
    )
    orders[1].refresh_from_db()
    assert (orders[1].total, orders[1].failed) == (6, ["Boston"])
    assert orders[1].done == 5
    assert not Page.objects.filter(locale=french, slug="draft").exists()


def _fail_for(monkeypatch: pytest.MonkeyPatch, title: str) -> None:
    def fail_for_one(source: Any, *args: Any, **kwargs: Any) -> Any:
        if source.title == title:
            raise RuntimeError
        return translate_object(source, *args, **kwargs)

    monkeypatch.setattr(tasks, "translate_object", fail_for_one)


def test_what_of_a_record_is_started(world: World) -> None:
    partner = world.pages["partner"]
    english, spanish = partner.locale_id, world.page("home", "es").locale_id
    (made,) = start_record(partner, [english, spanish])
    assert made.target_locale_id == spanish
    made.enabled = False
    made.save()
    (again,) = start_record(partner, [spanish])
    assert again.pk == made.pk
    assert again.enabled
    type(partner).objects.filter(pk=partner.pk).update(live=False)
    with pytest.raises(Refused, match="do not see"):
        start_record(partner, [spanish])


def test_what_is_counted(world: World) -> None:
    codes = ("es", "ar")
    locales = {code: Locale.objects.get(language_code=code).pk for code in codes}
    pages = counts.standing_pages(locales.values())
    key = world.pages["about"].translation_key
    assert pages[key, locales["es"]] == (world.page("about", "es").pk, True, True)
    assert pages[key, locales["ar"]] == (world.page("about", "ar").pk, False, False)
    own = Page.objects.filter(locale__in=locales.values(), alias_of=None)
    assert len(pages) == own.count()
    assert [record for _model, record in counts.records()] == [world.pages["partner"]]
    kind = ContentType.objects.get_for_model(world.pages["partner"])
    assert kind.model_class() in {model for model, _record in counts.records()}
    translation = world.translation("about", "es")
    number = len(segments_of(translation))
    started = {pk: (place, total) for pk, place, total in counts.started(locales.values())}
    assert started[translation.pk] == ((key, locales["es"]), number)
    StringTranslation.objects.filter(
        context__object_id=key, context__path="title", locale=locales["es"]
    ).update(translation_type=MACHINE)
    StringTranslation.objects.filter(
        context__object_id=key, context__path="summary", locale=locales["es"]
    ).update(has_error=True)
    written = {pk: rest for pk, *rest in counts.written([locales["es"]])}
    assert written[translation.pk] == [1, number - 2, 0]
    assert world.translation("about", "ar").pk not in written
    Translation.objects.filter(pk=translation.pk).update(enabled=False)
    assert translation.pk not in {pk for pk, *_rest in counts.started(locales.values())}


def test_what_readers_asked_for(world: World) -> None:
    today, key = timezone.localdate(), world.pages["about"].translation_key
    for language, number, page in (("es", 2, key), ("fr", 3, key), ("vi", 5, key)):
        Demand.objects.create(day=today, language=language, number=number, page_key=page)
    assert counts.asked_for(["es", "fr"]) == {key: {"es": 2, "fr": 3}}
    assert list(counts.asked_for_besides(["es"]).items()) == [("vi", 5), ("fr", 3)]
    Demand.objects.update(day=today.replace(year=2020))
    assert counts.asked_for(["es", "fr"]) == {}
    assert counts.asked_for_besides(["es"]) == {}


def test_a_source_that_says_the_same_is_up_to_date(world: World) -> None:
    source = world.translation("about", "es").source
    assert keys_of(world.page("about", "en")) == keys_of_source(source)
    assert bring_up_to_date(source) is False
    page = world.page("about", "en")
    page.summary = "Other words."
    publish(page)
    assert bring_up_to_date(source) is True
    assert bring_up_to_date(source) is False


def test_whose_files_a_language_has(world: World) -> None:
    spanish = Locale.objects.get(language_code="es")
    every = readable_translations(spanish, world.users["es-translator"])
    assert [each.pk for each in every] == sorted(
        Translation.objects.filter(target_locale=spanish).values_list("pk", flat=True)
    )
    assert readable_translations(spanish, world.users["ar-translator"]) == []
    Translation.objects.filter(pk=every[0].pk).update(enabled=False)
    assert readable_translations(spanish, world.users["es-translator"]) == every[1:]
