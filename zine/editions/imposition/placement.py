"""Whether printed sheets show the pages that are due on them, by the words that are read there."""

import unicodedata
from collections import Counter
from collections.abc import Sequence

from ..pdf.compiler import Pdf
from ..pdf.page_images import Area, words_of_each
from .sheets import Page

AGREEMENT = 0.85
STRAY_LETTERS = 5

# A place on a sheet, and the page that belongs there.
type Due = tuple[Area, Page]


def misplaced(content: bytes, pages: Pdf, due: Sequence[Due]) -> list[str]:
    """Return a sentence for each place of ``content`` that does not show what is due of ``pages``.

    Both PDFs are read once, for all places together.
    """
    whole_pages = [Area(index) for index in range(pages.pages)]
    places = [area for area, _ in due]
    read, found = words_of_each([(pages.content, whole_pages), (content, places)])
    originals = [_letters(words) for words in read]
    problems: list[str] = []
    for (area, page), words in zip(due, found, strict=True):
        shown = _letters(words)
        if not (_blank(shown) if page is None else _shows(shown, originals, page)):
            what = "a blank" if page is None else f"page {page + 1}"
            problems.append(f"Side {area.page + 1} does not show {what} where it is due.")
    return problems


def _letters(text: str) -> Counter[str]:
    # pdfium orders what it reads by place, which imposition changes: order says nothing here,
    # neither of the words nor, from right to left, of the letters in them.
    plain = unicodedata.normalize("NFKC", text)
    return Counter(sign for sign in plain if unicodedata.category(sign)[0] in "LN")


def _shows(shown: Counter[str], pages: Sequence[Counter[str]], due: int) -> bool:
    """Whether what a place shows is the page due, and is no other page more than that one.

    Not every letter need agree: those of an Arabic ligature have boxes of their own, which pdfium
    may find outside of the place.
    """
    likeness = _likeness(shown, pages[due])
    return likeness >= AGREEMENT and all(_likeness(shown, page) <= likeness for page in pages)


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    largest = max(one.total(), other.total())
    return (one & other).total() / largest if largest else 1.0


def _blank(shown: Counter[str]) -> bool:
    return shown.total() <= STRAY_LETTERS
