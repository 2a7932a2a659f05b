"""How long it takes to read a text."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from typing import Any

from wagtail import blocks

from cms.pages.blocks.references import KeyBlock

TAG = re.compile(r"<[^>]+>")
# Chinese has no spaces between its words; a character is read in about half a word's time.
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
WORDS_A_MINUTE = 200
HAN_A_MINUTE = 400


def minutes_to_read(children: Iterable[blocks.StreamValue.StreamChild]) -> int:
    """Return the minutes that somebody needs who reads at an ordinary pace: at least one."""
    minutes = 0.0
    for child in children:
        for text in _texts(child.block, child.value):
            plain = unescape(TAG.sub(" ", text))
            han = len(HAN.findall(plain))
            words = len(HAN.sub(" ", plain).split())
            minutes += words / WORDS_A_MINUTE + han / HAN_A_MINUTE
    return max(1, math.ceil(minutes))


def _texts(block: blocks.Block, value: Any) -> Iterator[str]:
    """The texts that authors wrote into a block, as they are kept; asks the database nothing."""
    match block:
        case blocks.StructBlock() if isinstance(value, Mapping):
            for name, child in block.child_blocks.items():
                yield from _texts(child, value.get(name))
        case blocks.ListBlock():
            for item in value or ():
                yield from _texts(block.child_block, item)
        case blocks.RichTextBlock():
            yield value.source if value else ""
        case KeyBlock():
            return
        case blocks.CharBlock() | blocks.TextBlock():
            yield value or ""
