"""Makes a picture anew from its pixels, upright and in sRGB.

What cannot be read in the time and memory that there is ends this process, and nothing else.
"""

import contextlib
import io
import math
import sys
import warnings
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2] / "sandbox/workers"))

from confinement import (  # type: ignore[import-not-found]
    answer,
    confined_request,
    refuse,
)

# What a phone calls HEIC is a photograph, and kept as one. AVIF is kept as WebP: writing 40
# megapixels of it takes more than a gigabyte and 20 seconds.
EXTENSIONS = {
    "JPEG": "jpg",
    "MPO": "jpg",
    "HEIF": "jpg",
    "PNG": "png",
    "WEBP": "webp",
    "AVIF": "webp",
}
# WebP takes a second for these, PNG packed well too; the smallest JPEG needs a second copy of all.
MOST_PIXELS_OF_A_WEBP = 8_000_000
MOST_PIXELS_PACKED_WELL = 5_000_000
MOST_PIXELS_IN_TWO_PASSES = 16_000_000
# Pillow opens MPO (a phone's multi-picture JPEG) through its JPEG plug-in.
READABLE = ("JPEG", "PNG", "WEBP", "AVIF")
SOURCE = Path("source")
START_OF_SCAN = b"\xff\xda"
# What covers parts of a picture: nothing of what was there can be worked out from one color.
INK = {"L": 32, "RGB": (32, 32, 32), "RGBA": (32, 32, 32, 255)}


class Refusal(Exception):  # noqa: N818
    """The picture is not taken; the argument is the reason's name."""


def main() -> None:
    request = confined_request()
    import PIL.Image  # noqa: PLC0415 - only once the limits are in force

    try:
        extension, pixels = _read(request)
    except Refusal as refusal:
        refuse(str(refusal))
    except PIL.Image.DecompressionBombError:
        refuse("pixels")
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - decoders raise many kinds of error on broken files
        refuse("unreadable", repr(error))
    else:
        content = _encoded(pixels, extension)
        answer({"extension": extension}, [content])


def _read(request: Any) -> tuple[str, Any]:
    picture = _opened()
    width, height = picture.size
    if width * height > request["most_pixels"]:
        raise Refusal("pixels")
    shorter, longer = sorted((width, height))
    if longer > request["longest_side"] or longer > shorter * request["longest_shape"]:
        raise Refusal("shape")
    if picture.info.get("progressive"):
        if _scans() > request["most_scans"]:
            raise Refusal("scans")
        if width * height * 4 + _coefficients(picture) > request["memory"]:
            raise Refusal("memory")
    extension = EXTENSIONS[picture.format]
    pixels = _upright_srgb(picture)
    _cover(pixels, request["covers"])
    return _fitting(extension, pixels), pixels


def _fitting(extension: str, pixels: Any) -> str:
    """Return the format to keep a picture in, which is its own where that can be."""
    if pixels.mode == "RGBA":
        # A JPEG holds nothing transparent.
        return "webp" if extension == "jpg" else extension
    is_large = pixels.width * pixels.height > MOST_PIXELS_OF_A_WEBP
    return "jpg" if extension == "webp" and is_large else extension


def _opened() -> Any:
    import PIL.AvifImagePlugin  # noqa: PLC0415
    import PIL.Image  # noqa: PLC0415

    # Each thread has a stack, which the limit of memory counts.
    PIL.AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    formats = [*READABLE]
    with SOURCE.open("rb") as file:
        is_boxed = file.read(8)[4:] == b"ftyp"
    if is_boxed:
        import pillow_heif  # noqa: PLC0415 - it takes a while to load, and few pictures need it

        pillow_heif.register_heif_opener(
            thumbnails=False, depth_images=False, aux_images=False, decode_threads=1
        )
        formats.append("HEIF")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PIL.Image.DecompressionBombWarning)
        return PIL.Image.open(SOURCE, formats=formats)


def _scans() -> int:
    """How many scans a JPEG says it has: each of them goes over the whole picture."""
    return SOURCE.read_bytes().count(START_OF_SCAN)


def _coefficients(picture: Any) -> int:
    """How many bytes a JPEG in several scans takes beside its pixels: its decoder would not say."""
    sampled = [(across, down) for _name, across, down, _table in picture.layer]
    most = max(across for across, _down in sampled) * max(down for _across, down in sampled)
    share = sum(across * down for across, down in sampled) / most
    return int(2 * picture.width * picture.height * share)


def _upright_srgb(picture: Any) -> Any:
    """Return a new picture; no more than two copies of the pixels exist at a time."""
    import PIL.Image  # noqa: PLC0415
    import PIL.ImageOps  # noqa: PLC0415

    profile = picture.info.get("icc_profile")
    picture.seek(0)
    picture.load()
    PIL.ImageOps.exif_transpose(picture, in_place=True)
    if picture.mode.startswith("I"):
        # Sixteen bits a pixel: scaled, since converting would cut the light tones off.
        picture = picture.point(lambda tone: tone / 256).convert("L")
    if profile and picture.mode == "RGB":
        _make_srgb(picture, profile)
    has_alpha = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    mode = "RGBA" if has_alpha else "L" if picture.mode in ("L", "1") else "RGB"
    if picture.mode != mode:
        picture = picture.convert(mode)
    # Pasted into a new picture: nothing but pixels can have come along.
    clean = PIL.Image.new(mode, picture.size)
    clean.paste(picture)
    return clean


def _cover(pixels: Any, covers: list[list[float]]) -> None:
    """Paint over rectangles, given as shares of the sides: each whole pixel that one touches."""
    for left, top, width, height in covers:
        box = (
            math.floor(left * pixels.width),
            math.floor(top * pixels.height),
            min(math.ceil((left + width) * pixels.width), pixels.width),
            min(math.ceil((top + height) * pixels.height), pixels.height),
        )
        pixels.paste(INK[pixels.mode], box)


def _make_srgb(picture: Any, profile: bytes) -> None:
    import PIL.ImageCms  # noqa: PLC0415

    # A damaged profile says nothing about the colours; the pixels are then kept as they are.
    with contextlib.suppress(PIL.ImageCms.PyCMSError, OSError):
        PIL.ImageCms.profileToProfile(
            picture,
            PIL.ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            PIL.ImageCms.createProfile("sRGB"),
            inPlace=True,
        )


def _encoded(pixels: Any, extension: str) -> bytes:
    output = io.BytesIO()
    number = pixels.width * pixels.height
    match extension:
        case "jpg":
            optimize = number <= MOST_PIXELS_IN_TWO_PASSES
            pixels.save(output, "JPEG", quality=90, optimize=optimize)
        case "png":
            pixels.save(output, "PNG", compress_level=6 if number <= MOST_PIXELS_PACKED_WELL else 3)
        case "webp":
            pixels.save(output, "WEBP", quality=90, method=2)
    return output.getvalue()


if __name__ == "__main__":
    main()
