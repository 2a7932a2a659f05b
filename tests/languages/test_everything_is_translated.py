"""Every model field and every block: translators get its words, or it is the same by declaration.

What is left out by accident stays English in every language, and nobody sees it in a test that
only looks at what is there. So this walks them all, fills each with words of its own, and looks
for those words among what wagtail-localize takes out.
"""

import itertools
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Locale, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.strings import StringValue

from cms.checks import fields_of_people, our_models
from cms.pages.blocks.references import KeyBlock

pytestmark = pytest.mark.django_db

WORDS = (blocks.CharBlock, blocks.TextBlock, blocks.RichTextBlock)
# The same in every language, and meant to be: addresses, choices, ticks, names for machines, and
# what is chosen from elsewhere. A translator may give some of them another value.
SAME = (
    KeyBlock,
    blocks.URLBlock,
    blocks.EmailBlock,
    blocks.ChoiceBlock,
    blocks.MultipleChoiceBlock,
    blocks.BooleanBlock,
    blocks.StaticBlock,
    blocks.ChooserBlock,
)

TRANSLATED_MODELS = [model for model in our_models() if issubclass(model, TranslatableMixin)]
STREAMS = [
    pytest.param(model, field, name, id=f"{model.__name__}.{field.name}.{name}")
    for model in TRANSLATED_MODELS
    for field in model._meta.get_fields()
    if isinstance(field, StreamField)
    for name in field.stream_block.child_blocks
]


class Filling:
    """Makes raw values of blocks, and remembers the words that translators must get."""

    def __init__(self) -> None:
        self.words: set[str] = set()
        self.numbers = itertools.count()

    def new(self) -> str:
        word = f"words {next(self.numbers)}"
        self.words.add(word)
        return word

    def of(self, block: blocks.Block) -> Any:
        if isinstance(block, SAME):
            return block.get_prep_value(block.get_default())
        if isinstance(block, ImageBlock):
            return {"image": None, "alt_text": self.new(), "decorative": False}
        if isinstance(block, blocks.RichTextBlock):
            return f"<p>{self.new()}</p>"
        if isinstance(block, WORDS):
            return self.new()
        return self.of_many(block)

    def of_many(self, block: blocks.Block) -> Any:
        if isinstance(block, blocks.ListBlock):
            return [self.item("item", block.child_block) for _twice in range(2)]
        if isinstance(block, blocks.StreamBlock):
            return [self.item(name, child) for name, child in block.child_blocks.items()]
        if isinstance(block, blocks.StructBlock):
            return {name: self.of(child) for name, child in block.child_blocks.items()}
        raise AssertionError(f"{type(block).__name__} is neither translated nor the same.")

    def item(self, name: str, block: blocks.Block) -> dict[str, Any]:
        return {"type": name, "id": str(uuid.uuid4()), "value": self.of(block)}


def leaves(block: blocks.Block) -> Iterator[blocks.Block]:
    children = list(getattr(block, "child_blocks", {}).values())
    if isinstance(block, ImageBlock) or (not children and not isinstance(block, blocks.ListBlock)):
        yield block
        return
    for child in children or [block.child_block]:
        yield from leaves(child)


def found_in(instance: Any) -> set[str]:
    """The words that translators get of a record."""
    segments = extract_segments(instance)
    texts = [each.string.data for each in segments if isinstance(each, StringSegmentValue)]
    return {StringValue(text).render_text() for text in texts}


def instance_of(model: Any, **values: Any) -> Any:
    return model(locale=Locale.get_default(), **values)


@pytest.mark.parametrize(("model", "field", "name"), STREAMS)
def test_the_words_of_every_block(model: Any, field: StreamField, name: str) -> None:
    filling = Filling()
    raw = [filling.item(name, field.stream_block.child_blocks[name])]
    stream = blocks.StreamValue(field.stream_block, raw, is_lazy=True)
    assert found_in(instance_of(model, **{field.name: stream})) >= filling.words


@pytest.mark.parametrize(("model", "field", "name"), STREAMS)
def test_every_block_is_of_a_kind_that_is_decided_about(
    model: Any, field: StreamField, name: str
) -> None:
    for leaf in leaves(field.stream_block.child_blocks[name]):
        assert isinstance(leaf, (*WORDS, *SAME, ImageBlock)), type(leaf).__name__


def test_a_new_kind_of_block_is_seen() -> None:
    with pytest.raises(AssertionError, match="DateBlock is neither"):
        Filling().of(blocks.StructBlock([("on", blocks.DateBlock())]))


def translated(model: Any) -> list[models.Field]:
    return [
        model._meta.get_field(rule.field_name)
        for rule in model.translatable_fields
        if isinstance(rule, TranslatableField)
    ]


@pytest.mark.parametrize("model", TRANSLATED_MODELS)
def test_the_words_of_every_field(model: Any) -> None:
    filling, values = Filling(), {}
    for field in translated(model):
        if isinstance(field, RichTextField):
            values[field.name] = f"<p>{filling.new()}</p>"
        elif isinstance(field, (models.CharField, models.TextField)):
            assert not field.choices, f"{field} is a choice, which is not taken out"
            values[field.name] = filling.new()
        else:
            children = isinstance(field, models.ManyToOneRel)
            assert isinstance(field, StreamField) or children, f"{field} is not taken out"
    assert found_in(instance_of(model, **values)) >= filling.words


@pytest.mark.parametrize("model", TRANSLATED_MODELS)
def test_every_field_is_translated_or_declared_to_be_the_same(model: Any) -> None:
    rules = {rule.field_name: rule for rule in model.translatable_fields}
    assert fields_of_people(model) <= rules.keys()
    assert all(isinstance(rule, (TranslatableField, SynchronizedField)) for rule in rules.values())


@pytest.mark.parametrize("model", TRANSLATED_MODELS)
def test_child_records_are_translated_with_their_page(model: Any) -> None:
    """Children without a language of their own stay as they are in the source."""
    for relation in get_all_child_relations(model):
        if relation.related_model in our_models():
            assert issubclass(relation.related_model, TranslatableMixin), relation.related_model


def test_no_picture_stands_in_rich_text() -> None:
    """Its description would not be taken out."""
    for model in our_models():
        for field in model._meta.get_fields():
            if isinstance(field, RichTextField):
                assert "image" not in field.features
    streams: list[Any] = [each.values for each in STREAMS]
    rich = [
        leaf
        for _model, field, name in streams
        for leaf in leaves(field.stream_block.child_blocks[name])
        if isinstance(leaf, blocks.RichTextBlock)
    ]
    assert rich
    assert all("image" not in leaf.features for leaf in rich)
