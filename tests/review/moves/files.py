"""Pictures and documents that each tell their number, whoever gives them out and in what size."""

import io

from PIL import Image as Pixels
from pypdfium2 import PdfDocument

# A color has six shades of each of three colors, far enough apart for any JPEG.
SHADES = 6
STEP = 255 // (SHADES - 1)
NUMBERS = SHADES**3
NARROWEST = 100


def picture(number: int) -> bytes:
    """A picture that is of one color all over."""
    output = io.BytesIO()
    Pixels.new("RGB", (60, 40), _color(number)).save(output, "JPEG", quality=95)
    return output.getvalue()


def number_of_picture(content: bytes) -> int:
    with Pixels.open(io.BytesIO(content)) as opened:
        color = opened.convert("RGB").getpixel((10, 10))
    assert isinstance(color, tuple)
    red, green, blue = (round(shade / STEP) for shade in color)
    return (red * SHADES + green) * SHADES + blue


def document(number: int) -> bytes:
    """A PDF of one empty page, which is as wide as says the number."""
    return (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d 72]>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%%%EOF\n"
    ) % (NARROWEST + number)


def number_of_document(content: bytes) -> int:
    with PdfDocument(content) as opened:
        return round(opened[0].get_width()) - NARROWEST


def _color(number: int) -> tuple[int, int, int]:
    assert 0 <= number < NUMBERS, "there are no more colors"
    rest, blue = divmod(number, SHADES)
    red, green = divmod(rest, SHADES)
    return red * STEP, green * STEP, blue * STEP
