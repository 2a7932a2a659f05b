"""Files as a phone or a desk makes them: full of who, where and when.

Every trace holds ``SECRET``; the file's name holds ``NAME``.
"""

import io
import struct
from collections.abc import Callable

import pillow_heif
from PIL import Image, PngImagePlugin

pillow_heif.register_heif_opener()

SECRET = b"SECRET-OF-THE-PHOTOGRAPHER"
NAME = "jane-doe-at-the-elizabeth-jail"

XMP = (
    b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    + SECRET
    + b'</x:xmpmeta><?xpacket end="w"?>'
)
ORIENTATION, ARTIST, EXIF_IFD, GPS_IFD = 0x0112, 0x013B, 0x8769, 0x8825
SERIAL_NUMBER, USER_COMMENT = 0xA431, 0x9286


def exif(orientation: int = 1) -> Image.Exif:
    """The notes of a camera at 40.66° N, 74.19° W."""
    notes = Image.Exif()
    notes[ORIENTATION] = orientation
    notes[ARTIST] = SECRET.decode()
    notes.get_ifd(EXIF_IFD)[SERIAL_NUMBER] = SECRET.decode()
    notes.get_ifd(EXIF_IFD)[USER_COMMENT] = b"ASCII\0\0\0" + SECRET
    notes.get_ifd(GPS_IFD).update(
        {1: "N", 2: (40.0, 39.0, 36.0), 3: "W", 4: (74.0, 11.0, 24.0), 29: "2019:06:30"}
    )
    return notes


def upright_picture() -> Image.Image:
    """A picture 60 wide and 40 high: red on the left half, blue on the right half."""
    picture = Image.new("RGB", (60, 40), (200, 0, 0))
    picture.paste((0, 0, 200), (30, 0, 60, 40))
    return picture


def jpeg(orientation: int = 1, picture: Image.Image | None = None) -> bytes:
    output = io.BytesIO()
    (picture or upright_picture()).save(
        output, "JPEG", exif=exif(orientation), xmp=XMP, comment=SECRET, quality=95
    )
    content = output.getvalue()
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(SECRET)) + SECRET
    segment = b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc
    return content[:2] + segment + content[2:] + b"<script>" + SECRET + b"</script>"


def truncated_jpeg() -> bytes:
    noise = Image.effect_noise((300, 300), 60).convert("RGB")
    content = jpeg(picture=noise)
    return content[: len(content) // 2]


def png() -> bytes:
    output = io.BytesIO()
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", SECRET.decode())
    notes.add_text("Comment", SECRET.decode(), zip=True)
    notes.add_itxt("XML:com.adobe.xmp", XMP.decode())
    upright_picture().save(output, "PNG", pnginfo=notes, exif=exif())
    return output.getvalue()


def webp() -> bytes:
    output = io.BytesIO()
    upright_picture().save(output, "WEBP", exif=exif(), xmp=XMP, quality=95)
    return output.getvalue()


def avif() -> bytes:
    output = io.BytesIO()
    upright_picture().save(output, "AVIF", exif=exif(), xmp=XMP, quality=95)
    return output.getvalue()


def heic(orientation: int = 1, picture: Image.Image | None = None) -> bytes:
    output = io.BytesIO()
    (picture or upright_picture()).save(output, "HEIF", exif=exif(orientation), xmp=XMP, quality=95)
    return output.getvalue()


def mpo() -> bytes:
    output = io.BytesIO()
    picture = upright_picture()
    picture.save(
        output, "MPO", save_all=True, append_images=[picture], exif=exif(), xmp=XMP, comment=SECRET
    )
    return output.getvalue()


PICTURES: dict[str, Callable[[], bytes]] = {
    "jpg": jpeg,
    "png": png,
    "webp": webp,
    "avif": avif,
    "mpo.jpg": mpo,
    "heic": heic,
}

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def gif() -> bytes:
    output = io.BytesIO()
    upright_picture().save(output, "GIF")
    return output.getvalue()


def jpeg_of_many_scans(scans: int = 4000) -> bytes:
    """A few kilobytes of JPEG that are drawn over and over again."""
    output = io.BytesIO()
    Image.new("L", (1000, 1000), 128).save(output, "JPEG", progressive=True)
    content = output.getvalue()
    last = content.rindex(b"\xff\xda")
    return content[:-2] + content[last:-2] * scans + content[-2:]


def small_avif_of_many_pixels() -> bytes:
    """A kilobyte that is unpacked into six hundred megabytes."""
    output = io.BytesIO()
    Image.new("RGB", (8000, 5000)).save(output, "AVIF", speed=10)
    return output.getvalue()


def bmp() -> bytes:
    output = io.BytesIO()
    upright_picture().save(output, "BMP")
    return output.getvalue()


def tiff() -> bytes:
    output = io.BytesIO()
    upright_picture().save(output, "TIFF")
    return output.getvalue()


def flat_png(width: int, height: int) -> bytes:
    output = io.BytesIO()
    Image.new("L", (width, height)).save(output, "PNG")
    return output.getvalue()
