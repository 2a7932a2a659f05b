"""What the templates of the desk ask."""

from django import template

from cms.languages.desk.editing import Row
from cms.languages.desk.isolates import isolate_tags
from cms.languages.desk.passages import Passage

register = template.Library()

CHARACTERS_IN_A_ROW = 55


@register.filter
def held(typed: dict[int, str], passage: Passage) -> str:
    """What a passage's field holds: what was typed and could not be kept, else what is kept."""
    return typed.get(passage.pk, passage.text)


@register.filter
def shown(text: str, row: Row) -> str:
    """A text as a translator sees and writes it."""
    return isolate_tags(text) if row.isolates_tags else text


@register.filter
def at(values: dict[int, str], key: int) -> str:
    """The value of a key; empty without one."""
    return values.get(key, "")


@register.filter
def rows(passage: Passage) -> int:
    """How many rows a passage's field needs to show it."""
    return max(2, min(12, max(len(passage.source), len(passage.text)) // CHARACTERS_IN_A_ROW + 1))
