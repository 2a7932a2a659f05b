"""Where in a page a segment stands: its name in words, its kind, and how long it may be."""

from dataclasses import dataclass
from functools import cache

from django.core.exceptions import FieldDoesNotExist
from django.db.models import CharField, Field, ManyToOneRel, Model
from django.utils.functional import Promise
from django.utils.text import capfirst
from wagtail.blocks import Block, CharBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.fields import RichTextField, StreamField


@dataclass(frozen=True)
class SegmentPlace:
    """The field or block that a segment belongs to; ``names`` lead to it, the outermost first."""

    names: tuple[str | Promise, ...]
    target: Field | Block | None = None

    @property
    def is_rich(self) -> bool:
        """Whether segments here hold tags, such as of links."""
        return isinstance(self.target, (RichTextField, RichTextBlock))

    @property
    def limit(self) -> int | None:
        """How many characters fit; None where there is no limit, or several segments share it."""
        field = getattr(self.target, "field", self.target)
        return None if self.is_rich else getattr(field, "max_length", None)

    @property
    def is_one_line(self) -> bool:
        """Whether a line break has no place here."""
        return isinstance(self.target, (CharField, CharBlock))

    @property
    def label(self) -> str:
        return " › ".join(capfirst(str(name)) for name in self.names)


@cache
def place_of(model: type[Model], field_path: str) -> SegmentPlace:
    """Return the place of a field path such as ``body.callout.text`` or ``principles.statement``.

    A path that the model does not have any more is its own name, without a limit.
    """
    try:
        return _place(model, field_path.split("."))
    except (FieldDoesNotExist, KeyError, IndexError):
        return SegmentPlace((field_path,))


def _place(model: type[Model], path: list[str]) -> SegmentPlace:
    field = model._meta.get_field(path[0])
    if isinstance(field, ManyToOneRel):
        child: type[Model] = field.related_model
        return _within(child._meta.verbose_name, _place(child, path[1:]))
    if isinstance(field, StreamField):
        return _within(field.verbose_name, _place_in(field.stream_block, path[1:]))
    if not isinstance(field, Field):
        raise FieldDoesNotExist(path[0])
    return SegmentPlace((field.verbose_name,), field)


def _place_in(block: Block, path: list[str]) -> SegmentPlace:
    if not path:
        return SegmentPlace((), block)
    if isinstance(block, ListBlock):
        return _place_in(block.child_block, path[1:])
    if isinstance(block, (StructBlock, StreamBlock)):
        child = block.child_blocks[path[0]]
        return _within(child.label, _place_in(child, path[1:]))
    raise KeyError(path[0])


def _within(name: str | Promise | None, inner: SegmentPlace) -> SegmentPlace:
    return SegmentPlace((name or "", *inner.names), inner.target)
