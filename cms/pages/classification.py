"""What each field and block is when a page or record is translated: words, a fact, or its own.

Words are translated. Facts (numbers, addresses, dates, order, consent, pictures) follow the
approved source. What is a language version's own is neither. A model says it of its fields in
``translatable_fields``, a block by its class or in its ``Meta``; what nobody has classified is an
error (``cms.checks``), and a test walks everything.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel, get_all_child_relations
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page, get_translatable_models
from wagtail_localize.fields import SynchronizedField, TranslatableField


class Kind(StrEnum):
    """What a field or block is in translation; what HOLDS others is nothing by itself."""

    WORDS = "words"
    FACT = "fact"
    OWN = "own"
    HOLDS = "holds"
    UNCLASSIFIED = "unclassified"


class OwnField(SynchronizedField):
    """A field that each language version has for itself: neither translated nor taken over."""

    def __init__(self, field_name: str) -> None:
        super().__init__(field_name, overridable=False)

    def is_synchronized(self, obj: Any) -> bool:  # noqa: ARG002
        return False


# Fields that Wagtail brings, and of which no rule of a model speaks: where and whether a version
# stands, not what it says. By name, so that one that Wagtail adds is noticed.
OF_WAGTAIL: dict[str, Kind] = {
    "sort_order": Kind.FACT,
    **{
        name: Kind.OWN
        for names in (
            # The place of a row, and what it is.
            ("id", "page_ptr", "path", "depth", "numchild", "url_path", "content_type", "locale"),
            ("translation_key", "alias_of", "owner", "draft_title", "search_description"),
            # Drafts, dates and what becomes of them.
            ("live", "has_unpublished_changes", "live_revision", "latest_revision", "expired"),
            ("latest_revision_created_at", "first_published_at", "last_published_at"),
            ("go_live_at", "expire_at", "locked", "locked_at", "locked_by"),
            ("wagtail_admin_comments",),
        )
        for name in names
    },
}

# The nearest class of a block's ancestry decides, unless the block says it by itself: its Meta
# names a ``translation_kind``.
BLOCKS: dict[type[blocks.Block], Kind] = {
    blocks.CharBlock: Kind.WORDS,
    blocks.TextBlock: Kind.WORDS,
    blocks.RichTextBlock: Kind.WORDS,  # Where its links lead to is a fact.
    blocks.BlockQuoteBlock: Kind.WORDS,
    blocks.URLBlock: Kind.FACT,
    blocks.EmailBlock: Kind.FACT,
    blocks.ChoiceBlock: Kind.FACT,
    blocks.MultipleChoiceBlock: Kind.FACT,
    blocks.BooleanBlock: Kind.FACT,
    blocks.IntegerBlock: Kind.FACT,
    blocks.FloatBlock: Kind.FACT,
    blocks.DecimalBlock: Kind.FACT,
    blocks.DateBlock: Kind.FACT,
    blocks.DateTimeBlock: Kind.FACT,
    blocks.TimeBlock: Kind.FACT,
    blocks.ChooserBlock: Kind.FACT,
    blocks.StaticBlock: Kind.FACT,  # That it stands there.
    ImageBlock: Kind.HOLDS,
    blocks.StructBlock: Kind.HOLDS,
    blocks.ListBlock: Kind.HOLDS,  # The order within it is a fact.
    blocks.StreamBlock: Kind.HOLDS,
}
OVERRIDABLE = (blocks.URLBlock, blocks.EmailBlock, blocks.ChooserBlock)

# Facts that mean nothing without the words beside them: the name of the one, and of the others.
# A block of ours says so in its Meta, as ``coupled``.
COUPLED: dict[type[blocks.Block], Mapping[str, str]] = {
    ImageBlock: {"image": "alt_text", "decorative": "alt_text"},
}


@dataclass(frozen=True)
class Part:
    """A field or block by its path; a fact may be one that a translation can have its own of."""

    path: str
    kind: Kind
    overridable: bool = False


def kind_of_block(block: blocks.Block) -> Kind:
    """What a block is: as it says itself, else by its class."""
    said = getattr(block.meta, "translation_kind", None)
    if said is not None:
        return Kind(said)
    return next((BLOCKS[cls] for cls in type(block).__mro__ if cls in BLOCKS), Kind.UNCLASSIFIED)


def is_overridable_block(block: blocks.Block) -> bool:
    """Whether a translation may have a fact of its own here; not where the block has a rule."""
    return isinstance(block, OVERRIDABLE) and not hasattr(block, "get_translatable_segments")


def coupled_facts(block: blocks.Block) -> Mapping[str, str]:
    """The facts of a block that belong to words: each one's name, and that of the words."""
    said: Mapping[str, str] | None = getattr(block.meta, "coupled", None)
    if said is not None:
        return said
    return next((COUPLED[cls] for cls in type(block).__mro__ if cls in COUPLED), {})


@cache
def kind_of_field(model: type[models.Model], name: str) -> Kind:
    """What a field or child relation of a model is."""
    rule, field = _rule(model, name), model._meta.get_field(name)
    if rule is None:
        return Kind.OWN if isinstance(field, ParentalKey) else _of_wagtail(name)
    if isinstance(rule, OwnField):
        return Kind.OWN
    if isinstance(rule, SynchronizedField):
        return Kind.FACT
    if isinstance(field, (StreamField, models.ManyToOneRel)):
        return Kind.HOLDS
    if isinstance(field, (models.CharField, models.TextField, RichTextField)):
        return Kind.WORDS
    return Kind.UNCLASSIFIED


@cache
def is_overridable_field(model: type[models.Model], name: str) -> bool:
    """Whether a translation may have a fact of its own in this field."""
    rule = _rule(model, name)
    return isinstance(rule, SynchronizedField) and rule.overridable


def child_relations(model: type[models.Model]) -> dict[str, type[models.Model]]:
    """The models of a model's child records, by the name of their relation; no comments."""
    if not issubclass(model, ClusterableModel):
        return {}
    relations = {
        relation.get_accessor_name(): relation.related_model
        for relation in get_all_child_relations(model)
    }
    return {name: child for name, child in relations.items() if name not in OF_WAGTAIL}


def child_blocks(block: blocks.Block) -> Mapping[str, blocks.Block]:
    """The blocks within a block, by name; what a list is of has none but ``item``."""
    if isinstance(block, blocks.ListBlock):
        return {"item": block.child_block}
    children: Mapping[str, blocks.Block] = getattr(block, "child_blocks", {})
    return children


def parts_of(model: type[models.Model], path: str = "") -> Iterator[Part]:
    """Every field of a model, of its child records and of the blocks in them."""
    start = path or model._meta.label
    for field in model._meta.concrete_fields:
        here = f"{start}.{field.name}"
        kind = kind_of_field(model, field.name)
        yield Part(here, kind, is_overridable_field(model, field.name))
        if isinstance(field, StreamField):
            yield from parts_of_block(field.stream_block, here)
    for name, child in child_relations(model).items():
        yield Part(f"{start}.{name}", kind_of_field(model, name))
        yield from parts_of(child, f"{start}.{name}")


def parts_of_block(block: blocks.Block, path: str) -> Iterator[Part]:
    """A block, and every block within."""
    kind = kind_of_block(block)
    yield Part(path, kind, kind is Kind.FACT and is_overridable_block(block))
    for name, child in child_blocks(block).items():
        yield from parts_of_block(child, f"{path}.{name}")


def translated_models() -> list[type[models.Model]]:
    """Every model with a language of its own, but for what stands within another."""
    return [
        model
        for model in get_translatable_models(include_subclasses=True)
        if not model._meta.abstract
        and model is not Page
        and not any(isinstance(field, ParentalKey) for field in model._meta.get_fields())
    ]


def _rule(model: type[models.Model], name: str) -> TranslatableField | SynchronizedField | None:
    rules = {rule.field_name: rule for rule in getattr(model, "translatable_fields", ())}
    return rules.get(name)


def _of_wagtail(name: str) -> Kind:
    return OF_WAGTAIL.get(name, Kind.UNCLASSIFIED)
