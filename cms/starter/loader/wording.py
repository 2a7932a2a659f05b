"""Changes the wording of a page, in the one place that says it."""

from typing import Any

from wagtail.fields import StreamField
from wagtail.models import Page

from .fields import rules_of
from .files import StarterPlace


def reword(page: Page, old: str, new: str, place: StarterPlace) -> None:
    """Put ``new`` in the place of ``old``. Raises StarterContentError unless it is there once."""
    found = 0
    for name in rules_of(type(page)):
        value = getattr(page, name)
        if isinstance(page._meta.get_field(name), StreamField):
            value = value.get_prep_value()
        count = _count(value, old)
        if count:
            setattr(page, name, _reworded(value, old, new))
            found += count
    if found != 1:
        raise place.error(f"“{old}” stands {found} times in “{page.title}”; it must stand once.")


def _count(value: Any, old: str) -> int:
    match value:
        case str():
            return value.count(old)
        case list():
            return sum(_count(item, old) for item in value)
        case dict():
            return sum(_count(item, old) for item in value.values())
    return 0


def _reworded(value: Any, old: str, new: str) -> Any:
    match value:
        case str():
            return value.replace(old, new)
        case list():
            return [_reworded(item, old, new) for item in value]
        case dict():
            return {name: _reworded(item, old, new) for name, item in value.items()}
    return value
