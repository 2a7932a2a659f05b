"""A value of each block that an issue can be written with, and the words of it to look for."""

from typing import Any

from bs4 import BeautifulSoup
from wagtail import blocks

from cms.pages.blocks import ZineBodyBlock
from cms.pages.blocks.references import KeyBlock
from tests.factories import ImageFactory

NUMBER, DIALLED = "1-800-555-0142", "tel:18005550142"
CONTACTS = {
    "title": "Whom to call",
    "contacts": [
        {"kind": "phone", "text": "Hotline", "target": NUMBER, "note": "Day and night"},
        {"kind": "email", "text": "Letters", "target": "help@example.org", "note": ""},
        {"kind": "website", "text": "Rights", "target": "https://example.org/r/", "note": ""},
    ],
}
# Blocks, and the words of them that a reader must find. Of every other block they are those of its
# preview, so that a new block is looked for everywhere without a line here.
WRITTEN: dict[str, list[str]] = {
    "heading": ["Gathering"],
    "paragraph": ["Show", "bold", "elsewhere"],
    "image": ["Linocut", "caption", "Drawn", "by", "hand"],
    "pull_quote": ["Louder", "Chanted"],
    "numbered_points": ["Firstly", "because", "Secondly"],
    "checklist": ["Bring", "Pencil", "Water"],
    "callout": ["Beware", "puddles"],
    "contacts": ["Whom", "Hotline", NUMBER, "Day", "help@example.org", "example.org/r"],
    "facts": ["Forty", "marchers"],
    "call_to_action": ["Come", "along"],
    "video": ["Marching", "YouTube", "aaaaaaaaaaa"],
    "principle_reference": ["Nobody", "behind", "ever"],
    "article": ["Standfirst", "Kitchen", "crew", "Opening"],
    "page_break": [],
}
PREVIEWED = {
    kind: block.get_preview_value()
    for kind, block in ZineBodyBlock.base_blocks.items()
    if kind not in WRITTEN
}


def words_of(block: blocks.Block, value: Any) -> list[str]:
    """The words that a block's value shows: choices, addresses and keys are none."""
    match block:
        case blocks.StructBlock():
            parts = block.child_blocks.items()
            return [word for name, child in parts for word in words_of(child, value[name])]
        case blocks.ListBlock():
            return [word for item in value for word in words_of(block.child_block, item)]
        case blocks.RichTextBlock():
            return BeautifulSoup(value.source, "lxml").get_text(" ").split()
        case KeyBlock() | blocks.URLBlock() | blocks.ChoiceBlock():
            return []
        case blocks.CharBlock() | blocks.TextBlock():
            return str(value).split()
    return []


WORDS = WRITTEN | {
    kind: words_of(ZineBodyBlock.base_blocks[kind], value) for kind, value in PREVIEWED.items()
}
ARTICLE = {"title": "Numbers", "address": "numbers", "byline": "", "summary": ""}


def value_of(kind: str) -> Any:
    if kind in PREVIEWED:
        return ZineBodyBlock.base_blocks[kind].get_prep_value(PREVIEWED[kind])
    image = {"image": ImageFactory().pk, "decorative": False, "alt_text": "Linocut"}
    text = "<p>Show <b>bold</b> <a href='https://example.org/e'>elsewhere</a>.<sup>1</sup></p>"
    points = [
        {"statement": "Firstly", "text": "<p>because</p>"},
        {"statement": "Secondly", "text": ""},
    ]
    return {
        "heading": {"level": "2", "text": "Gathering", "anchor": ""},
        "paragraph": {"text": text, "footnotes": ["<p>Footnoted</p>"]},
        "image": {"picture": image, "caption": "A caption", "credit": "Drawn by hand"},
        "pull_quote": {"quotation": "Louder", "attribution": "Chanted"},
        "numbered_points": {"points": points},
        "checklist": {"title": "Bring", "items": ["Pencil", "Water"]},
        "callout": {"kind": "important", "title": "Beware", "text": "<p>puddles</p>"},
        "contacts": CONTACTS,
        "facts": {"facts": [{"figure": "Forty", "text": "marchers", "source": ""}]},
        "call_to_action": {"text": "Come along", "page": None, "address": "https://example.org/c"},
        "video": {
            "address": "https://www.youtube.com/watch?v=aaaaaaaaaaa",
            "title": "Marching",
            "picture": image,
        },
        "principle_reference": {"principle": "principle-4"},
        "article": {
            "title": "Standfirst",
            "address": "standfirst",
            "byline": "Kitchen crew",
            "summary": "Opening",
        },
        "page_break": None,
    }[kind]
