"""Rich texts and streams by the thousand, the same each time: each is kept, shown and opened."""

import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import BadRequest
from django.test import RequestFactory
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.rich_text import RichText, extract_references_from_rich_text
from wagtail_localize.segments import extract

from cms.pages.blocks.text import PARAGRAPH_FEATURES
from home.models import StandardPage
from tests import drills
from zine.editions.document.reading import Reading
from zine.editions.languages import language

from .bad_blocks import BLOCKS, LONE, ODD_WORDS, paragraph

pytestmark = pytest.mark.django_db

TEXTS, DOCUMENTS, STREAMS = 1400, 1400, 200
NUMBERS: tuple[Any, ...] = (0, 1, -1, 3, 999_999, 10**30, 1.5, None, "2", "x", [], {}, True)
# Mostly what may be; else what may not.
PLACES = (*(0, 1, 2, 3, 0, 5, 99) * 5, *NUMBERS)
WORDS = ("", "Show up", "a\nb", "ا ب", "\U0001f54a", "<script>x()</script>", "&amp;", LONE, "\0")
TAGS = (
    "<p>", "</p>", "<b>", "</b>", "<i>", "</i>", "<ul>", "</ul>", "<ol>", "<li>", "</li>", "<sup>",
    "</sup>", "<br/>", "<hr/>", "<h2>", "</h2>", "<blockquote>", "<table>", "<td>", "<a>", "</a>",
    '<a href="">', '<a href="https://example.org/">', '<a linktype="page" id="1">',
    '<a linktype="page" id="x">', '<a linktype="page">', f'<a linktype="page" id="{10**20}">',
    '<a linktype="document" id="-1">', '<a linktype="document">', '<a linktype="sorcery" id="1">',
    '<a linktype="">', '<embed embedtype="image" id="1" format="huge" alt="x"/>', "<embed/>",
    '<embed embedtype="image"/>', '<embed embedtype="image" id="x" format="left"/>',
    '<embed embedtype="media" url="https://example.org/"/>', '<embed embedtype="image" id="1"/>',
    "<", ">", "&", "&#0;", "&#xd800;", "<!--", "-->", "<![CDATA[", "]]>", "<?x",
    '<p data-block-key="', "<p",
)  # fmt: skip
KINDS = ("unstyled", "unordered-list-item", "ordered-list-item", "atomic", "header-two", "", "x")
STYLES = ("BOLD", "ITALIC", "SUPERSCRIPT", "LANG-ES", "", "x", None)
LINKS: tuple[Any, ...] = (
    {"url": "https://example.org/"}, {"url": "javascript:x()"}, {"id": 1}, {"id": "x"},
    {"id": 10**30}, {}, {"url": None}, {"url": 7}, {"url": ["x"]}, {"id": {}}, None, "x",
)  # fmt: skip


def html_of(chance: random.Random) -> str:
    return "".join(
        chance.choice(chance.choice((TAGS, TAGS, WORDS))) for _ in range(chance.randrange(14))
    )


def entity_of(chance: random.Random) -> Any:
    kind = chance.choice(("LINK", "LINK", "DOCUMENT", "IMAGE", "x", None, 7))
    entity: dict[str, Any] = {"type": kind, "mutability": "MUTABLE", "data": chance.choice(LINKS)}
    return _without_something(chance, entity)


def spans_of(chance: random.Random, name: str, values: tuple[Any, ...]) -> list[Any]:
    spans = [
        {"offset": chance.choice(PLACES), "length": chance.choice(PLACES), name: value}
        for value in chance.choices(values, k=chance.randrange(3))
    ]
    return [_without_something(chance, each) for each in spans]


def document_of(chance: random.Random) -> Any:
    blocks = [
        _without_something(
            chance,
            {
                "key": chance.choice(("abcde", "", None, 7, '"><script>')),
                "text": chance.choice(WORDS),
                "type": chance.choice(KINDS),
                "depth": chance.choice(PLACES),
                "inlineStyleRanges": spans_of(chance, "style", STYLES),
                "entityRanges": spans_of(chance, "key", PLACES),
            },
        )
        for _ in range(chance.randrange(5))
    ]
    entities = {str(number): entity_of(chance) for number in range(chance.randrange(3))}
    return _without_something(chance, {"blocks": blocks, "entityMap": entities})


def _without_something(chance: random.Random, thing: dict[str, Any]) -> Any:
    """Now and then without a part, or something else altogether."""
    if chance.random() < 0.03:
        return chance.choice(NUMBERS)
    if chance.random() < 0.03:
        thing.pop(chance.choice(list(thing)))
    return thing


def stream_of(chance: random.Random) -> Any:
    """Good blocks and bad, each spoiled further in some place."""
    bad = [*BLOCKS.values(), *ODD_WORDS.values()]
    blocks = [
        json.loads(json.dumps(chance.choice((paragraph(chance.choice(WORDS)), chance.choice(bad)))))
        for _ in range(chance.randrange(6))
    ]
    return [_spoiled(chance, each) for each in blocks]


def _spoiled(chance: random.Random, thing: Any) -> Any:
    if chance.random() < 0.1:
        return chance.choice((*NUMBERS, *WORDS))
    match thing:
        case dict():
            return {name: _spoiled(chance, each) for name, each in thing.items()}
        case list():
            return [_spoiled(chance, each) for each in thing]
    return thing


@pytest.fixture(scope="module")
def converter() -> ContentstateConverter:
    return ContentstateConverter(PARAGRAPH_FEATURES)


def shown_everywhere(converter: ContentstateConverter, text: str) -> None:
    """A text as it is kept: to readers, to the editor and back, to editions and translators."""
    str(RichText(text))
    list(extract_references_from_rich_text(text))
    again = converter.to_database_format(converter.from_database_format(text))
    assert not BeautifulSoup(again, "lxml").find("script")
    extract.extract_strings(text)
    Reading(language("en")).flow(text)


def each_of[T](count: int, make: Callable[[random.Random], T], look: Callable[[T], None]) -> None:
    chance = random.Random(12)  # noqa: S311  (the same each time)
    for number in range(count * drills.TIMES):
        made = make(chance)
        try:
            look(made)
        except Exception as error:
            error.add_note(f"number {number}: {made!r}")
            raise


def test_texts_of_unknown_form(converter: ContentstateConverter) -> None:
    def look(text: str) -> None:
        if "\0" not in text and LONE not in text:
            shown_everywhere(converter, text)

    each_of(TEXTS, html_of, look)


def test_documents_of_the_editor(converter: ContentstateConverter) -> None:
    kept = []

    def look(document: Any) -> None:
        try:
            text = converter.to_database_format(json.dumps(document))
        except BadRequest:
            return
        found = BeautifulSoup(text, "lxml")
        assert not found.find(["script", "iframe", "object"])
        assert not found.select('a[href^="javascript"]')
        kept.append(text)
        shown_everywhere(converter, text)

    each_of(DOCUMENTS, document_of, look)
    assert len(kept) > DOCUMENTS / 4


def test_streams() -> None:
    body = StandardPage._meta.get_field("body").stream_block
    request = RequestFactory().get("/")

    def look(stored: Any) -> None:
        value = body.to_python(json.loads(json.dumps(stored)))
        for child in value:
            child.render({"request": request})
        json.dumps(body.get_form_state(value))
        body.get_searchable_content(value)
        list(body.extract_references(value))
        kept = body.get_prep_value(body.to_python(json.loads(json.dumps(stored))))
        assert len(kept) == len(stored)

    each_of(STREAMS, stream_of, look)
