"""Languages as their readers call them."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from django.utils.translation import get_language_info

ENGLISH = "en"


@dataclass(frozen=True)
class Language:
    """A language: its code (``pt-br``), its own name for itself, and how it is written."""

    code: str
    name: str
    direction: Literal["ltr", "rtl"]


@cache
def language(code: str) -> Language:
    """Return the language of a code. Raises KeyError for a code that Django does not know."""
    info = get_language_info(code)
    name = info["name_local"]
    return Language(code, name[:1].upper() + name[1:], "rtl" if info["bidi"] else "ltr")
