"""Hebrew and Yiddish letters with their points, as one sign where Unicode has one.

Set apart, a point stands at a distance from the letter before its own; readers of a PDF's text
layer (pdfium, so Chrome's search, copy and read-aloud) take the distance for a space, and break
the word there. As one sign with its letter it has no place of its own. The signs mean the same
(canonical equivalence), the fonts draw the same, and readers take them apart again.
"""

import re
import unicodedata

_FIRST, _LAST = 0xFB1D, 0xFB4E


def _signs() -> dict[str, str]:
    """Return the signs by what they are made of: a letter and its points in canonical order."""
    signs = map(chr, range(_FIRST, _LAST + 1))
    made = ((unicodedata.normalize("NFD", sign), sign) for sign in signs)
    return {parts: sign for parts, sign in made if len(parts) > 1}


SIGNS = _signs()
_LONGEST_FIRST = sorted(SIGNS.items(), key=lambda item: -len(item[0]))
_POINTED = re.compile("([א-ת\u05f2])([\u05b0-\u05bd\u05bf\u05c1\u05c2\u05c7]+)")


def composed(text: str) -> str:
    """Return the text with as few points set apart as can be."""
    return _POINTED.sub(_composed, unicodedata.normalize("NFC", text))


def _composed(match: re.Match[str]) -> str:
    letter, points = match.groups()
    for parts, sign in _LONGEST_FIRST:
        if parts[0] == letter and set(parts[1:]) <= set(points):
            return sign + "".join(point for point in points if point not in parts)
    return match.group(0)
