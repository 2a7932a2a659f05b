"""What a file is that is not taken, by its first bytes, and what to do with it instead.

Nothing of a file is decoded here; a wrong name costs a less helpful sentence and nothing else.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EXPORT = _(
    "The site does not take pictures in the format %(format)s. Open this one in a program for "
    "pictures, export it as JPEG or PNG, and upload that."
)
DRAWING = _(
    "The site does not take drawings in the format %(format)s, since they can hold programs. Open "
    "this one in a drawing program, export it as PNG, and upload that."
)
NEGATIVE = _(
    "The site does not take the raw files of cameras (%(format)s). Open this one in the program "
    "for your camera’s pictures, export it as JPEG, and upload that."
)
MOVING = _(
    "This is a video (%(format)s), and the site takes pictures alone. Take a screenshot of it and "
    "upload that."
)
WRITTEN = _(
    "This file is no picture (%(format)s). If it is to be downloaded, save it as PDF and upload it "
    "under Documents; if it is to be seen, take a screenshot and upload that."
)
UNKNOWN = _(
    "This file is not a picture that can be read. Please save or export it anew as JPEG, PNG, "
    "WebP, AVIF or HEIC."
)
DAMAGED = _(
    "This picture (%(format)s) is damaged or incomplete. Please copy it anew from where it comes "
    "from, or export it as JPEG, and upload that."
)

# The offset, the bytes that stand there, the format's name, and what is said.
SIGNS: tuple[tuple[int, bytes, str, Promise], ...] = (
    (0, b"GIF8", "GIF", EXPORT),
    (0, b"BM", "BMP", EXPORT),
    (0, b"8BPS", "Photoshop", EXPORT),
    (0, b"gimp xcf", "GIMP", EXPORT),
    (0, b"\0\0\1\0", "ICO", EXPORT),
    (0, b"\xff\x0a", "JPEG XL", EXPORT),
    (4, b"JXL ", "JPEG XL", EXPORT),
    (4, b"jP  ", "JPEG 2000", EXPORT),
    (0, b"\xff\x4f\xff\x51", "JPEG 2000", EXPORT),
    (8, b"CR\x02", "CR2", NEGATIVE),
    (4, b"ftypcrx ", "CR3", NEGATIVE),
    (0, b"FUJIFILMCCD-RAW", "RAF", NEGATIVE),
    (0, b"IIRO", "ORF", NEGATIVE),
    (0, b"IIU\0", "RW2", NEGATIVE),
    (0, b"II*\0", "TIFF", EXPORT),
    (0, b"MM\0*", "TIFF", EXPORT),
    (0, b"%PDF", "PDF", WRITTEN),
    (0, b"%!PS", "PostScript", WRITTEN),
    (0, b"PK\3\4", "ZIP", WRITTEN),
    (0, b"\xd0\xcf\x11\xe0", "Office", WRITTEN),
    (0, b"{\\rtf", "RTF", WRITTEN),
    (0, b"\x1aE\xdf\xa3", "WebM", MOVING),
    (8, b"AVI ", "AVI", MOVING),
    (4, b"ftypqt  ", "QuickTime", MOVING),
    (4, b"ftypisom", "MP4", MOVING),
    (4, b"ftypmp4", "MP4", MOVING),
    (4, b"ftypM4V", "MP4", MOVING),
    (4, b"ftyp3gp", "3GP", MOVING),
)
TAKEN: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "JPEG"),
    (0, b"\x89PNG", "PNG"),
    (8, b"WEBP", "WebP"),
    (4, b"ftypavi", "AVIF"),
    (4, b"ftyphei", "HEIC"),
    (4, b"ftyphev", "HEIC"),
    (4, b"ftypmif1", "HEIF"),
)


@dataclass(frozen=True)
class Advice:
    """What is said of a file that is not taken; ``format`` goes into the sentence."""

    sentence: str | Promise
    format: str = ""


def advice_about(head: bytes) -> Advice:
    """Return what to say of a file that could not be read as a picture, by its first bytes."""
    for offset, sign, name, sentence in SIGNS:
        if head.startswith(sign, offset):
            return Advice(sentence, name)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in start:
        return Advice(DRAWING, "SVG")
    if start.startswith((b"<!doctype html", b"<html")):
        return Advice(WRITTEN, "HTML")
    for offset, sign, name in TAKEN:
        if head.startswith(sign, offset):
            return Advice(DAMAGED, name)
    return Advice(UNKNOWN)
