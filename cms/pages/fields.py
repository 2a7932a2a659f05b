"""A StreamField that keeps its blocks out of migrations."""

from collections.abc import Sequence
from typing import Any

from wagtail.blocks import Block
from wagtail.fields import StreamField as WagtailStreamField


class StreamField(WagtailStreamField):
    """Wagtail's StreamField; changing its blocks makes no migration."""

    def __init__(
        self, block_types: type[Block] | Block | Sequence[tuple[str, Block]] = (), **kwargs: Any
    ) -> None:
        super().__init__(block_types, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """What is no JSON, or too deep to be read, is kept as it is."""
        try:
            return super().from_db_value(value, expression, connection)
        except (ValueError, RecursionError):
            return self.to_python(value)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, "cms.pages.fields.StreamField", [], kwargs
