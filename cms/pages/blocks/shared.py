"""The shared set: the blocks that both pages and zines are written with.

A block belongs to it by ``@shared`` above its class; nothing else lists it. An issue is printed
too, so each of them has its editions in ``zine/editions/blocks``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

# The groups in the menu from which blocks are picked.
WRITING = _("Writing")
REFERENCES = _("From elsewhere on the site")


@dataclass(frozen=True)
class _Shared:
    name: str
    group: Promise
    order: int


def shared[B: type[blocks.Block]](
    name: str, *, order: int, group: Promise = WRITING
) -> Callable[[B], B]:
    """Put a block into the shared set under a name; ``order`` says where in the menu."""

    def put(block: B) -> B:
        block.shared_as = _Shared(name, group, order)
        return block

    return put


def shared_blocks(*modules: ModuleType) -> dict[str, blocks.Block]:
    """Return the blocks of the shared set that these modules define, by name, in their order."""
    classes: set[Any] = {
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and "shared_as" in vars(value)
    }
    in_order = sorted(classes, key=lambda each: each.shared_as.order)
    return {each.shared_as.name: each(group=each.shared_as.group) for each in in_order}
