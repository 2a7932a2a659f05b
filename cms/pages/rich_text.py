"""Rich text of unknown form: what was pasted at the database, or sent by no editor of ours.

What can be shown of it is, and the rest spoils nothing. Stands in the place of Wagtail's own
(``wagtail_patches``).
"""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.core.exceptions import BadRequest
from django.utils.html import escape, strip_tags
from draftjs_exporter.error import ExporterException
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.rich_text.rewriters import EmbedRewriter, LinkRewriter, TagRewriter, extract_attrs

from .stored_blocks import LARGEST_NUMBER, NOT_READABLE, is_text

# Lists within lists: Draftail itself makes four.
DEEPEST = 8
PLAIN = "unstyled"
# HTML that Wagtail's reader takes apart raises these, and assertions.
NOT_HTML = (AssertionError, RecursionError, *NOT_READABLE)

type Attributes = dict[str, str]
type Replacements = Callable[[TagRewriter, str | None, list[Attributes]], list[str]]

_embeds: Replacements = EmbedRewriter.get_tag_replacements
_links: Replacements = LinkRewriter.get_tag_replacements
_from_database: Callable[[ContentstateConverter, str], str] = (
    ContentstateConverter.from_database_format
)


# To readers


def embeds(rewriter: TagRewriter, kind: str | None, tags: list[Attributes]) -> list[str]:
    """What pictures in a text become; nothing where it is not known what is meant."""
    return _one_by_one(_embeds, rewriter, kind, tags, "")


def links(rewriter: TagRewriter, kind: str | None, tags: list[Attributes]) -> list[str]:
    """What links become; one that leads nowhere keeps its words."""
    return _one_by_one(_links, rewriter, kind, tags, "<a>")


def _one_by_one(
    replace: Replacements, rewriter: TagRewriter, kind: str | None, tags: list[Attributes], bad: str
) -> list[str]:
    try:
        return replace(rewriter, kind, tags)
    except NOT_READABLE:
        if len(tags) == 1:
            return [bad]
        return [_one_by_one(replace, rewriter, kind, [tag], bad)[0] for tag in tags]


def references(rewriter: TagRewriter, html: str) -> Iterator[Any]:
    """What a text refers to by a number."""
    for match in rewriter.get_opening_tag_regex().findall(html):
        attributes = extract_attrs(match)
        extract = rewriter.reference_extractors.get(rewriter.get_tag_type_from_attrs(attributes))
        if extract is not None and _is_number(attributes.get("id", "")):
            yield from extract(attributes)


def _is_number(text: str) -> bool:
    is_short = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_NUMBER))
    return is_short and int(text) <= LARGEST_NUMBER


# To the editor


def from_database(converter: ContentstateConverter, html: str) -> str:
    """A text for the editor: as it is, else with its tags set right, else its words alone."""
    for form in (_as_it_is, _set_right, _words):
        try:
            document = _from_database(converter, form(html))
            _sound(json.loads(document))  # What was never closed has no length.
        except NOT_HTML:
            continue
        return document
    return _from_database(converter, "")


def _as_it_is(html: str) -> str:
    return html


def _set_right(html: str) -> str:
    """Every tag closed, none that cannot be kept."""
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.find_all(True):
        if isinstance(tag, Tag) and not _is_known(tag):
            tag.unwrap()
    return str(soup)


def _is_known(tag: Tag) -> bool:
    if tag.name == "a":
        return _is_number(str(tag.get("id", ""))) if tag.get("linktype") else tag.has_attr("href")
    if tag.name == "li":
        return tag.find_parent(["ul", "ol"]) is not None
    return tag.name != "embed"


def _words(html: str) -> str:
    return f"<p>{escape(strip_tags(html))}</p>"


# From the editor


def to_database(converter: ContentstateConverter, posted: str) -> str:
    """What the editor sent, as it is kept. Raises BadRequest if no editor sends such a thing."""
    try:
        written = converter.exporter.render(_sound(json.loads(posted)))
    except (*NOT_READABLE, ExporterException, RecursionError) as error:
        raise BadRequest(f"No rich text: {error}") from error
    return str(written)


def _sound(document: Any) -> dict[str, Any]:
    """The same with what is within bounds alone."""
    entities = {str(key): each for key, each in document["entityMap"].items() if _is_entity(each)}
    return {
        "blocks": [_sound_block(each, entities) for each in document["blocks"]],
        "entityMap": entities,
    }


def _is_entity(entity: Any) -> bool:
    return (
        isinstance(entity["type"], str)
        and isinstance(entity.get("data", {}), dict)
        and all(
            value is None or isinstance(value, (int, float)) or is_text(value)
            for value in entity.get("data", {}).values()
        )
    )


def _sound_block(block: dict[str, Any], entities: dict[str, Any]) -> dict[str, Any]:
    text = block["text"]
    if not is_text(text):
        raise TypeError("a text that is none")
    spans = [_within(each, text) for each in block.get("inlineStyleRanges", ())]
    marks = [_within(each, text) for each in block.get("entityRanges", ())]
    return {
        "key": key if is_text(key := block.get("key")) else "",
        "text": text,
        "type": str(block.get("type", PLAIN)),
        "depth": min(max(int(block.get("depth", 0)), 0), DEEPEST),
        "inlineStyleRanges": [each for each in spans if isinstance(each["style"], str)],
        "entityRanges": _one_at_a_time(each for each in marks if str(each["key"]) in entities),
    }


def _one_at_a_time(marks: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of links within links the first."""
    kept: list[dict[str, Any]] = []
    end = 0
    for each in sorted(marks, key=lambda mark: mark["offset"]):
        if each["length"] and each["offset"] >= end:
            kept.append(each)
            end = each["offset"] + each["length"]
    return kept


def _within(span: dict[str, Any], text: str) -> dict[str, Any]:
    """A span of a text that ends with it; the editor counts as browsers do."""
    longest = len(text.encode("utf-16-le", "surrogatepass")) // 2
    offset = min(max(int(span["offset"]), 0), longest)
    length = min(max(int(span["length"]), 0), longest - offset)
    return {**span, "offset": offset, "length": length}
