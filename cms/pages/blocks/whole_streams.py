"""Streams in which a block that cannot be read spoils nothing but itself."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, override

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import register
from wagtail.blocks.stream_block import StreamBlockAdapter, StreamBlockValidationError

from ..posted_blocks import ABOUT, refuse_broken_form
from ..stored_blocks import decoded, is_sound_child
from .unreadable import UNREADABLE, Unreadable, UnreadableBlock, kind_of

# Its form would be more than a browser and the server can work with.
MOST_BLOCKS = 500


class _Children(OrderedDict[str, blocks.Block]):
    """The blocks that a stream is written with; what stands for an unreadable one is no such."""

    def __missing__(self, name: str) -> blocks.Block:
        if name != UNREADABLE:
            raise KeyError(name)
        return self.unreadable

    @cached_property
    def unreadable(self) -> blocks.Block:
        block = UnreadableBlock()
        block.set_name(UNREADABLE)
        return block


class WholeStreamBlock(blocks.StreamBlock):
    """A stream that keeps what it cannot read, and goes on with the next block."""

    child_blocks: OrderedDict[str, blocks.Block]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.child_blocks = _Children(self.child_blocks)

    @override
    def to_python(self, value: Any) -> blocks.StreamValue:
        if isinstance(value, blocks.StreamValue):
            return value
        if _is_of_python(value):
            return super().to_python(value)
        return blocks.StreamValue(self, list(self._read(decoded(value))), is_lazy=True)

    @override
    def bulk_to_python(self, values: Iterable[Any]) -> list[blocks.StreamValue]:
        return [self.to_python(value) for value in values]

    @override
    def get_prep_value(self, value: Any) -> Any:
        """What it could not read is stored again as it was."""
        stored = super().get_prep_value(value)
        if len(stored) == 1 and stored[0]["type"] == UNREADABLE and stored[0]["value"]["is_whole"]:
            return stored[0]["value"]["stored"]
        return [each["value"]["stored"] if each["type"] == UNREADABLE else each for each in stored]

    @override
    def value_from_datadict(
        self, data: Mapping[str, Any], files: Any, prefix: str
    ) -> blocks.StreamValue:
        refuse_broken_form(data, prefix, about=("type", *ABOUT))
        return super().value_from_datadict(data, files, prefix)

    @override
    def clean(self, value: blocks.StreamValue) -> blocks.StreamValue:
        if len(value) > MOST_BLOCKS:
            message = _(
                "These are %(count)d blocks, and %(most)d is the most. Please move some of them to "
                "another page."
            ) % {"count": len(value), "most": MOST_BLOCKS}
            raise StreamBlockValidationError(non_block_errors=[ValidationError(message)])
        return super().clean(value)

    def _read(self, stored: Any) -> Iterator[dict[str, Any]]:
        if not isinstance(stored, list):
            yield _in_place_of(stored, 1, is_whole=True)
            return
        for number, each in enumerate(stored, start=1):
            child = _unwrapped(each)
            if is_sound_child(self, child):
                yield child
            else:
                yield _in_place_of(child, number, kind=kind_of(child, self.child_blocks))


class WholeStreamAdapter(StreamBlockAdapter):
    """Has the form know the block that stands for others, and not offer it."""

    js_constructor = "cms.pages.WholeStream"

    @override
    def js_args(self, block: WholeStreamBlock) -> list[Any]:
        name, groups, states, meta = super().js_args(block)
        return [name, [*groups, ("", [block.child_blocks[UNREADABLE]])], states, meta]

    @cached_property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=[versioned_static("pages/whole-streams.js")])


register(WholeStreamAdapter(), WholeStreamBlock)


def _is_of_python(value: Any) -> bool:
    """Whether it is a list of names and values, as code writes a stream."""
    return isinstance(value, list | tuple) and any(isinstance(each, tuple) for each in value)


def _unwrapped(stored: Any) -> Any:
    """What stood for an unreadable block is read anew: its kind may be known by now."""
    if isinstance(stored, dict) and stored.get("type") == UNREADABLE:
        value = stored.get("value")
        return value.get("stored") if isinstance(value, dict) and "stored" in value else stored
    return stored


def _in_place_of(stored: Any, number: int, **about: Any) -> dict[str, Any]:
    value = vars(Unreadable(stored, number, **about))
    return {"type": UNREADABLE, "value": value, "id": f"{UNREADABLE}-{number}"}
