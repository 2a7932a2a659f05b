"""Makes the sizes of a picture in a process of its own, as Wagtail's filters say."""

from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import Filter, SourceImageIOError

from cms.sandbox.runner import Limits, WorkerError, run

if TYPE_CHECKING:
    from .models import Image

RENDITION_MAKER = Path(__file__).with_name("workers") / "rendition_maker.py"
MIB = 1024**2
# What is made of has been cleaned: it is only large. Nine files of 40 megapixels take ten seconds.
MAKING = Limits(seconds=120, processor=60, memory=400 * MIB, answer=64 * MIB)
FORMATS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "avif": "AVIF"}
ORIGINAL_FORMATS = {".jpg": "jpeg", ".png": "png", ".webp": "webp"}
WHITE = (255, 255, 255)


class _Noted:
    """Stands for the picture while Wagtail's operations say what is to become of it."""

    def __init__(self) -> None:
        self.background: tuple[int, ...] | None = None

    def set_background_color_rgb(self, color: tuple[int, ...]) -> "_Noted":
        self.background = color
        return self


def rendition_files(image: "Image", filters: Sequence[Filter]) -> list[File]:
    """Return the files that the filters make of an image, in their order.

    Raises SourceImageIOError when the image's file is lost or cannot be read.
    """
    wanted = [_wanted(image, each) for each in filters]
    try:
        with image.open_file() as source:
            answer = run(RENDITION_MAKER, {"wanted": wanted}, {"source": source}, MAKING)
    except WorkerError as error:
        raise SourceImageIOError(f"{image} cannot be read: {error}") from error
    names = [f"rendition.{each['extension']}" for each in wanted]
    return [ContentFile(part, name) for part, name in zip(answer.parts, names, strict=True)]


def _wanted(image: "Image", each: Filter) -> dict[str, Any]:
    """Return what the worker has to know of a filter: which part, how large, in which format."""
    transform = each.get_transform(image)
    left, top, right, bottom = transform.get_rect().round()
    noted = _Noted()
    env: dict[str, Any] = {
        "original-format": ORIGINAL_FORMATS[PurePosixPath(image.file.name).suffix]
    }
    for operation in each.filter_operations:
        operation.run(noted, image, env)
    name = env.get("output-format", env["original-format"])
    if name not in FORMATS:
        raise InvalidFilterSpecError(f"{each.spec}: the site makes no {name}.")
    background = noted.background or (WHITE if name == "jpeg" else None)
    return {
        "size": transform.size,
        "box": (max(0, left), max(0, top), min(right, image.width), min(bottom, image.height)),
        "format": FORMATS[name],
        "options": _options(name, env),
        "background": background,
        "extension": "jpg" if name == "jpeg" else name,
    }


def _options(name: str, env: dict[str, Any]) -> dict[str, Any]:
    """Return what Pillow is told, as Wagtail tells it."""
    if "lossless" in env.get("output-format-options", ()):
        return {"lossless": True} if name == "webp" else {"quality": 100, "subsampling": "4:4:4"}
    match name:
        case "jpeg":
            quality = env.get("jpeg-quality", getattr(settings, "WAGTAILIMAGES_JPEG_QUALITY", 76))
            return {"quality": quality, "progressive": True, "optimize": True}
        case "png":
            return {"optimize": True}
        case "webp":
            quality = env.get("webp-quality", getattr(settings, "WAGTAILIMAGES_WEBP_QUALITY", 80))
            return {"quality": quality}
    quality = env.get("avif-quality", getattr(settings, "WAGTAILIMAGES_AVIF_QUALITY", 61))
    return {"quality": quality}
