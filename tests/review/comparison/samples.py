"""Two different values for every kind of block and field, each with how people read it."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import singledispatch
from typing import Any

from django.db import models
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page, Site

from cms.contacts.models import Contact
from cms.pages.blocks.references import ContactChooserBlock, KeyBlock

FIRST, OTHER = "Sunrise here", "Moonlight there"


@dataclass(frozen=True)
class Sample:
    """A value as it is stored, and words by which people know it."""

    stored: Any
    words: str


type Two = tuple[Sample, Sample]

WORDS = (Sample(FIRST, "Sunrise"), Sample(OTHER, "Moonlight"))
LINKS = (
    Sample("https://www.example.org/first", "example.org/first"),
    Sample("https://www.example.org/other", "example.org/other"),
)
NUMBERS = (Sample(101, "101"), Sample(202, "202"))
FLAGS = (Sample(False, ""), Sample(True, "yes"))
DATES = (Sample(date(2026, 5, 1), "May 1, 2026"), Sample(date(2026, 6, 2), "June 2, 2026"))
MOMENTS = (
    Sample(datetime(2026, 5, 1, 12, tzinfo=UTC), "May 1, 2026"),
    Sample(datetime(2026, 6, 2, 12, tzinfo=UTC), "June 2, 2026"),
)
HOURS = (Sample(time(9, 30), "9:30 a.m."), Sample(time(17, 15), "5:15 p.m."))


def rows(model: type[models.Model], field: str) -> Two:
    """Two rows that the test has made."""
    found = [(each.pk, getattr(each, field)) for each in model._default_manager.all()]
    return Sample(*found[-2]), Sample(*found[-1])


def labels(choices: Any) -> Two:
    found = [(value, str(label)) for value, label in choices if value not in (None, "")]
    return Sample(*found[0]), Sample(*found[-1])


# Blocks.


@singledispatch
def two_of(block: blocks.Block) -> Two:
    raise NotImplementedError(f"{block.name}: show how {type(block).__name__} is told in words")


two_of.register(blocks.CharBlock, lambda _block: WORDS)
two_of.register(blocks.TextBlock, lambda _block: WORDS)
two_of.register(blocks.URLBlock, lambda _block: LINKS)
two_of.register(blocks.BooleanBlock, lambda _block: FLAGS)
two_of.register(blocks.PageChooserBlock, lambda _block: rows(Page, "title"))
two_of.register(DocumentChooserBlock, lambda _block: rows(get_document_model(), "title"))
two_of.register(ContactChooserBlock, lambda _block: rows(Contact, "name"))
two_of.register(ImageChooserBlock, lambda _block: rows(get_image_model(), "title"))
two_of.register(blocks.ChoiceBlock, lambda block: labels(block.field.choices))


@two_of.register
def _chosen(block: blocks.MultipleChoiceBlock) -> Two:
    one, other = labels(block.field.choices)
    return Sample([one.stored], one.words), Sample([other.stored], other.words)


two_of.register(
    KeyBlock, lambda _block: (Sample("617 555 0101", "617 555 0101"), Sample("988", "988"))
)
two_of.register(
    blocks.RichTextBlock,
    lambda _block: (
        Sample(f"<p>{FIRST} and on</p>", "Sunrise"),
        Sample(f"<p>{OTHER} and on</p>", "Moonlight"),
    ),
)


def stored(block: blocks.Block) -> Any:
    """What a block holds where everything in it has its first value."""
    match block:
        case blocks.StaticBlock():
            return None
        case blocks.StructBlock():
            return {name: stored(child) for name, child in block.child_blocks.items()}
        case blocks.ListBlock():
            return [_entry("item", stored(block.child_block), "1")]
        case blocks.StreamBlock():
            children = block.child_blocks.items()
            return [_entry(name, stored(child), name) for name, child in children]
    return two_of(block)[0].stored


def _entry(name: str, value: Any, number: str) -> dict[str, Any]:
    return {"type": name, "value": value, "id": f"00000000-0000-4000-8000-{number[:12]:0>12}"}


@dataclass(frozen=True)
class Variant:
    """What a block holds where one value is another, and the words of both."""

    path: str
    stored: Any
    before: str
    after: str


def variants(block: blocks.Block, path: str = "") -> Iterator[Variant]:
    """A block's content with each of its values changed, one at a time."""
    base = stored(block)
    match block:
        case blocks.StaticBlock():
            return
        case blocks.StructBlock():
            for name, child in block.child_blocks.items():
                for each in variants(child, f"{path}.{name}"):
                    yield Variant(each.path, base | {name: each.stored}, each.before, each.after)
        case blocks.ListBlock():
            for each in variants(block.child_block, f"{path}[]"):
                yield _replaced(base, 0, each)
        case blocks.StreamBlock():
            for place, (name, child) in enumerate(block.child_blocks.items()):
                for each in variants(child, f"{path}/{name}"):
                    yield _replaced(base, place, each)
        case _:
            first, other = two_of(block)
            yield Variant(path, other.stored, first.words, other.words)


def _replaced(base: list[Any], place: int, variant: Variant) -> Variant:
    changed = deepcopy(base)
    changed[place]["value"] = variant.stored
    return Variant(variant.path, changed, variant.before, variant.after)


# Fields.


def two_of_field(field: models.Field[Any, Any]) -> Two:
    return labels(field.flatchoices) if field.choices else two_of_class(field)


@singledispatch
def two_of_class(field: models.Field[Any, Any]) -> Two:
    raise NotImplementedError(f"{field}: show how it is told in words")


def rows_of(field: models.ForeignKey[Any, Any]) -> Two:
    return rows(field.related_model, {Site: "site_name"}.get(field.related_model, "title"))


two_of_class.register(models.CharField, lambda _field: WORDS)
two_of_class.register(models.TextField, lambda _field: WORDS)
two_of_class.register(models.URLField, lambda _field: LINKS)
two_of_class.register(models.BooleanField, lambda _field: (Sample(False, "no"), FLAGS[1]))
two_of_class.register(models.DateField, lambda _field: DATES)
two_of_class.register(models.DateTimeField, lambda _field: MOMENTS)
two_of_class.register(models.TimeField, lambda _field: HOURS)
two_of_class.register(models.IntegerField, lambda _field: NUMBERS)
two_of_class.register(models.ForeignKey, rows_of)
two_of_class.register(
    RichTextField,
    lambda _field: (
        Sample(f"<p>{FIRST}</p>", "Sunrise"),
        Sample(f"<p>{OTHER}</p>", "Moonlight"),
    ),
)
two_of_class.register(
    models.EmailField,
    lambda _field: (Sample("first@example.org", "first@"), Sample("other@example.org", "other@")),
)
two_of_class.register(
    models.SlugField,
    lambda _field: (Sample("first-place", "first-place"), Sample("other-place", "other-place")),
)
