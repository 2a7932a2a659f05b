"""What is kept of an uploaded picture: its pixels, nothing about who made it or where.

Whatever is uploaded is taken apart in a process of its own, with limits in time and memory, never
in this one: whatever a file does there, the person who uploaded it gets an answer.
"""

import logging
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import IO, Self, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.sandbox.runner import Answer, Limits, WorkerError, run

from .covering import Cover
from .file_kinds import advice_about
from .waiting import a_place

logger = logging.getLogger(__name__)

PICTURE_CLEANER = Path(__file__).with_name("workers") / "picture_cleaner.py"
MIB = 1024**2
# What the worker takes itself, without a picture.
OF_THE_WORKER = 64 * MIB
# Two seconds of the processor; by the clock more, for the machine may be busy with others.
CLEANING = Limits(seconds=60, processor=2, memory=400 * MIB, answer=64 * MIB)
# A phone's pictures have one scan, a progressive JPEG a dozen.
MOST_SCANS = 100
# What a WebP may have at most. A panorama is ten times as wide as it is high.
LONGEST_SIDE = 16_383
LONGEST_SHAPE = 20
# By which a format is told.
HEAD = 512

TOO_MUCH = _(
    "This picture takes too much time or memory to be read. Please save it anew as JPEG, with "
    "fewer pixels."
)
REFUSALS: Mapping[str, str | Promise] = {
    "memory": TOO_MUCH,
    "pixels": _("This picture has more than %(megapixels)d megapixels. Please make it smaller."),
    "shape": _(
        "This picture is too long or too wide. It may have at most %(side)d pixels on a side, and "
        "its longer side may be at most %(shape)d times as long as its shorter one. Please cut it "
        "into several pictures."
    ),
    "scans": _(
        "This JPEG is saved in so many steps that reading it takes too long. Please save it anew "
        "as an ordinary JPEG."
    ),
}


class CleanedFile(TemporaryUploadedFile):
    """A file that has been cleaned: made by this app only, and never cleaned twice.

    It lies on disk, so that its size is no matter to the process that holds it.
    """

    def __init__(self, extension: str, content_type: str, size: int) -> None:
        super().__init__(f"{uuid.uuid4().hex}.{extension}", content_type, size, None)

    @classmethod
    def of(cls, answer: Answer, extension: str, content_type: str) -> Self:
        """Return the file that a worker has made, under a random name."""
        cleaned = cls(extension, content_type, answer.lengths[0])
        answer.copy_part(0, cast(IO[bytes], cleaned))
        cleaned.seek(0)
        return cleaned


CONTENT_TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


def clean_image(upload: File, covers: Sequence[Cover] = ()) -> CleanedFile:
    """Return a new file with the upload's pixels alone, upright, in sRGB, under a random name.

    What is covered is painted over in one color before anything is written. EXIF, GPS, XMP, IPTC,
    comments, thumbnails, colour profiles, further frames and anything behind the picture's end are
    gone. Raises ValidationError for what is not a JPEG, PNG, WebP, AVIF or HEIC picture, and for
    one that is larger than the site's limits.
    """
    check_size(upload, settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
    request = {
        "most_pixels": settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS,
        "longest_side": LONGEST_SIDE,
        "longest_shape": LONGEST_SHAPE,
        "most_scans": MOST_SCANS,
        "memory": CLEANING.memory - OF_THE_WORKER,
        "covers": [astuple(cover) for cover in covers],
    }
    try:
        with a_place():
            answer = run(PICTURE_CLEANER, request, {"source": cast(IO[bytes], upload)}, CLEANING)
    except WorkerError as error:
        raise _refusal(upload, error) from error
    extension = answer.facts["extension"]
    return CleanedFile.of(answer, extension, CONTENT_TYPES[extension])


def check_size(upload: File, limit: int) -> None:
    """Raise ValidationError for a file of more bytes than the limit."""
    if upload.size > limit:
        raise ValidationError(
            _("This file is too big (%(size)s). It may have at most %(limit)s."),
            code="file_too_large",
            params={"size": filesizeformat(upload.size), "limit": filesizeformat(limit)},
        )


def _refusal(upload: File, error: WorkerError) -> ValidationError:
    """Return what the uploader is told."""
    if not error.content:
        logger.warning("A picture was too much: %s", error)
        return ValidationError(TOO_MUCH, code="too_much")
    reason = str(error)
    if reason in REFUSALS:
        limits = {
            "megapixels": settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000,
            "side": LONGEST_SIDE,
            "shape": LONGEST_SHAPE,
        }
        return ValidationError(str(REFUSALS[reason]), code=reason, params=limits)
    upload.seek(0)
    advice = advice_about(upload.read(HEAD))
    return ValidationError(
        str(advice.sentence), code="invalid_image", params={"format": advice.format}
    )
