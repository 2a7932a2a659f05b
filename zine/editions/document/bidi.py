"""Text as every edition needs it: composed, free of stray controls, numbers safe among Arabic.

In right-to-left text the Unicode bidirectional algorithm shows ``1-800-555-0142`` as
``0142-555-800-1``. So phone numbers, numbers with separators, addresses and handles are put
between U+2066 (left-to-right isolate) and U+2069 (pop). Ranges with an en dash are left alone:
Arabic and Hebrew read them from the right.
"""

import re
import unicodedata

ISOLATE, POP = "\u2066", "\u2069"
ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))
# Controls, and the embeddings and overrides that can make a text show other than it reads.
UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")

_ADDRESS = r"(?:https?://|www\.)[^\s<>\"«»]+[^\s<>\"«».,;:!?،؛؟)\]]"
_EMAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_HANDLE = r"[#@][A-Za-z]\w*"
_D = "[0-9٠-٩۰-۹]"
_PHONE = rf"(?:\+{_D}+[ .-]?)?(?:\({_D}+\)[ .-]?)?{_D}+(?:[ \u00a0.-]{_D}+)+"
_NUMBER = rf"(?<![\w.-])[+-]?{_D}+(?:[-.,/:٫٬]{_D}+)*[%٪]?"
_LEFT_TO_RIGHT = re.compile(
    f"(?P<plain>{_ADDRESS}|{_EMAIL}|{_HANDLE})|(?P<phone>{_PHONE})|(?P<number>{_NUMBER})",
    re.ASCII,
)
# Digit groups with spaces between them are one number only when they are a telephone's.
_DIGITS_OF_A_PHONE = 7
PHONE = re.compile(
    r"(?:\+\d+[ .-])?(?:\(\d{2,4}\) ?|\d{2,4}[ .-])\d{2,4}[ .-]\d{2,4}(?:[ .-]\d{2,4})?"
)


def clean(text: str) -> str:
    """Return the text composed (NFC), without control characters and direction overrides."""
    return unicodedata.normalize("NFC", UNWANTED.sub("", text))


def isolate(text: str) -> str:
    """Return right-to-left text with what reads from left to right isolated."""
    return _LEFT_TO_RIGHT.sub(_isolated, text)


def without_isolates(text: str) -> str:
    """Return the text as it was before ``isolate``."""
    return text.translate(ISOLATES)


def _isolated(match: re.Match[str]) -> str:
    found = match.group(0)
    if match.lastgroup == "phone":
        groups = found.split()
        if len(groups) > 1 and sum(sign.isdigit() for sign in found) < _DIGITS_OF_A_PHONE:
            return " ".join(isolate(group) for group in groups)
    if found.isdigit():
        return found
    return f"{ISOLATE}{found}{POP}"
