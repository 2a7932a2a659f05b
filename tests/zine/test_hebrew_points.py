"""Hebrew and Yiddish letters with points: one sign where there is one, and the same word still."""

import unicodedata

import pytest
from fontTools.ttLib import TTFont

from zine.editions import fonts
from zine.editions.document.hebrew_points import SIGNS, composed


@pytest.mark.parametrize(
    ("word", "signs"),
    [
        ("\u05d5\u05d5\u05d0\u05b8\u05da", "\u05d5\u05d5\ufb2f\u05da"),
        ("\u05e9\u05e8\u05f2\u05b7\u05d1\u05d8", "\u05e9\u05e8\ufb1f\u05d1\u05d8"),
        # Shin with its dot and a dagesh is one sign; the vowel below stays by itself.
        ("\u05e9\u05bc\u05c1\u05b8", "\ufb2c\u05b8"),
        # A vowel that comes first in canonical order does not keep letter and dagesh apart.
        ("\u05d1\u05b8\u05bc", "\ufb31\u05b8"),
        # There is no sign for alef with a hiriq, and none for lam-alef here.
        ("\u05d0\u05b4\u05dc", "\u05d0\u05b4\u05dc"),
        ("call 1-800-555-0142", "call 1-800-555-0142"),
    ],
)
def test_a_letter_takes_its_points_along(word: str, signs: str) -> None:
    assert composed(word) == signs
    assert unicodedata.normalize("NFC", signs) == unicodedata.normalize("NFC", word)


def test_the_fonts_have_all_the_signs() -> None:
    wanted = {ord(sign) for sign in SIGNS.values()}
    assert len(wanted) == 34
    for path in fonts.files():
        if path.name.startswith(("FrankRuhlLibre", "Heebo")):
            assert wanted <= TTFont(path).getBestCmap().keys()
