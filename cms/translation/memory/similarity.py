"""How alike two texts are, and by which words one that is alike is found.

Two texts of which at least half of all different words are shared by both have a telling word in
common: that is the rarer half of a text's words, where longer words count as the rarer ones. So
a table of telling words finds every text that is alike, and asks nothing of the others.
"""

import html
import re
from difflib import SequenceMatcher

TAGS = re.compile(r"<[^>]*>")
WORDS = re.compile(r"\w+")
LONGEST_WORD = 40
COMPARED = 300


def words_of(data: str) -> list[str]:
    """The words of a segment as wagtail-localize keeps it, without tags and without case."""
    return WORDS.findall(html.unescape(TAGS.sub(" ", data)).casefold())


def telling_words(words: list[str]) -> set[str]:
    """The rarer half of the words, and one more: what other texts are found by."""
    different = sorted({word[:LONGEST_WORD] for word in words}, key=lambda word: (-len(word), word))
    return set(different[: len(different) // 2 + 1])


def similarity(one: str, other: str) -> int:
    """From 0 to 100, which only the very same text is."""
    if one == other:
        return 100
    before, after = words_of(one)[:COMPARED], words_of(other)[:COMPARED]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return min(99, int(100 * matcher.ratio()))
