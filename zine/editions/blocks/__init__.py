"""The blocks of an issue in its editions: a module and a template of Typst for each.

A module is named as the block is in the stream of an issue, and so is the template beside it. The
class in it says how the block is read, and what it is in an EPUB and in plain text; its fields are
what the template gets. Who adds a block adds the two files: nothing else lists them.
"""

import pkgutil
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from ..document.model import Block

FOLDER = Path(__file__).parent


def _classes() -> Mapping[str, type[Block]]:
    for module in pkgutil.iter_modules([str(FOLDER)]):
        import_module(f"{__name__}.{module.name}")
    return MappingProxyType({each.type: each for each in Block.__subclasses__()})


# By the name of the block in the stream of an issue.
BLOCK_CLASSES = _classes()


def template_of(kind: str) -> Path:
    """Return where the template is that sets a block in PDFs."""
    return FOLDER / f"{kind}.typ"
