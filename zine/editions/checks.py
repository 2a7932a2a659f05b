"""System checks: what an issue can be written with can be printed."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error

from cms.pages.blocks import ZineBodyBlock

from .blocks import BLOCK_CLASSES, template_of


def check_blocks(**_kwargs: Any) -> list[CheckMessage]:
    """Check that each block of an issue has its editions, and that each edition is of a block."""
    return [
        *(message for kind in ZineBodyBlock.base_blocks for message in _missing(kind)),
        *(
            Error(
                f"zine/editions/blocks/{kind}.py prints a block that no issue can have.",
                hint="Its `type` is the name of a block in the stream of an issue.",
                id="zine.E002",
            )
            for kind in sorted(BLOCK_CLASSES.keys() - ZineBodyBlock.base_blocks.keys())
        ),
    ]


def _missing(kind: str) -> Iterator[CheckMessage]:
    files = {
        f"{kind}.py with a Block whose `type` is {kind!r}": kind in BLOCK_CLASSES,
        f"{kind}.typ": template_of(kind).exists(),
    }
    lacking = " and ".join(name for name, is_there in files.items() if not is_there)
    if lacking:
        yield Error(
            f"The block {kind!r} cannot be printed: zine/editions/blocks lacks {lacking}.",
            hint="See docs/guides/add-a-block.md.",
            id="zine.E001",
        )
