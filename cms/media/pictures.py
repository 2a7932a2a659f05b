"""The sizes in which readers get a picture, made before the first of them asks.

There is one ladder of widths for every use, so whatever place a picture is given on whatever
page, the same few files serve it. Making them is slow; so it happens in the background when a
page is published, and a reader's request makes at most one small file per picture, once, where
the background has not got to it yet.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, prefetch_related_objects
from wagtail.blocks import BoundBlock, StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.fields import StreamField
from wagtail.images.models import SourceImageIOError

from .models import Image, Rendition

WIDTHS = (320, 640, 960, 1440)
# Best first. The fallback is for browsers that know neither: one file, not a ladder.
FORMATS = ("avif", "webp")
FALLBACK = "format-jpeg|width-960"

# How wide a picture is shown, by its role on the page.
SIZES = {
    "hero": "(min-width: 60em) 46vw, 100vw",
    "column": "(min-width: 46em) 42rem, 100vw",
    "cover": "(min-width: 60em) 26rem, (min-width: 40em) 50vw, 90vw",
    "shelf": "(min-width: 60em) 17rem, (min-width: 34em) 40vw, 80vw",
}


@dataclass(frozen=True)
class Source:
    """The files of one format, as ``<source>`` wants them."""

    media_type: str
    srcset: str


@dataclass(frozen=True)
class Picture:
    """A picture as a page shows it."""

    alt: str
    sizes: str
    sources: list[Source]
    fallback: Rendition


def widths_for(image: Image) -> list[int]:
    """The widths of the ladder that the image fills, and at least the lowest."""
    return [width for width in WIDTHS if width <= image.width] or [WIDTHS[0]]


def rendition_specs(image: Image) -> list[str]:
    """Every rendition that readers may be given, spelled as the rendition table spells it."""
    ladder = [f"format-{name}|width-{width}" for name in FORMATS for width in widths_for(image)]
    return [FALLBACK, *ladder]


def make_renditions(image: Image) -> None:
    """Make what is missing of the image's renditions. Slow: seconds for a large photograph."""
    image.get_renditions(*rendition_specs(image))


def picture_for(image: Image, role: str) -> Picture | None:
    """Return the picture from renditions that exist, making none but a missing fallback.

    None if the people in it agree no longer, its file is lost, or there is no room for what would
    be made: a page is better off without one picture than without an answer.
    """
    if image.is_withheld:
        return None
    made = {rendition.filter_spec: rendition for rendition in _renditions(image)}
    try:
        fallback = made.get(FALLBACK) or image.get_rendition(FALLBACK)
    except (SourceImageIOError, OSError):
        return None
    sources = [
        Source(f"image/{name}", srcset)
        for name in FORMATS
        if (srcset := _srcset(made, name, widths_for(image)))
    ]
    decorative = getattr(image, "decorative", False)
    alt = "" if decorative else getattr(image, "contextual_alt_text", None) or ""
    return Picture(alt, SIZES[role], sources, fallback)


def _renditions(image: Image) -> list[Rendition]:
    fetch_renditions([image])
    return list(image.prefetched_renditions)


def _srcset(made: dict[str, Rendition], name: str, widths: list[int]) -> str:
    found = (made.get(f"format-{name}|width-{width}") for width in widths)
    return ", ".join(f"{each.url} {each.width}w" for each in found if each is not None)


def fetch_renditions(images: Iterable[Image]) -> None:
    """Fetch the renditions of all these images in one query, unless they have theirs already."""
    bare = [image for image in images if not hasattr(image, "prefetched_renditions")]
    if bare:
        prefetch_related_objects(bare, "renditions")
        for image in bare:
            image.prefetched_renditions = list(image.renditions.all())


def streams_of(record: Model) -> list[StreamValue]:
    """The values of a page's streams, in the order of its fields."""
    return [
        getattr(record, field.name)
        for field in record._meta.get_fields()
        if isinstance(field, StreamField)
    ]


def images_of(record: Model) -> list[Image]:
    """The images in a page's streams, in order."""
    return [image for stream in streams_of(record) for image in images_in(stream)]


def images_in(value: Any) -> Iterator[Image]:
    """The images in a block's value, in order."""
    match value:
        case Image():
            yield value
        case BoundBlock():
            yield from images_in(value.value)
        case StructValue():
            for child in value.values():
                yield from images_in(child)
        case StreamValue() | ListValue():
            for child in value:
                yield from images_in(child)
