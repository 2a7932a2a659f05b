"""What reads from left to right is kept so inside right-to-left text.

The Unicode bidirectional algorithm shows ``1-844-555-0142`` among Arabic letters as
``0142-555-844-1``, and puts the marks round an English quotation at its wrong ends. Such runs
are put between U+2066 (left-to-right isolate) and U+2069 (pop), which readers do not see.
"""

import re

from django.utils.translation import get_language_bidi

ISOLATE, POP = "\u2066", "\u2069"
RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff"

MIXED = re.compile(f"[{RIGHT_TO_LEFT}]")
TAG = re.compile(r"(<[^>]*>)")
NUMBER_OR_ADDRESS = (
    r"(?a:(?:https?://|www\.)[^\s<>\"«»]+[\w/]"  # an address
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # of mail
    r"|[#@]\w+)"  # a handle, a hashtag
    r"|(?=(?:\D{0,3}\d){7})\+?\(?\d[\d().\- \u00a0]{5,}\d"  # a telephone number
)
RUN = re.compile(
    rf"[“\"(][A-Za-z][^“”\"<>(){RIGHT_TO_LEFT}]*[”\")]"  # a quotation, a bracket in English
    rf"|{NUMBER_OR_ADDRESS}"
)


def isolate(text: str) -> str:
    """Return plain right-to-left text with its left-to-right runs isolated."""
    return RUN.sub(rf"{ISOLATE}\g<0>{POP}", text)


def isolate_mixed(text: str) -> str:
    """Do the same with text of any language, in a page or mail of any: only where it is needed."""
    is_mixed = get_language_bidi() or MIXED.search(text)
    return isolate(text) if is_mixed else text


def isolate_html(html: str) -> str:
    """Do the same in the text between the tags of well-formed HTML."""
    parts = TAG.split(html)
    parts[::2] = [isolate(text) for text in parts[::2]]
    return "".join(parts)
