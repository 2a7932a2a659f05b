"""Hundreds of dirty and hostile files, made by a program: kinds of files, of traces, of attacks."""

import io
import random
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageCms, PngImagePlugin

from tests.zine import pdfs

from . import dirty_files, dirty_pdfs
from .dirty_files import SECRET, XMP, exif, upright_picture

SCRIPT = b"<script>" + SECRET + b"</script>"
ALL_AT_ONCE = {"exif": exif(6), "xmp": XMP}
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
TRACES: dict[str, dict[str, Any]] = {
    "exif": {"exif": exif()},
    "turned": {"exif": exif(8)},
    "xmp": {"xmp": XMP},
    "profile": {"icc_profile": PROFILE},
    "everything": {**ALL_AT_ONCE, "icc_profile": PROFILE},
}
FORMATS: dict[str, tuple[str, dict[str, Any]]] = {
    "jpg": ("JPEG", {"comment": SECRET}),
    "progressive.jpg": ("JPEG", {"progressive": True, "comment": SECRET}),
    "png": ("PNG", {}),
    "webp": ("WEBP", {}),
    "lossless.webp": ("WEBP", {"lossless": True}),
    "avif": ("AVIF", {}),
    "heic": ("HEIF", {}),
}


@dataclass(frozen=True)
class Sample:
    """A file, and which doors it is meant for."""

    name: str
    content: bytes
    is_pdf: bool = False


def flipped(content: bytes) -> bytes:
    """Some bytes are others; always the same ones."""
    chance = random.Random(len(content))  # noqa: S311 - not for secrets
    bent = bytearray(content)
    for _time in range(12):
        bent[chance.randrange(len(bent))] = chance.randrange(256)
    return bytes(bent)


ATTACKS: dict[str, Callable[[bytes], bytes]] = {
    "whole": bytes,
    "half": lambda content: content[: len(content) // 2],
    "script behind": lambda content: content + SCRIPT,
    "script before": lambda content: b"GIF89a" + SCRIPT + content,
    "flipped": flipped,
    "twice": lambda content: content + content,
}


def samples() -> Iterator[Sample]:
    """Yield them all."""
    for kind, content in _pictures():
        for attack, change in ATTACKS.items():
            yield Sample(f"{attack}.{kind}", change(content))
    for kind, content in _bombs():
        yield Sample(kind, content)
    for kind in dirty_pdfs.DIRT:
        for attack, change in ATTACKS.items():
            yield Sample(f"{attack}-{kind}.pdf", change(dirty_pdfs.dirty(kind)), is_pdf=True)
    for kind, made in pdfs.HOSTILE.items():
        yield Sample(f"{kind}.pdf", made(), is_pdf=True)


def _pictures() -> Iterator[tuple[str, bytes]]:
    for kind, (name, options) in FORMATS.items():
        for trace, notes in TRACES.items():
            output = io.BytesIO()
            more = {"pnginfo": _text()} if name == "PNG" else {}
            upright_picture().save(output, name, **options, **notes, **more)
            yield f"{trace}.{kind}", output.getvalue()


def _text() -> PngImagePlugin.PngInfo:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", SECRET.decode())
    return notes


def _bombs() -> Iterator[tuple[str, bytes]]:
    yield "many scans.jpg", dirty_files.jpeg_of_many_scans()
    yield "large.avif", dirty_files.small_avif_of_many_pixels()
    yield "large.png", dirty_files.flat_png(20000, 10000)
    yield "long.png", dirty_files.flat_png(2, 30000)
    yield "text.png", _png_with(b"zTXt", b"a\0\0" + zlib.compress(bytes(300_000_000), 9))
    yield "profile.png", _png_with(b"iCCP", b"a\0\0" + zlib.compress(bytes(300_000_000), 9))
    yield "drawing.svg", dirty_files.SVG
    yield "moving.gif", dirty_files.gif()
    yield "nothing.jpg", b""
    yield "zeros.heic", bytes(100_000)
    yield "page.html", b"<html>" + SCRIPT
    output = io.BytesIO()
    Image.new("RGB", (6000, 6000)).save(output, "WEBP", method=0)
    yield "large.webp", output.getvalue()


def _png_with(kind: bytes, data: bytes) -> bytes:
    content = dirty_files.flat_png(8, 8)
    chunk = len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)
    return content[:33] + chunk + content[33:]
