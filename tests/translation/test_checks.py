"""Limits, links, placeholders and tags: what a translation lost is named, before and after."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from wagtail.blocks import Block, RichTextBlock
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.translation.checks.markup import faults, warnings

from .test_memory import give
from .world import World, put

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("source", "text", "named"),
    [
        ('Read <a id="a1">it</a>.', 'Léela <a id="a1">aquí</a>.', []),
        ('Read <a id="a1">it</a>.', "Léela.", ['<a id="a1">']),
        ("Shut<sup>1</sup> down<sup>2</sup>", "Cerrado<sup>1</sup>", ["<sup>2</sup>"]),
        ("Call %(name)s or {phone}", "Llama a %(name)s", ["{phone}"]),
        ("Write to us@example.org", "Escríbenos", ["us@example.org"]),
        ("See https://example.org/a?b=1&amp;c=2.", "Mira.", ["https://example.org/a?b=1&c=2"]),
        ("See https://example.org/a.", "Mira https://example.org/a, hoy.", []),
        ("Nothing of the kind", "Nada", []),
    ],
)
def test_what_must_be_there_is_named(source: str, text: str, named: list[str]) -> None:
    found = list(faults(source, text))
    assert bool(found) == bool(named)
    for each in named:
        assert each in " ".join(found)


@pytest.mark.parametrize(
    ("source", "text", "number"),
    [
        ("<b>All</b> of <i>us</i>", "<strong>Todas</strong> <em>nosotras</em>", 0),
        ("<b>All</b> of <i>us</i>", "Todas nosotras", 2),
        ("One<br/>two", "Uno, dos", 1),
        ("<b>All</b>", "<i>Todas</i>", 1),
    ],
)
def test_what_may_be_meant_so_is_only_remarked(source: str, text: str, number: int) -> None:
    assert len(list(warnings(source, text))) == number
    assert list(faults(source, text)) == []


def test_a_lost_address_is_named_on_saving_and_keeps_the_text_out_of_review(world: World) -> None:
    give(world, "about", "Write to us@example.org, %(name)s.")
    said = world.write("es-translator", "about", "es", "summary", "Escríbenos.").json()
    assert "us@example.org" in said["error"]
    assert "%(name)s" in said["error"]
    refused = world.submit("es-translator", "about", "es")
    assert refused.status_code == 422
    assert "Summary\u2069: This is the same in every language" in refused.text
    mended = world.write("es-translator", "about", "es", "summary", "us@example.org, %(name)s")
    assert mended.json()["error"] == ""
    assert world.submit("es-translator", "about", "es").status_code == 302


def test_lost_emphasis_is_remarked_and_may_be_submitted(world: World) -> None:
    [segment] = [each for each in world.segments("about") if "<b>shut</b>" in each.string.data]
    client = world.client("es-translator")

    text = 'Cerramos una cárcel. <a id="a1">Léelo</a>.'
    answer: Any = put(client, world.address("about", "es", segment), text).json()
    assert answer["error"] == ""
    assert "in bold" in answer["remark"]
    assert "in bold" in client.get(world.editor("about", "es")).text
    assert world.submit("es-translator", "about", "es").status_code == 302


def test_a_line_break_has_no_place_in_one_line(world: World) -> None:
    response = world.write("es-translator", "about", "es", "title", "Nosotras\ny ellas")
    assert response.status_code == 422
    assert "one line" in response.json()["error"]


def test_a_title_being_typed_does_not_reach_the_page(world: World) -> None:
    """Its characters are kept escaped, and would not fit into the page's row on PostgreSQL."""
    title = "&" * 255
    assert world.write("es-translator", "about", "es", "title", title).status_code == 200
    page = world.page("about", "es")
    assert page.draft_title == "es1 About us"
    assert world.submit("es-translator", "about", "es").status_code == 302
    page = world.page("about", "es")
    assert page.draft_title == title
    assert page.title == "es1 About us"


def rich_blocks(block: Block) -> Iterator[RichTextBlock]:
    if isinstance(block, RichTextBlock):
        yield block
    for child in getattr(block, "child_blocks", {}).values():
        yield from rich_blocks(child)
    if hasattr(block, "child_block"):
        yield from rich_blocks(block.child_block)


def test_no_rich_text_has_a_limit_that_the_desk_would_have_to_count() -> None:
    """Several segments share a rich text, and none of them knows how long the others are."""
    found = 0
    for model in apps.get_models():
        if not issubclass(model, Page):
            continue
        for field in model._meta.get_fields():
            if isinstance(field, StreamField):
                for block in rich_blocks(field.stream_block):
                    found += 1
                    assert getattr(block, "max_length", None) is None
                    assert block.field.max_length is None
    assert found > 10
