"""The ways to reach somebody that stand in a text."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.fields import StreamField

from .blocks.actions import ContactLinkValue


def contact_links_in(thing: Model) -> Iterator[ContactLinkValue]:
    """Those in the streams of a page or record that readers get, in their order."""
    for field in thing._meta.concrete_fields:
        if isinstance(field, StreamField):
            yield from _within(field.value_from_object(thing))


def _within(value: Any) -> Iterator[ContactLinkValue]:
    match value:
        case ContactLinkValue():
            if value.is_shown:
                yield value
        case StructValue():
            for each in value.values():
                yield from _within(each)
        case StreamValue():
            for child in value:
                yield from _within(child.value)
        case ListValue():
            for each in value:
                yield from _within(each)
