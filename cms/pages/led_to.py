"""Pages that a block leads readers to though it names none, such as the list of all chapters."""

from collections.abc import Callable
from typing import Any

from wagtail.blocks import Block
from wagtail.models import Page
from wagtail.query import PageQuerySet

type PagesOfBlock = Callable[[], PageQuerySet[Any]]

_pages_of: dict[type[Block], PagesOfBlock] = {}


def register_pages_of(block: type[Block], pages: PagesOfBlock) -> None:
    """Let an app above say which pages, of all languages, readers are led to by a block."""
    _pages_of[block] = pages


def leads_to_pages(block: Block) -> type[Block] | None:
    """The kind of block that this is, if readers are led to pages by it."""
    return next((kind for kind in _pages_of if isinstance(block, kind)), None)


def pages_of(block: type[Block]) -> PageQuerySet[Page]:
    """The pages that readers of each language are led to by this kind of block."""
    return _pages_of[block]()
