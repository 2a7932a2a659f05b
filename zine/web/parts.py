"""An issue is read in parts, so that each is light enough for an old phone on a slow line.

A part is an article, or a few whole sections; where parts begin follows from how many blocks the
sections have, which is the same in every language, and so are the addresses of the parts: an
article's is the one its author gave it, any other part's is its number.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from wagtail.blocks import StreamValue, StructValue

from cms.pages.outline import Outline, Section

BLOCKS_PER_PART = 22

type Child = StreamValue.StreamChild


@dataclass(frozen=True)
class Part:
    """Some sections of an issue, or an article. ``notes_before`` footnotes stand before it."""

    number: int
    blocks: list[Child]
    sections: list[Section]
    notes_before: int
    article: StructValue | None = None

    @property
    def text(self) -> list[Child]:
        """The blocks below the part's own head."""
        return self.blocks if self.article is None else self.blocks[1:]

    @property
    def subpath(self) -> str:
        """What follows the issue's own address to make this part's; nothing for the first."""
        if self.article is not None:
            return f"{self.article['address']}/"
        return f"{self.number}/" if self.number > 1 else ""


def parts_of(body: StreamValue, whole: bool = False) -> list[Part]:
    """Divide an issue's text, or take the whole of it as the one part.

    There is always a first part, if only an empty one.
    """
    outline = Outline([body])
    groups = [list(body)] if whole else _groups(body)
    parts: list[Part] = []
    notes = 0
    for number, blocks in enumerate(groups, start=1):
        sections = [
            Section(2, _title(block), outline.anchor(block.value))
            for block in blocks
            if _begins_section(block)
        ]
        article = blocks[0].value if not whole and _begins_article(blocks) else None
        parts.append(Part(number, blocks, sections, notes, article))
        notes += sum(
            len(block.value["footnotes"]) for block in blocks if block.block_type == "paragraph"
        )
    return parts


def _groups(body: StreamValue) -> Iterator[list[Child]]:
    """The blocks of each part. The first is never an article: it stands below the cover."""
    group: list[Child] = []
    is_front = True
    for section in _sections(body):
        is_full = bool(group) and len(group) + len(section) > BLOCKS_PER_PART
        if is_full or _begins_article(group) or (_begins_article(section) and (group or is_front)):
            yield group
            group, is_front = [], False
        group = group + section
    yield group


def _sections(body: StreamValue) -> Iterator[list[Child]]:
    section: list[Child] = []
    for block in body:
        if section and _begins_section(block):
            yield section
            section = []
        section.append(block)
    yield section


def _begins_section(block: Child) -> bool:
    is_heading = block.block_type == "heading" and block.value["level"] == "2"
    return bool(is_heading or _is_article(block))


def _begins_article(blocks: list[Child]) -> bool:
    return bool(blocks) and _is_article(blocks[0])


def _is_article(block: Child) -> bool:
    return bool(block.block_type == "article")


def _title(block: Child) -> str:
    return str(block.value["title" if _is_article(block) else "text"])


def article_addresses(body: StreamValue) -> list[str]:
    """The addresses of the articles of an issue's text, in order; no block is read for it."""
    return [raw["value"].get("address") or "" for raw in body.raw_data if raw["type"] == "article"]
