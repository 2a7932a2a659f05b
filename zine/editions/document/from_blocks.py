"""Blocks as plain data, read into a document. No database: ``from_page`` brings the data.

A block is a ``RawBlock``: its type, its id and the values of its fields, where rich text is its
stored HTML, a picture is a ``Picture``, a page is the absolute address at which readers get it, or
None, and a principle has its ``number``, ``statement`` and ``explanation``.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ..blocks import BLOCK_CLASSES
from ..problems import BlockPlace, EditionError
from . import model as d
from .reading import Reading, Values


@dataclass(frozen=True)
class RawBlock:
    kind: str
    values: Values
    id: str = ""


class BlockReader(Reading):
    """Reads the blocks of one issue in order, each by its class in ``zine.editions.blocks``."""

    def read(self, blocks: Iterable[RawBlock]) -> tuple[d.Block, ...]:
        """Return the blocks of a document. Raises EditionError with everything that is wrong."""
        read: list[d.Block] = []
        for position, raw in enumerate(blocks, 1):
            place = BlockPlace(position, raw.kind, raw.id)
            if raw.kind not in BLOCK_CLASSES:
                self.problem(place, "unprintable_block")
                continue
            block = BLOCK_CLASSES[raw.kind].read(self, place, raw.values)
            if block is not None:
                read.append(block)
        if self.problems:
            raise EditionError(self.problems)
        return tuple(read)
