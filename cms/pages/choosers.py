"""Where in a posted form something was chosen: the names of choosers, in fields and blocks."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Model
from django.forms import ModelChoiceField
from wagtail import blocks
from wagtail.blocks import BlockField

type Choice = tuple[str, type[Model]]


def forget(form: Any, model: type[Model], key: str) -> None:
    """Empty the form's choosers of ``model`` in which the object with this key was chosen.

    Whatever else was typed stays, even where it reads the same.
    """
    for each in (form, *_forms_within(form)):
        data = each.data.copy()
        for name, chosen in choosers(each):
            if issubclass(chosen, model) and data.get(name) == key:
                data[name] = ""
        each.data = data


def choosers(form: Any) -> Iterator[Choice]:
    """The names under which a form is sent what was chosen, each with what it chooses among."""
    for name, field in form.fields.items():
        if isinstance(field, ModelChoiceField) and field.queryset is not None:
            yield form.add_prefix(name), field.queryset.model
        elif isinstance(field, BlockField):
            yield from _in_block(field.block, form.add_prefix(name), form.data)


def _forms_within(form: Any) -> Iterator[Any]:
    for formset in getattr(form, "formsets", {}).values():
        yield from formset.forms


def _in_block(block: blocks.Block, name: str, data: Mapping[str, Any]) -> Iterator[Choice]:
    match block:
        case blocks.ChooserBlock():
            yield name, block.model_class
        case blocks.StructBlock():
            for part, child in block.child_blocks.items():
                yield from _in_block(child, f"{name}-{part}", data)
        case blocks.ListBlock():
            for number in _numbers(name, data):
                yield from _in_block(block.child_block, f"{name}-{number}-value", data)
        case blocks.StreamBlock():
            for number in _numbers(name, data):
                child = block.child_blocks.get(data.get(f"{name}-{number}-type", ""))
                if child is not None:
                    yield from _in_block(child, f"{name}-{number}-value", data)


def _numbers(name: str, data: Mapping[str, Any]) -> range:
    """The blocks that were posted: no more than there are fields, whatever number is named."""
    try:
        return range(min(int(data.get(f"{name}-count", 0)), len(data)))
    except ValueError:
        return range(0)
