"""Tags in right-to-left text, and names in sentences: kept from reading in the wrong direction.

The field in which a translator writes shows ``<a id="a1">`` among Arabic letters with its
brackets turned round. There the tags stand between marks that are not seen, and that are taken
out again before the text is kept.
"""

import re

from cms.pages.bidi import ISOLATE, POP, TAG

FIRST_STRONG = "\u2068"
MARKS_AT_TAGS = re.compile(rf"{ISOLATE}+(?=<)|(?<=>){POP}+")


def isolate_tags(text: str) -> str:
    """The text with its tags shown from left to right."""
    return TAG.sub(rf"{ISOLATE}\1{POP}", join_tags(text))


def join_tags(text: str) -> str:
    """The text without the marks at its tags."""
    return MARKS_AT_TAGS.sub("", text)


def named(text: str) -> str:
    """A name or a quotation in a sentence, each in its own direction."""
    return f"{FIRST_STRONG}{text}{POP}"
