"""Who gets a picture or document: readers with a text that they may see, others with a draft.

What texts readers may see, and who may see a draft, is known above; it registers here. Where
nobody has registered, nobody gets anything.
"""

from collections.abc import Callable, Iterable

from django.db.models import QuerySet
from django.http import HttpRequest

from .models import Document, Image, MediaUse
from .people import withheld

# Those of the uses that are in texts which every reader may see.
type Public = Callable[[QuerySet[MediaUse]], QuerySet[MediaUse]]
# Whether whoever asks may see the file before, or without, every reader.
type Viewer = Callable[[HttpRequest, Image | Document], bool]

USED_AS: dict[type[Image | Document], str] = {Image: "image", Document: "document"}

_public: list[Public] = []
_viewers: list[Viewer] = []


def register_public(rule: Public) -> None:
    """Let another app say which texts every reader may see."""
    if rule not in _public:
        _public.append(rule)


def register_viewer(rule: Viewer) -> None:
    """Let another app say who may see what readers do not have."""
    if rule not in _viewers:
        _viewers.append(rule)


def had_by_readers(kind: type[Image | Document], numbers: Iterable[int]) -> set[int]:
    """Those of the pictures, or documents, that a text which every reader may see stands on.

    A picture whose people agree to it no longer is none of them, whatever stands on it.
    """
    name = USED_AS[kind]
    uses = MediaUse.objects.filter(**{f"{name}__in": list(numbers)})
    if kind is Image:
        uses = uses.exclude(withheld("image__"))
    return {
        number
        for rule in _public
        for number in rule(uses).order_by().values_list(name, flat=True).distinct()
    }


def is_public(thing: Image | Document) -> bool:
    """Whether every reader may have it."""
    return thing.pk in had_by_readers(type(thing), [thing.pk])


def is_shown_to(request: HttpRequest, thing: Image | Document) -> bool:
    """Whether whoever asks may see it although not every reader may."""
    return any(rule(request, thing) for rule in _viewers)
