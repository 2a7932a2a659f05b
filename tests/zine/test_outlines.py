"""What the editions draw is what they say: the glyphs of every language are those of its fonts."""

import io

import pikepdf
import pytest

from zine.editions.languages import LANGUAGES
from zine.editions.pdf import compiler as pdf

from .issues import sample_issue
from .outlines import wrong_glyphs
from .stress import stress_issue


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_glyph_is_the_one_that_its_font_has(code: str) -> None:
    compiled = pdf.compile_issue(sample_issue(code), pdf.HALF_LETTER, "screen")
    compared, wrong = wrong_glyphs(compiled.content)
    assert compared > 150
    assert wrong == []


def test_all_scripts_in_one_issue_keep_their_glyphs() -> None:
    compiled = pdf.compile_issue(stress_issue(), pdf.A5, "screen")
    compared, wrong = wrong_glyphs(compiled.content)
    assert compared > 500
    assert wrong == []


@pytest.mark.parametrize("code", ["en", "ar", "yi"])
def test_letters_that_change_places_are_noticed(code: str) -> None:
    """What another engine did: text and tags were right, and the letters on paper were others."""
    compiled = pdf.compile_issue(sample_issue(code), pdf.HALF_LETTER, "screen")
    with pikepdf.Pdf.open(io.BytesIO(compiled.content)) as opened:
        font = next(iter(opened.pages[2].Resources.Font.values()))
        said = font.ToUnicode.read_bytes().decode("latin-1").splitlines()
        at = next(i for i, line in enumerate(said) if line.endswith("beginbfchar")) + 1
        one, other = (line.split()[1] for line in said[at : at + 2])
        said[at] = said[at].replace(one, other)
        font.ToUnicode = opened.make_stream("\n".join(said).encode())
        output = io.BytesIO()
        opened.save(output)
    _, wrong = wrong_glyphs(output.getvalue())
    assert len(wrong) == 1
