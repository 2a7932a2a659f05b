"""What is kept of an uploaded file: its pixels or pages, nothing about who made it or where."""

import contextlib
import io
import re
import uuid
import warnings

import PIL.Image
import PIL.ImageCms
import PIL.ImageOps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

# AVIF is kept as WebP: writing 40 megapixels of it takes more than a gigabyte and 20 seconds.
EXTENSIONS = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "webp"}
# Pillow opens MPO (a phone's multi-picture JPEG) through its JPEG plug-in.
READABLE = ("JPEG", "PNG", "WEBP", "AVIF")
PDF_END = re.compile(rb"%%EOF\s*\Z")


class CleanedFile(ContentFile):
    """Content that has been cleaned: made by this module only, and never cleaned twice."""


def clean_image(upload: File) -> CleanedFile:
    """Return a new file with the upload's pixels alone, upright, in sRGB, under a random name.

    EXIF, GPS, XMP, IPTC, comments, thumbnails, colour profiles, further frames and anything
    behind the picture's end are gone. Raises ValidationError for what is not a JPEG, PNG, WebP
    or AVIF picture, and for one that is larger than the site's limits.
    """
    _check_size(upload, settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
    try:
        extension, pixels = _read_pixels(upload)
    except ValidationError:
        raise
    except Exception as error:
        # Pillow's decoders raise many kinds of error on broken files; all mean the same here.
        raise ValidationError(
            _("This file is not a picture that can be read. Please use JPEG, PNG, WebP or AVIF."),
            code="invalid_image",
        ) from error
    return CleanedFile(_encode(pixels, extension), name=f"{uuid.uuid4().hex}.{extension}")


def clean_document(upload: File) -> CleanedFile:
    """Return the uploaded PDF under a random name. Raises ValidationError for anything else."""
    _check_size(upload, settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)
    upload.seek(0)
    content = upload.read()
    # Nothing may stand before or behind the document: that is where other formats hide.
    if not content.startswith(b"%PDF-") or not PDF_END.search(content[-1024:]):
        raise ValidationError(
            _("This file is not a complete PDF. Only PDF documents can be uploaded."),
            code="invalid_document",
        )
    return CleanedFile(content, name=f"{uuid.uuid4().hex}.pdf")


def _check_size(upload: File, limit: int) -> None:
    if upload.size > limit:
        raise ValidationError(
            _("This file is too big (%(size)s). It may have at most %(limit)s."),
            code="file_too_large",
            params={"size": filesizeformat(upload.size), "limit": filesizeformat(limit)},
        )


def _read_pixels(upload: File) -> tuple[str, PIL.Image.Image]:
    upload.seek(0)
    too_many = ValidationError(
        _("This picture has more than %(limit)d megapixels. Please make it smaller."),
        code="file_too_many_pixels",
        params={"limit": settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000},
    )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PIL.Image.DecompressionBombWarning)
            picture = PIL.Image.open(upload, formats=READABLE)
    except PIL.Image.DecompressionBombError as error:
        raise too_many from error
    if picture.width * picture.height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        raise too_many
    return EXTENSIONS[picture.format or ""], _upright_srgb(picture)


def _upright_srgb(picture: PIL.Image.Image) -> PIL.Image.Image:
    """Return a new picture; no more than two copies of the pixels exist at a time."""
    profile = picture.info.get("icc_profile")
    picture.seek(0)
    picture.load()
    PIL.ImageOps.exif_transpose(picture, in_place=True)
    if picture.mode.startswith("I"):
        # Sixteen bits a pixel: scaled, since converting would cut the light tones off.
        picture = picture.point(lambda tone: tone / 256).convert("L")
    if profile and picture.mode == "RGB":
        picture = _to_srgb(picture, profile)
    has_alpha = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    mode = "RGBA" if has_alpha else "L" if picture.mode in ("L", "1") else "RGB"
    if picture.mode != mode:
        picture = picture.convert(mode)
    # Pasted into a new picture: nothing but pixels can have come along.
    clean = PIL.Image.new(mode, picture.size)
    clean.paste(picture)
    return clean


def _to_srgb(picture: PIL.Image.Image, profile: bytes) -> PIL.Image.Image:
    # A damaged profile says nothing about the colours; the pixels are then kept as they are.
    with contextlib.suppress(PIL.ImageCms.PyCMSError, OSError):
        PIL.ImageCms.profileToProfile(
            picture,
            PIL.ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            PIL.ImageCms.createProfile("sRGB"),
            inPlace=True,
        )
    return picture


def _encode(pixels: PIL.Image.Image, extension: str) -> bytes:
    output = io.BytesIO()
    match extension:
        case "jpg":
            pixels.save(output, "JPEG", quality=90, optimize=True)
        case "png":
            pixels.save(output, "PNG")
        case "webp":
            pixels.save(output, "WEBP", quality=90, method=2)
    return output.getvalue()
