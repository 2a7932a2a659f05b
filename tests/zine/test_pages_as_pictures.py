"""The starter zine's pages as pictures: nothing is clipped at an edge, no line lies on another.

The pages are kept beside the browser's screenshots, for people to look at.
"""

from collections.abc import Iterator
from itertools import pairwise

import pypdfium2
import pytest
from django.conf import settings
from PIL import Image, ImageChops

from zine.editions.pdf import compiler as pdf

from .issues import starter_issue

SCREENSHOTS = settings.BASE_DIR / "var" / "screenshots"
ACROSS = 8
SCALE = 0.7
MARGIN = 9  # points that printers leave white
NARROWEST = 15  # points; pdfium tells of Arabic marks by themselves, on their letters
SHARED = 0.35  # of a line's height: what letters with deep descenders may share with the next


def pictures(content: bytes) -> list[Image.Image]:
    with pypdfium2.PdfDocument(content) as document:
        return [page.render(scale=SCALE).to_pil().convert("RGB") for page in document]


def keep(pages: list[Image.Image], name: str) -> None:
    """Keep pages, side by side, as one picture."""
    width, height = pages[0].size
    rows = -(-len(pages) // ACROSS)
    sheet = Image.new("RGB", (width * min(ACROSS, len(pages)), height * rows), "gray")
    for number, page in enumerate(pages):
        sheet.paste(page, (number % ACROSS * width, number // ACROSS * height))
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    sheet.save(SCREENSHOTS / f"zine-{name}.png")


def has_ink_at_an_edge(page: Image.Image) -> bool:
    edge = round(MARGIN * SCALE)
    inner = (edge, edge, page.width - edge, page.height - edge)
    outside = page.copy()
    outside.paste(Image.new("RGB", (inner[2] - inner[0], inner[3] - inner[1]), "white"), inner[:2])
    blank = Image.new("RGB", page.size, "white")
    return ImageChops.difference(outside, blank).getbbox() is not None


def overlapping_lines(content: bytes) -> Iterator[tuple[int, str, str]]:
    """Pages, and pairs of lines of text in them of which one lies on the other."""
    with pypdfium2.PdfDocument(content) as document:
        for number, page in enumerate(document, start=1):
            text = page.get_textpage()
            boxes = [text.get_rect(index) for index in range(text.count_rects())]
            for one, other in pairwise(sorted(boxes, key=lambda box: (-box[3], box[0]))):
                height = min(one[3], other[3]) - max(one[1], other[1])
                width = min(one[2], other[2]) - max(one[0], other[0])
                lower = min(one[3] - one[1], other[3] - other[1])
                if width > NARROWEST and height > SHARED * lower:
                    words = [text.get_text_bounded(*box).strip() for box in (one, other)]
                    if all(words):
                        yield number, words[0], words[1]


@pytest.mark.parametrize("code", ["en", "es", "ar"])
def test_the_pages_of_the_starter_zine(code: str) -> None:
    compiled = pdf.compile_issue(starter_issue(code), pdf.A5, "screen")
    pages = pictures(compiled.content)
    keep(pages, f"pages-{code}")
    assert len(pages) == compiled.pages
    # The two outer pages are tinted to the edge.
    inner = list(enumerate(pages, 1))[1:-1]
    assert [number for number, page in inner if has_ink_at_an_edge(page)] == []
    assert list(overlapping_lines(compiled.content)) == []
