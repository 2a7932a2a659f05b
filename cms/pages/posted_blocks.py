"""Forms of blocks as no editor sends them. Stands in the place of Wagtail's own reading."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import BadRequest
from wagtail.blocks import ChooserBlock, ListBlock

# The names of what a form says of each block beside its value.
ABOUT = ("deleted", "order")
LONGEST_NUMBER = 9

type Data = Mapping[str, Any]
_list_from_form: Callable[[ListBlock, Data, Any, str], Any] = ListBlock.value_from_datadict
_chosen_from_form: Callable[[ChooserBlock, Any], Any] = ChooserBlock.value_from_form


def refuse_broken_form(data: Data, prefix: str, *, about: tuple[str, ...] = ABOUT) -> None:
    """Raise BadRequest where the blocks that are announced were not sent."""
    count = _number(data, f"{prefix}-count")
    if count * len(about) > len(data):
        raise BadRequest(f"{prefix}: fewer blocks than were announced.")
    places: set[int] = set()
    for number in range(count):
        for name in about:
            if f"{prefix}-{number}-{name}" not in data:
                raise BadRequest(f"{prefix}: block {number} has no {name}.")
        if not data[f"{prefix}-{number}-deleted"]:
            place = _number(data, f"{prefix}-{number}-order")
            if place in places:
                raise BadRequest(f"{prefix}: two blocks have one place.")
            places.add(place)


def list_from_form(block: ListBlock, data: Data, files: Any, prefix: str) -> Any:
    """The items of a list."""
    refuse_broken_form(data, prefix)
    return _list_from_form(block, data, files, prefix)


def chosen_from_form(block: ChooserBlock, value: Any) -> Any:
    """What was chosen; nothing where what was sent is no number of one."""
    try:
        return _chosen_from_form(block, value)
    except (ArithmeticError, TypeError, ValueError):
        return None


def _number(data: Data, name: str) -> int:
    text = str(data.get(name, ""))
    if not (text.isascii() and text.isdigit()) or len(text) > LONGEST_NUMBER:
        raise BadRequest(f"{name} is no number.")
    return int(text)
