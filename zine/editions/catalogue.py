"""The kinds of files that an issue is made into, in the order in which they are made and offered.

A kind that is made from another's file stands after that.
"""

from collections.abc import Mapping, Sequence

from .kinds import booklet, epub, mini, pictures, screen, text
from .kinds.kind import Kind, Use

KINDS: Sequence[Kind] = (
    screen.HALF_LETTER,
    screen.A5,
    booklet.LETTER,
    booklet.A4,
    mini.LETTER,
    mini.A4,
    epub.EPUB,
    text.TEXT,
    pictures.COVER,
    pictures.SPREAD,
)
BY_NAME: Mapping[str, Kind] = {kind.name: kind for kind in KINDS}
ESSENTIAL: Sequence[Kind] = tuple(kind for kind in KINDS if kind.essential)
# What readers can do with an issue, and what they are offered for it.
OFFERED: Sequence[Kind] = tuple(kind for kind in KINDS if kind.use)
USES: Sequence[Use] = tuple(dict.fromkeys(kind.use for kind in KINDS if kind.use))
