"""Each value of each block and field, changed alone, is named in words: before and after."""

import re
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.pages.models import BasePage
from cms.review.comparison.content import told_fields, told_relations
from cms.review.models import PublicRecord

from .samples import stored, two_of_field, variants
from .shown import one, shown, text_with, words

pytestmark = pytest.mark.django_db

RAW = re.compile(
    r"\b(True|False|None|principle-\d|[0-9a-f]{8}-[0-9a-f]{4}-|\d{4}-\d\d-\d\d)|\+00:00"
)


def subjects() -> list[type[Any]]:
    """Every kind of page and record that is reviewed."""
    return [model for model in apps.get_models() if issubclass(model, (BasePage, PublicRecord))]


def children() -> list[tuple[type[Any], Any]]:
    return [(model, relation) for model in subjects() for relation in told_relations(model)]


def base(model: type[Any]) -> dict[str, Any]:
    """First values for all that a text of this kind says, but for what it refers to."""
    return {
        field.name: two_of_field(field)[0].stored
        for field in told_fields(model)
        if not isinstance(field, StreamField | models.ForeignKey)
    }


def assert_named(model: type[Any], values: dict[str, Any], name: str, old: Any, new: Any) -> None:
    before = text_with(model, **values | {name: old.stored})
    after = text_with(model, **values | {name: new.stored})
    seen = shown(before, after)
    said = words(seen)
    assert old.words in said
    assert new.words in said
    assert not RAW.search(said)
    assert "changed" in words(one(seen, ".comparison__summary"))


@pytest.mark.parametrize("model", subjects())
def test_every_field_is_named_in_words(model: type[Any], referred_to: None) -> None:
    values = base(model)
    for field in told_fields(model):
        if not isinstance(field, StreamField):
            name = field.attname
            assert_named(model, values, name, *two_of_field(field))


@pytest.mark.parametrize("model", subjects())
def test_every_value_of_every_block_is_named_in_words(model: type[Any], referred_to: None) -> None:
    for field in told_fields(model):
        if not isinstance(field, StreamField):
            continue
        before = text_with(model, **{field.name: stored(field.stream_block)})
        for variant in variants(field.stream_block, field.name):
            after = text_with(model, **{field.name: variant.stored})
            said = words(shown(before, after))
            assert variant.before in said, variant.path
            assert variant.after in said, variant.path
            assert not RAW.search(said), (variant.path, said)


@pytest.mark.parametrize(("model", "relation"), children())
def test_every_field_of_what_belongs_to_a_text_is_named(
    model: type[Any], relation: Any, referred_to: None
) -> None:
    name, child = relation.get_accessor_name(), relation.related_model
    values = {field.name: two_of_field(field)[0].stored for field in told_fields(child)}
    before = text_with(model)
    setattr(before, name, [child(pk=1, **values)])
    for field in told_fields(child):
        old, new = two_of_field(field)
        after = text_with(model)
        setattr(after, name, [child(pk=1, **values | {field.name: new.stored})])
        said = words(shown(before, after))
        assert old.words in said, field.name
        assert new.words in said, field.name


def test_everything_that_is_reviewed_is_walked() -> None:
    names = {model.__name__ for model in subjects()}
    assert {"StandardPage", "ZineIssuePage", "ChapterPage", "Person", "SiteIdentity"} <= names
    assert {relation.related_model.__name__ for _model, relation in children()} == {
        "ImpactEntry",
        "Principle",
    }
    assert not any(model is Page for model in subjects())
