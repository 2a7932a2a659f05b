"""Looks at the pages of a PDF: what they are made of, their words, and pictures of their parts.

Places on a page are fractions of it as it is seen, from its upper left corner: left, top, right,
bottom.
"""

import ctypes
import io
import re
import sys
import unicodedata
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[3] / "cms/sandbox/workers"))

from confinement import (  # type: ignore[import-not-found]
    answer,
    confined_request,
    refuse,
)

MOST_PIXELS = 12_000_000
MOST_SIGNS = 20_000
# How far from the edge a page's number stands, and how large a picture fills a page.
MARGIN = 0.12
FULL = 0.7
NUMBER = re.compile(r"(?<!\d)\d{1,3}(?!\d)")
WHOLE = (0.0, 0.0, 1.0, 1.0)


def main() -> None:
    request = confined_request()
    import pypdfium2  # noqa: PLC0415 - only once the limits are in force

    try:
        pdf = pypdfium2.PdfDocument("source.pdf")
        if "frames" in request:
            drawn = [_drawn(pdf, frame, request) for frame in request["frames"]]
            facts = [fact for fact, _pictures in drawn]
            answer(
                {"facsimile_pages": facts},
                [picture for _fact, pictures in drawn for picture in pictures],
            )
        else:
            answer({"pages": [_looked_at(pdf[index]) for index in range(len(pdf))]})
    except pypdfium2.PdfiumError as error:
        refuse("damaged", str(error))


def _looked_at(page: Any) -> dict[str, Any]:
    """Return the facts that tell how a page was made and what it holds."""
    width, height = page.get_size()
    text = page.get_textpage()
    signs = min(text.count_chars(), MOST_SIGNS)
    words = text.get_text_range(0, signs) if signs else ""
    letters = [sign for sign in words if sign.isalpha()]
    facts: dict[str, Any] = {
        "width": width,
        "height": height,
        "letters": len(letters),
        "rtl": sum(unicodedata.bidirectional(sign) in ("R", "AL") for sign in letters),
        "picture": _is_picture(page, width, height),
    }
    if width > height and signs:
        facts["numbers"] = [_numbers(page, text, 0.0), _numbers(page, text, 0.5)]
        facts |= _directions(page, text, signs)
    page.close()
    return facts


def _is_picture(page: Any, width: float, height: float) -> bool:
    """Whether one picture fills the page, as in a scan."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = thing.get_bounds()
        if (right - left) * (top - bottom) >= FULL * width * height:
            return True
    return False


def _numbers(page: Any, text: Any, left: float) -> list[int]:
    """Return the numbers that stand at the top and bottom of a half of the page."""
    strips = ((left, 0.0, left + 0.5, MARGIN), (left, 1 - MARGIN, left + 0.5, 1.0))
    found = [n for strip in strips for n in NUMBER.findall(_words(page, text, strip))]
    return sorted({int(number) for number in found if int(number) > 0})


def _directions(page: Any, text: Any, signs: int) -> dict[str, int]:
    """Count the letters that stand on their head above and below the middle of the page."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    counts = {"above": 0, "above_turned": 0, "below": 0, "below_turned": 0}
    _left, low, _right, high = _area(page, WHOLE)
    for index in range(0, signs, max(1, signs // 600)):
        angle = pdfium.FPDFText_GetCharAngle(text, index)
        _l, bottom, _r, top = text.get_charbox(index)
        half = "above" if (bottom + top) / 2 > (low + high) / 2 else "below"
        counts[half] += 1
        counts[f"{half}_turned"] += int(3.0 < angle < 3.3)
    return counts


def _area(page: Any, frame: Any) -> tuple[float, float, float, float]:
    """Return a part of the page as it is seen in the page's own coordinates."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    fine = 10_000
    corners = []
    for x, y in ((frame[0], frame[1]), (frame[2], frame[3])):
        over, up = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDF_DeviceToPage(
            page, 0, 0, fine, fine, 0, round(x * fine), round(y * fine), over, up
        )
        corners.append((over.value, up.value))
    (x0, y0), (x1, y1) = corners
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _words(page: Any, text: Any, frame: Any) -> str:
    left, bottom, right, top = _area(page, frame)
    return str(text.get_text_bounded(left=left, bottom=bottom, right=right, top=top))


def _text(page: Any, box: Any) -> str:
    """Return the text of a page, or of a part of it: its signs whose feet stand there, in order."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    text = page.get_textpage()
    if tuple(box) == WHOLE:
        return str(text.get_text_range())
    left, bottom, right, top = _area(page, box)
    x, y = ctypes.c_double(), ctypes.c_double()
    kept: list[int] = []
    is_within = False
    for index in range(text.count_chars()):
        # Spaces and line ends that pdfium puts between words belong to the sign before them.
        if pdfium.FPDFText_IsGenerated(text, index) != 1:
            pdfium.FPDFText_GetCharOrigin(text, index, x, y)
            is_within = left <= x.value < right and bottom <= y.value < top
        if is_within:
            kept.append(pdfium.FPDFText_GetUnicode(text, index))
    # Large signs come in two halves, as in UTF-16.
    signs = "".join(map(chr, kept)).encode("utf-16", "surrogatepass")
    return signs.decode("utf-16", "replace")


def _drawn(pdf: Any, frame: Any, request: Any) -> tuple[dict[str, Any], list[bytes]]:
    """Return a part of a page: its words, whether it is blank, and pictures of each width."""
    page = pdf[frame["page"]]
    left, top, right, bottom = frame["box"]
    width, height = page.get_size()
    part = (width * (right - left), height * (bottom - top))
    scale = min(request["widths"][-1] / part[0], (MOST_PIXELS / (part[0] * part[1])) ** 0.5)
    crop = (width * left, height * (1 - bottom), width * (1 - right), height * top)
    picture = page.render(scale=scale, crop=crop).to_pil().convert("RGB")
    if frame["upside_down"]:
        picture = picture.rotate(180)
    words = _text(page, frame["box"])
    low, high = picture.convert("L").getextrema()
    fact = {
        "width": picture.width,
        "height": picture.height,
        "words": words,
        "blank": not words.strip() and high - low < 24,
    }
    page.close()
    return fact, [_encoded(picture, wanted) for wanted in request["widths"]]


def _encoded(picture: Any, width: int) -> bytes:
    from PIL import Image  # noqa: PLC0415

    if picture.width > width:
        height = max(1, round(picture.height * width / picture.width))
        picture = picture.resize((width, height), Image.Resampling.LANCZOS)
    output = io.BytesIO()
    picture.save(output, "WEBP", quality=76, method=4)
    return output.getvalue()


if __name__ == "__main__":
    main()
