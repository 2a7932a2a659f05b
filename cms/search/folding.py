"""Words as readers mean them: what differs only in how it is written becomes the same.

1. Case, accents, Arabic vowel signs and Hebrew points do not count, nor does the stretching
   stroke of Arabic (tatweel).
2. The forms of alef (أ إ آ ٱ), of ha and ta marbuta (ه ة) and of ya (ي ى ی) are one each; a hamza
   does not count. An Arabic word counts without its article.
3. Hebrew final letters are their plain forms; Yiddish digraphs are two letters.
4. Digits of every script are 0 to 9.
5. An apostrophe within a word does not count (``don't``, ``organization's``), but after one or
   two Latin letters it ends a word (``l'action``).
6. Every Chinese character is a word.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

APOSTROPHES = "'’ʼ‘`´׳״\""
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
CHARACTER = re.compile(f"[{HAN}]")
# A Chinese character; or letters, digits and the marks upon them, with apostrophes between.
WORD = re.compile(
    rf"[{HAN}]|(?:(?![{HAN}])[^\W_]|[\u0300-\u036f])"
    rf"(?:(?![{HAN}])[^\W_]|[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]"
    rf"|[{APOSTROPHES}](?=[^\W_]))*"
)
ELISION = re.compile(rf"^[a-zA-Z\u00c0-\u024f]{{1,2}}[{APOSTROPHES}]")
LETTERS = {
    "ى": "ي",
    "ی": "ي",
    "ة": "ه",
    "ک": "ك",
    "ٱ": "ا",
    "ء": "",
    "ـ": "",
    "ך": "כ",
    "ם": "מ",
    "ן": "נ",
    "ף": "פ",
    "ץ": "צ",
    "װ": "וו",
    "ױ": "וי",
    "ײ": "יי",
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "æ": "ae",
    "œ": "oe",
    "ı": "i",
}
ARABIC_ARTICLES = ("وال", "بال", "كال", "فال", "لل", "ال")
SHORTEST_ARABIC_STEM = 3


@dataclass(frozen=True)
class Word:
    """A folded word, and where in the text it stands."""

    folded: str
    start: int
    end: int

    @property
    def is_character(self) -> bool:
        """Whether it is a single Chinese character."""
        return CHARACTER.fullmatch(self.folded) is not None


def words(text: str) -> Iterator[Word]:
    """Yield the words of a text in order."""
    for match in WORD.finditer(text):
        start = match.start()
        elision = ELISION.match(match.group())
        pieces = [(start, match.end())]
        if elision:
            pieces = [(start, start + elision.end() - 1), (start + elision.end(), match.end())]
        for first, last in pieces:
            folded = fold_word(text[first:last])
            if folded:
                yield Word(folded, first, last)


def fold(text: str) -> str:
    """Return the folded words of a text, each with a space before it and one at the end."""
    return "".join(f" {word.folded}" for word in words(text)) + " "


@lru_cache(maxsize=8_192)
def _fold_sign(sign: str) -> str:
    if unicodedata.combining(sign) or sign in APOSTROPHES:
        return ""
    if sign in LETTERS:
        return LETTERS[sign]
    digit = unicodedata.digit(sign, None)
    return sign if digit is None else str(digit)


@lru_cache(maxsize=65_536)
def fold_word(word: str) -> str:
    """Return the form that all spellings of a word share; empty if nothing of it counts."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    folded = "".join(_fold_sign(sign) for sign in plain)
    for article in ARABIC_ARTICLES:
        if folded.startswith(article) and len(folded) >= len(article) + SHORTEST_ARABIC_STEM:
            return folded.removeprefix(article)
    return folded
