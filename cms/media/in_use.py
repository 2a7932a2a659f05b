"""Files that texts stand on: they never change, whichever way somebody tries."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext_lazy as _

type StandsOn = Callable[[models.Model], bool]

FOCUS = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
READERS_GET = frozenset({"file", *FOCUS})

STAYS = _(
    "A text that is published or in review stands on this file, so it stays as it is. Please add "
    "another one, and put that into the text."
)

_sources: list[StandsOn] = []


class FileInUseError(PermissionDenied):
    """A file was to be changed that a text stands on, which is published or on the way to it."""


def register_texts(source: StandsOn) -> None:
    """Let another app say whether a text stands on a picture or document."""
    if source not in _sources:
        _sources.append(source)


def is_in_use(thing: models.Model) -> bool:
    """Whether readers get it with a text, or may get it with one that is on the way to them."""
    return thing.pk is not None and any(source(thing) for source in _sources)


def refuse_change_in_use(thing: Any, names: Iterable[str] | None = None) -> None:
    """Raise FileInUseError where saving a row would change what readers get of a used file.

    ``names`` are the fields that are saved, if not all are.
    """
    told = READERS_GET if names is None else READERS_GET.intersection(names)
    if _would_change(thing, told):
        refuse_in_use(thing)


def refuse_in_use(thing: models.Model) -> None:
    """Raise FileInUseError where a text stands on a picture or document."""
    if is_in_use(thing):
        raise FileInUseError(str(STAYS))


def _would_change(thing: Any, told: Iterable[str]) -> bool:
    names = [name for name in told if hasattr(thing, name)]
    if thing.pk is None or not names:
        return False
    before = type(thing).objects.filter(pk=thing.pk).values(*names).first()
    return before is not None and any(before[name] != _now(thing, name) for name in names)


def _now(thing: Any, name: str) -> Any:
    """What would be stored; of a file that is not stored yet nobody knows the name."""
    if name != "file":
        return getattr(thing, name)
    return None if thing.file and thing.file.is_new else str(thing.file or "")
