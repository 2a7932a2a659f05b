"""Whatever two texts say: where they differ, the comparison says so, and only there."""

from functools import singledispatch
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings, strategies as st
from wagtail import blocks

from cms.review.comparison.content import bare
from home.models import ImpactEntry, ImpactPage, StandardPage

from .samples import two_of
from .shown import one, shown, text_with, words

pytestmark = pytest.mark.django_db

SAME = "The text is the same as what readers see now."
# What is said where what differs was deleted since; here, nothing was.
LAST_RESORT = "Something differs that no word can show"
INLINE = st.sampled_from(
    [
        "Call 617 555 0101 now. ",
        "word ",
        "word",
        "other.",
        " ",
        "<b>word</b>",
        "<b>wo</b><b>rd</b>",
        '<a href="https://www.example.org/a">word</a>',
        '<a href="https://www.example.org/b">word</a>',
        '<a linktype="page" id="1">word</a>',
        "<lang-es>word</lang-es>",
        "<sup>1</sup>",
        "<br/>",
    ]
)
PARAGRAPH = st.lists(INLINE, max_size=4).map("".join)
HTML = st.lists(
    st.one_of(
        PARAGRAPH.map("<p>{}</p>".format),
        PARAGRAPH.map("<ul><li>{}</li></ul>".format),
        PARAGRAPH.map("<ol><li>{}</li></ol>".format),
        PARAGRAPH.map('<p data-block-key="x">{}</p>'.format),
    ),
    max_size=3,
).map("".join)
TEXT = st.text(alphabet="ab 1.\nא٣", max_size=8)


@singledispatch
def content_of(block: blocks.Block) -> st.SearchStrategy[Any]:
    """Anything that a block can hold."""
    return st.sampled_from([sample.stored for sample in two_of(block)])


content_of.register(blocks.StaticBlock, lambda _block: st.none())
content_of.register(blocks.RichTextBlock, lambda _block: HTML)
content_of.register(blocks.CharBlock, lambda _block: TEXT)
content_of.register(blocks.TextBlock, lambda _block: TEXT)


@content_of.register
def _struct(block: blocks.StructBlock) -> st.SearchStrategy[Any]:
    children = block.child_blocks.items()
    return st.fixed_dictionaries({name: content_of(child) for name, child in children})


@content_of.register
def _list(block: blocks.ListBlock) -> st.SearchStrategy[Any]:
    return entries(st.tuples(st.just("item"), content_of(block.child_block)))


@content_of.register
def _stream(block: blocks.StreamBlock) -> st.SearchStrategy[Any]:
    children = block.child_blocks.items()
    return entries(
        st.one_of([st.tuples(st.just(name), content_of(child)) for name, child in children])
    )


def entries(kinds: st.SearchStrategy[tuple[str, Any]]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """A sequence of blocks, with numbers out of a few: blocks that stay, move, come and go."""
    numbered = st.tuples(kinds, st.integers(1, 4))
    found = st.lists(numbered, max_size=3, unique_by=lambda each: each[1])
    return found.map(lambda each: [entry(name, value, number) for (name, value), number in each])


def entry(name: str, value: Any, number: int) -> dict[str, Any]:
    return {"type": name, "value": value, "id": f"00000000-0000-4000-8000-{number:0>12}"}


def assert_told(before: Any, after: Any, differ: bool) -> None:
    seen = shown(before, after)
    assert (SAME in words(seen)) != differ
    if differ:
        assert " changed" in words(one(seen, ".comparison__summary"))
        assert shows_something(seen)
        assert LAST_RESORT not in words(seen)


def shows_something(seen: BeautifulSoup) -> bool:
    """Whether each field that is named has something below its name."""
    fields = seen.select(".comparison__field")
    return bool(fields) and all(
        len(words(field)) > len(words(one(field, "h3"))) for field in fields
    )


ANY = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@given(data=st.data())
@ANY
def test_any_two_bodies_that_differ_are_told_apart(referred_to: None, data: st.DataObject) -> None:
    body = content_of(StandardPage._meta.get_field("body").stream_block)
    first = data.draw(body, "before")
    other = data.draw(st.one_of(body, st.just(first), st.permutations(first)), "after")
    assert_told(
        text_with(StandardPage, body=first),
        text_with(StandardPage, body=list(other)),
        bare(first) != bare(list(other)),
    )


@given(first=HTML, other=HTML)
@ANY
def test_any_two_rich_texts_that_differ_are_told_apart(db: None, first: str, other: str) -> None:
    """Whatever of it is bold, a link, in another language, or stands in another paragraph."""

    def page(html: str) -> Any:
        entry = ImpactEntry(pk=1, headline="It happened", date="2026-05-01", text=html)
        made = text_with(ImpactPage, title="Impact")
        made.entries = [entry]
        return made

    assert_told(page(first), page(other), bare(first) != bare(other))


@given(first=TEXT, other=TEXT)
@ANY
def test_any_two_plain_texts_that_differ_are_told_apart(db: None, first: str, other: str) -> None:
    before, after = (text_with(StandardPage, summary=text) for text in (first, other))
    assert_told(before, after, first != other)
    if first != other:
        seen = shown(before, after)
        gone, new = sides(seen)
        assert (gone, new) == ("".join(first.split()), "".join(other.split()))


def sides(seen: BeautifulSoup) -> tuple[str, str]:
    """The signs of both texts as they can be put together again from what is shown."""
    for note in seen.select(".w-sr-only"):
        note.decompose()
    for note in seen.select(".comparison__note"):
        note.replace_with("")
    told = seen.select(".comparison__words p")

    def without(mark: str) -> str:
        pieces = [piece for line in told for piece in line.find_all(string=True)]
        kept = "".join(piece for piece in pieces if piece.find_parent(mark) is None)
        return "".join(kept.split())

    return without("ins"), without("del")
