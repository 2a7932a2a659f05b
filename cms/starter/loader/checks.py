"""Holds starter content to the rules that editors are held to, in plain words."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields.reverse_related import ManyToOneRel
from wagtail import blocks
from wagtail.fields import StreamField

from cms.pages.blocks.unreadable import Unreadable

from .fields import rules_of
from .files import StarterPlace


@contextmanager
def plain_errors(place: StarterPlace) -> Iterator[None]:
    """Turn a ValidationError into a StarterContentError that names the place."""
    try:
        yield
    except ValidationError as error:
        raise place.error(" ".join(describe(error))) from error


def check_values(instance: models.Model, place: StarterPlace) -> None:
    """Raise StarterContentError for the first value that an editor could not have saved either."""
    with plain_errors(place):
        instance.full_clean()
    for name in rules_of(type(instance)):
        field = instance._meta.get_field(name)
        match field:
            case StreamField():
                _check_stream(getattr(instance, name), place.inside(name))
            case ManyToOneRel():
                for index, child in enumerate(getattr(instance, name).all()):
                    _check_child(child, field, place.inside(f"{name}, {index + 1}"))


def _check_child(child: models.Model, relation: ManyToOneRel, place: StarterPlace) -> None:
    with plain_errors(place):
        child.full_clean(exclude=[relation.field.name])


def _check_stream(stream: Any, place: StarterPlace) -> None:
    for index, child in enumerate(stream):
        if isinstance(child.value, Unreadable):
            _refuse_unreadable(stream.stream_block, child.value, place)
        with plain_errors(place.inside(f"block {index + 1} ({child.block_type})")):
            child.block.clean(child.value)
    with plain_errors(place):
        stream.stream_block.clean(stream)


def _refuse_unreadable(block: blocks.StreamBlock, child: Unreadable, place: StarterPlace) -> None:
    """Say what is wrong with a block that a site would keep and show to nobody."""
    name = child.stored.get("type", "") if isinstance(child.stored, dict) else ""
    kind = block.child_blocks.get(name)
    here = place.inside(f"block {child.number} ({name})")
    if kind is not None:
        with plain_errors(here):
            kind.clean(kind.to_python(child.stored["value"]))
    raise here.error(str(child))


def describe(error: ValidationError) -> Iterator[str]:
    """Yield what is wrong in plain words, however deep it lies."""
    if hasattr(error, "error_dict"):
        for name, inner in error.error_dict.items():
            for problem in inner:
                yield from (f"“{name}”: {text}" for text in problem.messages)
        return
    block_errors = getattr(error, "block_errors", None)
    if block_errors is None:
        yield from error.messages
        return
    for name, inner in block_errors.items():
        position = str(name + 1) if isinstance(name, int) else name
        yield from (f"“{position}”: {text}" for text in describe(inner))
    for problem in error.non_block_errors.as_data():  # type: ignore[attr-defined]
        yield from problem.messages
