"""What is kept of an uploaded file: its pixels or pages, nothing about who made it or where."""

import io
import uuid
import warnings

import PIL.Image
import PIL.ImageCms
import PIL.ImageOps
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _

MAX_PIXELS = 40_000_000
EXTENSIONS = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif"}
# Pillow opens MPO (a phone's multi-picture JPEG) through its JPEG plug-in.
READABLE = ("JPEG", "PNG", "WEBP", "AVIF")


class CleanedFile(ContentFile):
    """Content that has been cleaned: made by this module only, and never cleaned twice."""


def clean_image(upload: File) -> CleanedFile:
    """Return a new file with the upload's pixels alone, upright, in sRGB, under a random name.

    EXIF, GPS, XMP, IPTC, comments, thumbnails, colour profiles, further frames and anything
    behind the picture's end are gone. Raises ValidationError for what is not a JPEG, PNG, WebP
    or AVIF picture, and for more than 40 megapixels.
    """
    upload.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PIL.Image.DecompressionBombWarning)
            picture = PIL.Image.open(upload, formats=READABLE)
        if picture.width * picture.height > MAX_PIXELS:
            raise ValidationError(
                _("This picture has more than 40 megapixels. Please make it smaller."),
                code="file_too_many_pixels",
            )
        extension = EXTENSIONS[picture.format or ""]
        pixels = _upright_srgb(picture)
    except ValidationError:
        raise
    except Exception as error:
        # Pillow's decoders raise many kinds of error on broken files; all mean the same here.
        raise ValidationError(
            _("This file is not a picture that can be read. Please use JPEG, PNG, WebP or AVIF."),
            code="invalid_image",
        ) from error
    return CleanedFile(_encode(pixels, extension), name=f"{uuid.uuid4().hex}.{extension}")


def _upright_srgb(picture: PIL.Image.Image) -> PIL.Image.Image:
    profile = picture.info.get("icc_profile")
    picture.seek(0)
    picture.load()
    picture = PIL.ImageOps.exif_transpose(picture)
    has_alpha = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    if profile and picture.mode == "RGB":
        picture = _to_srgb(picture, profile)
    mode = "RGBA" if has_alpha else "L" if picture.mode in ("L", "1") else "RGB"
    picture = picture.convert(mode)
    # A new picture from the bytes: nothing but pixels can have come along.
    return PIL.Image.frombytes(mode, picture.size, picture.tobytes())


def _to_srgb(picture: PIL.Image.Image, profile: bytes) -> PIL.Image.Image:
    try:
        converted = PIL.ImageCms.profileToProfile(
            picture,
            PIL.ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            PIL.ImageCms.createProfile("sRGB"),
        )
    except PIL.ImageCms.PyCMSError:
        return picture
    return converted or picture


def _encode(pixels: PIL.Image.Image, extension: str) -> bytes:
    output = io.BytesIO()
    match extension:
        case "jpg":
            pixels.convert("RGB").save(output, "JPEG", quality=90, optimize=True)
        case "png":
            pixels.save(output, "PNG")
        case "webp":
            pixels.save(output, "WEBP", quality=90)
        case "avif":
            pixels.save(output, "AVIF", quality=85)
    return output.getvalue()


def clean_document(upload: File) -> CleanedFile:
    """Return the uploaded PDF under a random name. Raises ValidationError for anything else."""
    upload.seek(0)
    content = upload.read()
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        raise ValidationError(
            _("This file is not a complete PDF. Only PDF documents can be uploaded."),
            code="invalid_document",
        )
    return CleanedFile(content, name=f"{uuid.uuid4().hex}.pdf")
