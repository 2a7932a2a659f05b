"""Telephone numbers among right-to-left words: dialled as they are seen, read as they are dialled.

The bidirectional algorithm would show 1-800-555-0142 as 0142-555-800-1 in Arabic. Each number
is looked at as a picture: it must be the picture of the number set by itself from left to right.
"""

import io
from typing import Any

import PIL.Image
import PIL.ImageChops
import pypdfium2
import pytest
import typst

from zine.editions import fonts
from zine.editions.document.from_blocks import RawBlock
from zine.editions.pdf import compiler as pdf

from .issues import issue

NUMBER = "1-800-555-0142"
REVERSED = "0142-555-800-1"
WORDS = {"ar": "اتصل بنا على {} الآن", "he": "התקשרו אל {} עכשיו", "yi": "קלינגט {} איצט"}
SCALE = 8
# Of 255: edges fall between pixels in other places.
ALIKE, UNLIKE = 20, 60


@pytest.mark.parametrize("role", ["text", "display"])
@pytest.mark.parametrize("code", WORDS)
def test_a_number_looks_as_it_is_dialled(code: str, role: str) -> None:
    sentence = WORDS[code].format(NUMBER)
    blocks = {
        "text": RawBlock("paragraph", {"text": f"<p>{sentence}</p>"}),
        "display": RawBlock("pull_quote", {"quotation": sentence}),
    }
    document = issue(code, [blocks[role]], title=WORDS[code].format("").strip())
    compiled = pdf.compile_issue(document, pdf.HALF_LETTER, "screen")
    seen = picture_of(NUMBER, compiled.content)
    assert difference(seen, picture_of(NUMBER, alone(NUMBER, code, role))) < ALIKE
    assert difference(seen, picture_of(REVERSED, alone(REVERSED, code, role))) > UNLIKE


def alone(number: str, code: str, role: str) -> bytes:
    """Return a PDF of the number set from left to right, in the type of the role."""
    style = pdf.style_of(issue(code, []), pdf.HALF_LETTER, "screen", pdf.ISSUE_STYLE)
    size, weight = {
        "text": (style["unit"] * style["text_scale"], 400),
        "display": (style["quote"] * style["display_scale"], 900),
    }[role]
    families = ", ".join(f'"{name}"' for name in style["fonts"][role])
    # A variable's type, where typst's own cannot be inferred from bytes.
    source: Any = (
        f"#set page(width: 400pt, height: 60pt)\n"
        f'#set text(font: ({families},), size: {size}pt, weight: {weight}, lang: "en")\n'
        f'#text(dir: ltr, "{number}")'
    ).encode()
    directories = sorted({str(path.parent) for path in fonts.files()})
    faces = typst.Fonts(include_system_fonts=False, font_paths=directories)
    compiler = typst.Compiler(source, font_paths=faces)
    compiled = compiler.compile(format="pdf")
    assert isinstance(compiled, bytes)
    return compiled


def picture_of(number: str, content: bytes) -> PIL.Image.Image:
    """Return the ink of a number on the pages of a PDF, found by its text."""
    for page in pypdfium2.PdfDocument(io.BytesIO(content)):
        text = page.get_textpage()
        found = text.search(number).get_next()
        if found is None:
            continue
        boxes = [text.get_charbox(at) for at in range(found[0], sum(found))]
        left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
        bottom, top = min(box[1] for box in boxes), max(box[3] for box in boxes)
        # Ink or paper: the paper of the screen editions is not white.
        drawn = page.render(scale=SCALE).to_pil().convert("L").point(lambda grey: grey // 128 * 255)
        edges = (left, page.get_height() - top, right, page.get_height() - bottom)
        return drawn.crop(tuple(round(SCALE * edge) for edge in edges))
    raise AssertionError(f"{number} is on no page.")


def difference(one: PIL.Image.Image, other: PIL.Image.Image) -> float:
    """Return how far two pictures of the same size, or nearly, differ: 0 to 255 on average."""
    assert abs(one.width - other.width) <= 0.02 * one.width
    changed = PIL.ImageChops.difference(one, other.resize(one.size))
    histogram = changed.histogram()
    return sum(value * count for value, count in enumerate(histogram)) / sum(histogram)
