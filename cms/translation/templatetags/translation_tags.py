"""What the templates of the desk ask."""

from django import template

from cms.translation.editor.bidi import isolate_tags
from cms.translation.editor.rows import Row
from cms.translation.segments.listing import Segment

register = template.Library()

CHARACTERS_IN_A_ROW = 55


@register.filter
def held(typed: dict[int, str], segment: Segment) -> str:
    """What a segment's field holds: what was typed and could not be kept, else what is kept."""
    return typed.get(segment.pk, segment.text)


@register.filter
def shown(text: str, row: Row) -> str:
    """A text as a translator sees and writes it."""
    return isolate_tags(text) if row.isolates_tags else text


@register.filter
def at(values: dict[int, str], key: int) -> str:
    """The value of a key; empty without one."""
    return values.get(key, "")


@register.filter
def rows(segment: Segment) -> int:
    """How many rows a segment's field needs to show it."""
    return max(2, min(12, max(len(segment.source), len(segment.text)) // CHARACTERS_IN_A_ROW + 1))
