"""Turns starter tables into the fields of pages and records, for any model.

What a model's fields are, and which are words, is read from its ``translatable_fields``; so a
new field or page type needs nothing here.
"""

import uuid
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields.reverse_related import ManyToOneRel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Locale
from wagtail_localize.fields import BaseTranslatableField, get_translatable_fields

from .blocks import ARTWORK, References, StreamWriter, rich_text
from .files import StarterPlace, Table
from .pairing import UNGIVEN, check_names, given, lists, same, tables, translated

# What a table says beside its model's fields.
LABELS = ("type", "key")
# Fields that follow from where a file lies.
DERIVED = ("slug", "site")


@dataclass(frozen=True)
class Entry:
    """An English table, its translation (``None`` in English), and where the latter stands."""

    english: Table
    words: Table | None
    place: StarterPlace

    def pair(self, name: str) -> tuple[Any, Any]:
        return self.english[name], given(self.words, name)


@dataclass(frozen=True)
class FieldWriter:
    """Writes one language's fields of one page or record."""

    entry: Entry
    locale: Locale
    references: References
    namespace: uuid.UUID

    def plain(self, model: type[models.Model]) -> dict[str, Any]:
        """Return the fields that refer to nothing else, by name; check all names on the way."""
        rules = rules_of(model)
        entry = self.entry
        names = [name for name in rules if name not in DERIVED]
        check_names(entry.english, entry.words, {*names, *LABELS}, entry.place)
        for label in LABELS:
            if label in entry.english:
                same(*entry.pair(label), label, entry.place)
        return {
            name: self._plain_value(model, rules[name])
            for name in names
            if name in entry.english and is_plain(model._meta.get_field(name))
        }

    def rich(self, instance: models.Model) -> None:
        """Set the streams, rich texts and child records of ``instance``."""
        for name in rules_of(type(instance)):
            if name not in self.entry.english:
                continue
            field = instance._meta.get_field(name)
            english, words = self.entry.pair(name)
            place = self.entry.place.inside(name)
            match field:
                case StreamField():
                    writer = StreamWriter(uuid.uuid5(self.namespace, name), self.references)
                    setattr(
                        instance, name, writer.stream(field.stream_block, english, words, place)
                    )
                case RichTextField():
                    features = field.features or []
                    html = rich_text(english, words, features, place, self.references)
                    setattr(instance, name, html)
                case ManyToOneRel():
                    setattr(instance, name, self._children(field, english, words, place))

    def _plain_value(self, model: type[models.Model], rule: BaseTranslatableField) -> Any:
        name, place = rule.field_name, self.entry.place
        english, words = self.entry.pair(name)
        if rule.is_translated(None):
            return translated(english, words, name, place)
        value = same(english, words, name, place)
        try:
            return model._meta.get_field(name).to_python(value)  # type: ignore[union-attr]
        except ValidationError as error:
            raise place.error(f"“{name}”: {' '.join(error.messages)}") from error

    def _children(
        self, relation: ManyToOneRel, english: Any, words: Any, place: StarterPlace
    ) -> list[models.Model]:
        name, model = relation.name, relation.related_model
        for value in (english, words):
            if value is not None and value is not UNGIVEN:
                tables(value, name, place)
        children: list[models.Model] = []
        for index, (table, translation) in enumerate(
            zip(*lists(english, words, name, place), strict=True)
        ):
            here = place.inside(f"{index + 1}")
            key = str(table.get("key", index))
            child_key = uuid.uuid5(self.namespace, f"{name}/{key}")
            writer = FieldWriter(
                Entry(table, translation, here), self.locale, self.references, child_key
            )
            child = model(
                **writer.plain(model),
                sort_order=index,
                locale=self.locale,
                translation_key=child_key,
            )
            writer.rich(child)
            children.append(child)
        return children


def rules_of(model: type[models.Model]) -> dict[str, BaseTranslatableField]:
    """Return the model's declared fields by name."""
    return {rule.field_name: rule for rule in get_translatable_fields(model)}


def is_plain(field: Any) -> bool:
    return not isinstance(field, StreamField | RichTextField | ManyToOneRel)


def with_pictures(table: Table, model: type[models.Model]) -> dict[str, Any]:
    """Return ``table`` with its pictures written out as the streams that they are kept in.

    ``hero = "artwork:NAME"`` and ``hero_alt_text`` become ``[[hero]]`` with a ``picture`` block.
    """
    streams = _picture_streams(model)
    result = {
        name: value
        for name, value in table.items()
        if name not in streams and name.removesuffix("_alt_text") not in streams
    }
    for name in streams:
        block: dict[str, Any] = {}
        if str(table.get(name, "")).startswith(ARTWORK):
            block["picture"] = table[name]
        elif name in table:
            result[name] = table[name]
            continue
        if f"{name}_alt_text" in table:
            block["alt_text"] = table[f"{name}_alt_text"]
        if block:
            result[name] = [{"type": "picture", **block}]
    return result


def _picture_streams(model: type[models.Model]) -> list[str]:
    return [
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, StreamField) and list(field.stream_block.child_blocks) == ["picture"]
    ]
