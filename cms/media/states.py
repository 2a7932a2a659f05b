"""What a picture or document is to readers, said in a line: texts are approved with it."""

from collections.abc import Iterable
from typing import Any

from .in_use import FOCUS
from .models import Document, Image

# Titles are for the library, and so are collections and tags: readers get none of them.
OF_IMAGES = ("file_hash", *FOCUS)
OF_DOCUMENTS = ("file_hash",)


def image_states(numbers: Iterable[str]) -> dict[str, str]:
    """What readers get of each of these pictures, by its number, in one query."""
    return _states(Image, numbers, OF_IMAGES)


def document_states(numbers: Iterable[str]) -> dict[str, str]:
    """What readers get of each of these documents, by its number, in one query."""
    return _states(Document, numbers, OF_DOCUMENTS)


def _states(model: type[Any], numbers: Iterable[str], fields: tuple[str, ...]) -> dict[str, str]:
    rows = model.objects.filter(pk__in=list(numbers)).values_list("pk", *fields)
    return {str(number): ":".join(map(str, rest)) for number, *rest in rows}
