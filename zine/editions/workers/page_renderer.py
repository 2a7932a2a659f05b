"""Draws pages of a PDF as pictures, and reads the words in parts of pages."""

import io
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[3] / "cms/sandbox/workers"))

from confinement import (  # type: ignore[import-not-found]
    answer,
    confined_request,
    refuse,
)

MOST_PIXELS = 25_000_000


def main() -> None:
    request = confined_request()
    import pypdfium2  # noqa: PLC0415 - only once the limits are in force

    try:
        pdfs = [pypdfium2.PdfDocument(name) for name in request["files"]]
    except pypdfium2.PdfiumError as error:
        refuse(str(error))
        return
    if "pictures" in request:
        answer({}, [_picture(pdfs[0], wanted) for wanted in request["pictures"]])
    else:
        words = [
            [_words(pdf, wanted) for wanted in areas]
            for pdf, areas in zip(pdfs, request["words"], strict=True)
        ]
        answer({"words": words})


def _picture(pdf: Any, wanted: Any) -> bytes:
    """Return pages side by side, each ``height`` pixels high, as WebP."""
    from PIL import Image  # noqa: PLC0415

    drawn = []
    for index in wanted["pages"]:
        page = pdf[index]
        width, height = page.get_size()
        scale = min(wanted["height"] / height, (MOST_PIXELS / (width * height)) ** 0.5)
        drawn.append(page.render(scale=scale).to_pil().convert("RGB"))
    picture = Image.new("RGB", (sum(p.width for p in drawn), max(p.height for p in drawn)), "white")
    left = 0
    for page in drawn:
        picture.paste(page, (left, 0))
        left += page.width
    output = io.BytesIO()
    picture.save(output, "WEBP", quality=82, method=4)
    return output.getvalue()


def _words(pdf: Any, wanted: Any) -> str:
    """Return the words within a rectangle of a page: left, bottom, right, top in points."""
    page = pdf[wanted["page"]]
    left, bottom, right, top = wanted.get("box") or page.get_mediabox()
    text = page.get_textpage()
    return str(text.get_text_bounded(left=left, bottom=bottom, right=right, top=top))


if __name__ == "__main__":
    main()
