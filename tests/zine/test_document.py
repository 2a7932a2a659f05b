"""The neutral document: what comes through, what is refused, and what the refusal says."""

import dataclasses
import json
import unicodedata
from typing import Any

import pytest

from zine.editions.blocks.heading import Heading
from zine.editions.blocks.image import Image
from zine.editions.blocks.paragraph import Paragraph
from zine.editions.document import bidi, model as d
from zine.editions.document.from_blocks import RawBlock
from zine.editions.problems import EditionError

from .issues import drawing, issue, sample_issue


def paragraph(text: str, *footnotes: str) -> RawBlock:
    return RawBlock("paragraph", {"text": text, "footnotes": list(footnotes)}, "b1")


def only_flow(text: str, code: str = "en") -> tuple[d.Flow, ...]:
    (block,) = issue(code, [paragraph(text)]).blocks
    assert isinstance(block, Paragraph)
    return block.flow


def problems_of(*blocks: RawBlock) -> list[str]:
    with pytest.raises(EditionError) as caught:
        issue("en", blocks)
    return [str(problem) for problem in caught.value.problems]


def test_rich_text_becomes_runs() -> None:
    (text,) = only_flow('<p>We <b>show <i>up</i></b> <a href="https://example.org/">here</a>.</p>')
    assert isinstance(text, d.Text)
    assert [run.to_data() for run in text.runs] == [
        {"text": "We "},
        {"text": "show ", "bold": True},
        {"text": "up", "bold": True, "italic": True},
        {"text": " "},
        {"text": "here", "href": "https://example.org/"},
        {"text": "."},
    ]


def test_lists_nest_as_deep_as_they_are_written() -> None:
    depth = 7
    source = "".join(f"<ul><li>{level}" for level in range(depth)) + "</li></ul>" * depth
    (part,) = only_flow(source)
    words: list[str] = []
    while isinstance(part, d.ItemList):
        (item,) = part.items
        words.append(item.runs[0].text)
        part = item.children[0] if item.children else d.Text(())
    assert words == [str(level) for level in range(depth)]


@pytest.mark.parametrize(
    "source",
    [
        "<p>Hello<script>alert(1)</script></p>",
        "<p>Hello<style>p{}</style><iframe src='https://example.org'>x</iframe></p>",
        "<p><span onclick='x()'>Hello</span></p>",
        "<p>Hello<a href='javascript:alert(1)'></a></p>",
    ],
)
def test_what_cannot_be_printed_is_dropped(source: str) -> None:
    assert only_flow(source) == (d.Text((d.Run("Hello"),)),)


@pytest.mark.parametrize("href", ["javascript:alert(1)", "file:///etc/passwd", "data:x", "/admin/"])
def test_links_that_lead_nowhere_print_their_words_alone(href: str) -> None:
    assert only_flow(f'<p><a href="{href}">here</a></p>') == (d.Text((d.Run("here"),)),)


def test_text_is_composed_and_free_of_controls() -> None:
    decomposed = unicodedata.normalize("NFD", "Tiếng Việt")
    (text,) = only_flow(f"<p>{decomposed}\u202e\x07!</p>")
    assert isinstance(text, d.Text)
    assert text.runs[0].text == "Tiếng Việt!"


@pytest.mark.parametrize(
    ("text", "isolated"),
    [
        ("اتصل بالرقم 1-800-555-0142 الآن", "1-800-555-0142"),
        ("و+1 (617) 555-0100.", "+1 (617) 555-0100"),
        ("منذ 2019-06-30 وبعده", "2019-06-30"),
        ("على https://example.org/a-b؟", "https://example.org/a-b"),
        ("إلى help@example.org.", "help@example.org"),
        ("وسم #JewsAgainstICE.", "#JewsAgainstICE"),
        ("رقم ٠١-٢٣٤-٥٦٧٨", "٠١-٢٣٤-٥٦٧٨"),
    ],
)
def test_numbers_and_addresses_are_isolated(text: str, isolated: str) -> None:
    assert bidi.isolate(text).count(f"\u2066{isolated}\u2069") == 1
    assert bidi.without_isolates(bidi.isolate(text)) == text


@pytest.mark.parametrize("text", ["عام 2019", "2019–2021", "3 و 4 5", "(2019)"])
def test_other_numbers_are_left_alone(text: str) -> None:
    assert bidi.isolate(text) == text


def test_left_to_right_text_is_never_isolated() -> None:
    assert only_flow("<p>Call 1-800-555-0142.</p>") == (d.Text((d.Run("Call 1-800-555-0142."),)),)


def test_footnotes_are_numbered_through_the_issue() -> None:
    document = issue(
        "en",
        [
            paragraph("<p>One<sup>1</sup> two<sup>2</sup></p>", "<p>a</p>", "<p>b</p>"),
            paragraph("<p>Three<sup>1</sup></p>", "<p>c</p>"),
        ],
    )
    assert [(note.number, note.runs[0].text) for note in document.notes] == [
        (1, "a"),
        (2, "b"),
        (3, "c"),
    ]
    block = document.blocks[1]
    assert isinstance(block, Paragraph)
    assert isinstance(block.flow[0], d.Text)
    assert block.flow[0].runs[-1] == d.Run(note=3)


def test_heading_levels_never_skip() -> None:
    levels = ["3", "4", "2", "4"]
    blocks = [RawBlock("heading", {"level": level, "text": "x"}) for level in levels]
    document = issue("en", blocks)
    assert [b.level for b in document.blocks if isinstance(b, Heading)] == [1, 2, 1, 2]
    anchors = [b.anchor for b in document.blocks if isinstance(b, Heading)]
    assert len(set(anchors)) == len(anchors)


@pytest.mark.parametrize(
    ("kind", "values", "sentence"),
    [
        ("image", {"picture": d.Picture("a.png", "")}, "has no description"),
        ("image", {"picture": None}, "The picture is missing"),
        ("heading", {"text": " "}, "no text"),
        ("call_to_action", {"text": "Go", "address": None}, "leads nowhere"),
        ("principle_reference", {"principle": "principle-4"}, "does not exist"),
        ("paragraph", {"text": "<p>x</p>", "footnotes": ["<p>y</p>"]}, "superscript number"),
        ("video", {"title": "A march", "address": ""}, "video has no address"),
        ("of_another_site", {}, "cannot be printed"),
    ],
)
def test_a_problem_names_its_block(kind: str, values: dict[str, Any], sentence: str) -> None:
    blocks = [RawBlock("heading", {"level": "2", "text": "A"}), RawBlock(kind, values, "id-2")]
    (problem,) = problems_of(*blocks)
    assert problem.startswith("Block 2 (")
    assert sentence in problem


def test_a_superscript_without_a_footnote_stays_a_superscript() -> None:
    (text,) = only_flow("<p>2<sup>nd</sup> of m<sup>2</sup></p>")
    assert isinstance(text, d.Text)
    assert [run.text for run in text.runs if run.superscript] == ["nd", "2"]


def test_anchors_are_used_once() -> None:
    heading = RawBlock("heading", {"level": "2", "text": "A", "anchor": "call"})
    document = issue("en", [heading, heading, heading])
    anchors = [b.anchor for b in document.blocks if isinstance(b, Heading)]
    assert anchors == ["call", "call-2", "call-3"]


def test_all_problems_are_told_at_once() -> None:
    bad = RawBlock("image", {"picture": d.Picture("a.png", "")})
    assert len(problems_of(bad, RawBlock("heading", {"text": ""}), bad)) == 3


def test_a_decorative_picture_needs_no_description() -> None:
    picture = d.Picture("a.png", "", decorative=True)
    document = issue("en", [RawBlock("image", {"picture": picture})], {"a.png": drawing("a")})
    assert isinstance(document.blocks[0], Image)


def test_the_json_is_neutral_and_stable() -> None:
    document = sample_issue("ar")
    data = document.to_json()
    assert data["format"] == d.FORMAT
    assert (data["language"], data["direction"]) == ("ar", "rtl")
    assert json.loads(d.canonical(data)) == data
    assert d.canonical(data) == d.canonical(sample_issue("ar").to_json())
    assert [block["type"] for block in data["blocks"][:4]] == [
        "heading",
        "paragraph",
        "pull_quote",
        "image",
    ]
    assert data["blocks"][1]["place"] == {"position": 2, "kind": "paragraph", "id": ""}
    assert len(data["assets"][0]["sha256"]) == 64


def test_the_digest_is_of_the_content_alone() -> None:
    document = sample_issue("en")
    again = dataclasses.replace(document, revision="2")
    assert again.digest == document.digest
    other = dataclasses.replace(document, imprint=dataclasses.replace(document.imprint, title="B"))
    assert other.digest != document.digest
    redrawn = dataclasses.replace(document, assets={"sample.png": drawing("other")})
    assert redrawn.digest != document.digest
