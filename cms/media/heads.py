"""What a stored picture's head says: how large it is, and of how many frames.

Wagtail asks Willow, which decodes the whole picture to say so, wherever a file is assigned or
checked: in the web process.
"""

from typing import Any

import PIL.Image
from willow.image import AvifImageFile, JPEGImageFile, PNGImageFile, WebPImageFile
from willow.registry import registry

FORMATS = ["JPEG", "PNG", "WEBP", "AVIF"]


def size(picture: Any) -> tuple[int, int]:
    """Return the width and height of a picture's file; its pixels are not touched."""
    return _opened(picture).size


def frame_count(picture: Any) -> int:
    """Return how many frames a picture's file holds."""
    return int(getattr(_opened(picture), "n_frames", 1))


def read_heads() -> None:
    """Have Willow read heads alone of the kinds of files that are kept, where they are enough."""
    for kind in (JPEGImageFile, PNGImageFile, WebPImageFile, AvifImageFile):
        registry.register_operation(kind, "get_size", size)
        registry.register_operation(kind, "get_frame_count", frame_count)


def _opened(picture: Any) -> PIL.Image.Image:
    picture.f.seek(0)
    return PIL.Image.open(picture.f, formats=FORMATS)
