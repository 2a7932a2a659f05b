"""An issue is read in parts, so that each is light enough for an old phone on a slow line.

A part is a few whole sections; where parts begin follows from how many blocks the sections
have, which is the same in every language, and so are the addresses of the parts.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from wagtail.blocks import StreamValue

from cms.pages.outline import Outline, Section

BLOCKS_PER_PART = 34

type Child = StreamValue.StreamChild


@dataclass(frozen=True)
class Part:
    """Some sections of an issue. ``notes_before`` footnotes stand in the parts before it."""

    number: int
    blocks: list[Child]
    sections: list[Section]
    notes_before: int

    @property
    def subpath(self) -> str:
        """What follows the issue's own address to make this part's; nothing for the first."""
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
            Section(2, block.value["text"], outline.anchor(block.value))
            for block in blocks
            if _begins_section(block)
        ]
        parts.append(Part(number, blocks, sections, notes))
        notes += sum(
            len(block.value["footnotes"]) for block in blocks if block.block_type == "paragraph"
        )
    return parts


def _groups(body: StreamValue) -> Iterator[list[Child]]:
    group: list[Child] = []
    for section in _sections(body):
        if group and len(group) + len(section) > BLOCKS_PER_PART:
            yield group
            group = []
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
    return bool(block.block_type == "heading" and block.value["level"] == "2")
