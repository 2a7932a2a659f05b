"""Every field and block is words, a fact or a version's own; nothing is left to guessing."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import models
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import TranslatableMixin
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import StreamFieldSegmentExtractor, extract_segments

from chapters.models import ChapterPage
from cms.checks import our_models
from cms.pages.blocks import BodyBlock, ZineBodyBlock
from cms.pages.classification import (
    OF_WAGTAIL,
    Kind,
    child_blocks,
    child_relations,
    coupled_facts,
    is_overridable_block,
    is_overridable_field,
    kind_of_block,
    kind_of_field,
    parts_of,
    parts_of_block,
    translated_models,
)
from home.models import HomePage, ImpactPage, Partner, Person

pytestmark = pytest.mark.django_db

# Models without a language that readers get something of, and what makes it fresh in every
# language. All others are of the people who make the site, and of its machinery.
READERS_GET = {
    "chapters.Chapter": "its page, which has a language, says what it is",
    "contacts.Contact": "one row for all languages; texts refer to it",
    "media.Document": "one row for all languages; chosen by pages",
    "media.Image": "one row for all languages; chosen by pages",
    "media.Rendition": "a size of a picture",
    "review.Decision": "the day of an approval, beside the text",
    "search.SearchEntry": "made of a page that is published",
    "translation.Credit": "the names beside a translation that is approved",
    "translation.Freshness": "the notice above a translation that is behind",
    "zine.Artifact": "a file of an edition",
    "zine.Edition": "made of an issue, which has a language",
    "zine.Facsimile": "a PDF in one language",
    "zine.FacsimilePage": "a page of a PDF in one language",
    "zine.ShownFacsimile": "which PDF readers of an issue are shown",
}
READERS_GET_NOTHING = {
    "access.AccessEvent",
    "access.Removal",
    "access.Invitation",
    "access.Team",
    "accounts.FactorReset",
    "accounts.OpenSession",
    "delivery.PageChange",
    "languages.Demand",
    "mail.OutgoingMail",
    "media.MediaUse",
    "operations.MediaCheck",
    "review.CarriedText",
    "review.Heartbeat",
    "review.LeadReviewTask",
    "review.LookAgain",
    "review.PublicationSet",
    "review.RedirectChange",
    "review.SetMember",
    "review.StaffApprovalTask",
    "review.TakeDown",
    "review.Trust",
    "translation.ConfirmedFacts",
    "translation.Contributor",
    "translation.DismissedCheck",
    "translation.GlossaryTerm",
    "translation.GlossaryWording",
    "translation.LanguageReviewTask",
    "translation.MachineDraft",
    "translation.MemoryEntry",
    "translation.Start",
    "translation.TellingWord",
}
SAMPLES: dict[type[blocks.Block], Any] = {
    blocks.RichTextBlock: "<p>some <a href='https://example.org/'>words</a></p>",
    blocks.EmailBlock: "a@example.org",
    blocks.URLBlock: "https://example.org/",
    blocks.CharBlock: "words",
    blocks.TextBlock: "words",
    blocks.BlockQuoteBlock: "words",
}


def test_every_field_and_block_is_classified() -> None:
    parts = [part for model in translated_models() for part in parts_of(model)]
    assert len(parts) > 900
    assert [part.path for part in parts if part.kind is Kind.UNCLASSIFIED] == []


@pytest.mark.parametrize(
    "block",
    [
        blocks.RawHTMLBlock(),
        blocks.RegexBlock("a"),
        blocks.StructBlock([("x", blocks.FieldBlock())]),
    ],
)
def test_an_unknown_block_is_unclassified(block: blocks.Block) -> None:
    assert Kind.UNCLASSIFIED in {part.kind for part in parts_of_block(block, "here")}


def test_an_unknown_field_of_wagtails_is_unclassified(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(OF_WAGTAIL, "expire_at")
    kind_of_field.cache_clear()
    try:
        assert kind_of_field(HomePage, "expire_at") is Kind.UNCLASSIFIED
    finally:
        kind_of_field.cache_clear()


def test_a_block_may_say_what_it_is() -> None:
    assert kind_of_block(blocks.CharBlock(translation_kind="fact")) is Kind.FACT
    with pytest.raises(ValueError, match="nonsense"):
        kind_of_block(blocks.CharBlock(translation_kind="nonsense"))


def test_what_the_rules_say() -> None:
    kinds = {
        (model, name): kind_of_field(model, name)
        for model, name in (
            (ChapterPage, "title"),
            (ChapterPage, "slug"),
            (HomePage, "slug"),
            (ChapterPage, "state"),
            (ChapterPage, "body"),
            (ImpactPage, "entries"),
            (Person, "is_active"),
            (Partner, "consent_on"),
        )
    }
    assert list(kinds.values()) == [
        "words",
        "fact",
        "own",
        "fact",
        "holds",
        "holds",
        "fact",
        "fact",
    ]
    assert is_overridable_field(ChapterPage, "join_url")
    assert not is_overridable_field(ChapterPage, "state")
    assert not is_overridable_field(ChapterPage, "place")


def test_words_are_what_localize_gives_to_translators() -> None:
    compared = list(_leaves(BodyBlock(), "body")) + list(_leaves(ZineBodyBlock(), "zine"))
    for model in translated_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, StreamField):
                compared += _leaves(field.stream_block, f"{model.__name__}.{field.name}")
    assert len(compared) > 300
    assert [
        path for path, kind, found in compared if (kind is Kind.WORDS) != ("words" in found)
    ] == []


def test_what_may_be_overridden_is_what_localize_offers() -> None:
    for model in translated_models():
        for each in (model, *child_relations(model).values()):
            offered = _extracted_from(each)
            for field in each._meta.concrete_fields:
                kind = kind_of_field(each, field.name)
                if isinstance(field, StreamField):
                    continue
                found = offered.get(field.name, set())
                assert ("words" in found) == (kind is Kind.WORDS), (each, field.name)
                if "value" in found and not isinstance(field, RichTextField):
                    assert is_overridable_field(each, field.name), (each, field.name)


def test_a_block_with_its_own_rule_cannot_be_overridden() -> None:
    found = {part.path: part for part in parts_of(ChapterPage)}
    assert not found["chapters.ChapterPage.contact_links.contact_link.target"].overridable
    assert found["chapters.ChapterPage.body.call_to_action.page"].overridable
    assert found["chapters.ChapterPage.body.image.picture.image"].overridable


def test_coupled_facts_and_their_words_are_there() -> None:
    seen = 0
    for model in translated_models():
        for field in model._meta.concrete_fields:
            for block in _within(field.stream_block) if isinstance(field, StreamField) else ():
                for fact, words in coupled_facts(block).items():
                    children = child_blocks(block)
                    assert kind_of_block(children[fact]) is Kind.FACT
                    assert kind_of_block(children[words]) is Kind.WORDS
                    seen += 1
    assert seen > 50


def test_each_model_without_a_language_is_named() -> None:
    """Whoever adds one says here whether readers get anything of it, and how it stays fresh."""
    ours = {model._meta.label for model in our_models() if not issubclass(model, TranslatableMixin)}
    assert not READERS_GET.keys() & READERS_GET_NOTHING
    assert ours == READERS_GET.keys() | READERS_GET_NOTHING


def _within(block: blocks.Block) -> Iterator[blocks.Block]:
    yield block
    for child in child_blocks(block).values():
        yield from _within(child)


def _leaves(block: blocks.Block, path: str) -> Iterator[tuple[str, Kind, set[str]]]:
    kind = kind_of_block(block)
    if kind in (Kind.WORDS, Kind.FACT):
        found = _extracted(block)
        yield path, kind, found
        if "value" in found and not isinstance(block, (blocks.RichTextBlock, ImageBlock)):
            assert is_overridable_block(block), path
    for name, child in child_blocks(block).items():
        yield from _leaves(child, f"{path}.{name}")


def _extracted(block: blocks.Block) -> set[str]:
    """What localize takes out of a leaf: words, a value to override, both or nothing."""
    sample = next((SAMPLES[cls] for cls in type(block).__mro__ if cls in SAMPLES), None)
    if sample is None:
        return set()
    extractor = StreamFieldSegmentExtractor(None, include_overridables=True)
    return {
        _name(segment) for segment in extractor.handle_block(block, block.normalize(sample))
    } - {""}


def _extracted_from(model: type[models.Model]) -> dict[str, set[str]]:
    instance = model()
    for field in model._meta.concrete_fields:
        if isinstance(field, RichTextField):
            setattr(instance, field.name, SAMPLES[blocks.RichTextBlock])
        elif isinstance(field, (models.CharField, models.TextField)) and not field.choices:
            setattr(instance, field.name, "words")
    found: dict[str, set[str]] = {}
    for segment in extract_segments(instance):
        found.setdefault(segment.path.split(".")[0], set()).add(_name(segment))
    return found


def _name(segment: Any) -> str:
    names = {StringSegmentValue: "words", OverridableSegmentValue: "value"}
    return names.get(type(segment), "")
