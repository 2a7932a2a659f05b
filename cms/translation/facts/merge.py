"""Facts of a source into a text in another language: a three-way merge of plain data.

``before`` and ``after`` are the source's content as two published revisions hold it, ``target`` is
a text's content in the same shape (``Revision.content``; ``get_serializable_data_for_fields`` of a
record). No query is made, no word is touched, nothing is saved. What was merged once, merged again
changes nothing.
"""

import copy
import json
from collections.abc import Collection
from typing import Any

from django.db import models
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from cms.pages.classification import (
    Kind,
    child_blocks,
    child_relations,
    coupled_facts,
    is_overridable_block,
    is_overridable_field,
    kind_of_block,
    kind_of_field,
)
from cms.pages.stored_blocks import decoded, is_sound

from .changes import Change, Outcome, Pages, Why
from .links import follow_links, stray_links
from .places import block_of, has_words, place_after, reordered

type Content = dict[str, Any]


class _Unknown:
    """What the source said before, where nobody knows."""

    def get(self, _name: str) -> "_Unknown":
        return self


UNKNOWN = _Unknown()


def follow(
    model: type[models.Model],
    before: Content,
    after: Content,
    target: Content,
    confirmed: Collection[str] = (),
    pages: Pages | None = None,
    undecided: Collection[str] = (),
) -> Outcome:
    """Return ``target`` with the facts that changed in its source, and what a person has to see.

    ``confirmed`` are paths of facts that changed together with their words and that whoever
    approved the source said do follow; ``undecided``, such of which nobody has said so since.
    """
    outcome = Outcome(copy.deepcopy(target))
    merge = _Merge(outcome, pages or Pages(), frozenset(confirmed), frozenset(undecided))
    merge.record(model, before, after, outcome.content, "")
    return outcome


def strays(
    model: type[models.Model],
    source: Content,
    target: Content,
    pages: Pages | None = None,
    stale_words: Collection[str] = (),
) -> Outcome:
    """Compare a text with its source, whatever the source said before.

    What no translation may have for itself is taken over; what it may is marked, and what belongs
    to words that are behind their source, at the paths ``stale_words``.
    """
    outcome = Outcome(copy.deepcopy(target))
    merge = _Merge(outcome, pages or Pages(), frozenset(), frozenset(stale_words))
    merge.record(model, UNKNOWN, source, outcome.content, "")
    return outcome


class _Merge:
    """Of three values, ``b``, ``a`` and ``t``: before, after, and the target's."""

    def __init__(
        self,
        outcome: Outcome,
        pages: Pages,
        confirmed: frozenset[str],
        undecided: frozenset[str],
    ) -> None:
        self.outcome, self.pages = outcome, pages
        self.confirmed, self.undecided = confirmed, undecided

    def record(self, model: type[models.Model], b: Any, a: Content, t: Content, path: str) -> None:
        """Merge the fields of a page, record or child record in place."""
        for field in model._meta.concrete_fields:
            name = field.name
            if name in t and name in a and (b is UNKNOWN or name in b):
                t[name] = self._field(model, field, b.get(name), a[name], t[name], path + name)
        for name, child in child_relations(model).items():
            if kind_of_field(model, name) is Kind.HOLDS:
                self._children(child, b.get(name), a.get(name), t.get(name), path + name)

    def _field(
        self, model: type[models.Model], field: models.Field, b: Any, a: Any, t: Any, path: str
    ) -> Any:
        kind = kind_of_field(model, field.name)
        if kind is Kind.FACT:
            of_pages = isinstance(field, models.ForeignKey) and issubclass(
                field.related_model, Page
            )
            return self._fact(path, (b, a, t), of_pages, is_overridable_field(model, field.name))
        if kind is Kind.WORDS and isinstance(field, RichTextField):
            return self._links(path, b, a, t)
        if kind is Kind.HOLDS and isinstance(field, StreamField):
            return self._stream(path, field.stream_block, b, a, t)
        return t

    def _stream(self, path: str, block: blocks.BaseStreamBlock, b: Any, a: Any, t: Any) -> Any:
        was = b if b is UNKNOWN else decoded(b)
        now, has = decoded(a), decoded(t)
        if not all(each is UNKNOWN or is_sound(block, each) for each in (was, now, has)):
            if now != was:
                self._mark(path, Why.AMBIGUOUS)
            return t
        merged = self._items(path, block, was, now, has)
        # The order of keys in the JSON means nothing: what says the same stays as it is.
        return t if merged == decoded(t) else json.dumps(merged, ensure_ascii=False)

    def _children(self, model: type[models.Model], b: Any, a: Any, t: Any, path: str) -> None:
        now, has = ({child["translation_key"]: child for child in each or []} for each in (a, t))
        was = now if b is UNKNOWN else {child["translation_key"]: child for child in b or []}
        for key in now.keys() - has.keys():
            if b is UNKNOWN or key not in was:
                self._mark(f"{path}.{key}", Why.NEW)
        for key in has.keys() - now.keys():
            if key in was:
                self._mark(f"{path}.{key}", Why.GONE)
        for key, child in has.items():
            if key in now and key in was:
                before = UNKNOWN if b is UNKNOWN else was[key]
                self.record(model, before, now[key], child, f"{path}.{key}.")

    def _fact(
        self, path: str, three: tuple[Any, Any, Any], of_pages: bool, overridable: bool
    ) -> Any:
        b, a, t = three
        was, now, has = (self.pages.same(each) if of_pages else each for each in three)
        if now == has or (b is not UNKNOWN and was == now):
            return t
        if overridable and (b is UNKNOWN or has != was):
            self._mark(path, Why.OWN_VALUE, t, None if b is UNKNOWN else b, a)
            return t
        new = self.pages.here(a) if of_pages else copy.deepcopy(a)
        self._did(path, t, None if b is UNKNOWN else b, new)
        return new

    def _links(self, path: str, b: Any, a: str | None, t: str | None) -> str | None:
        if not a or not t or a == b:
            return t
        changes: list[Change] = []
        if b is UNKNOWN:
            changes += stray_links(path, a, t, self.pages)
        elif b:
            t = follow_links(path, b, a, t, self.pages, changes)
        for change in changes:
            self.outcome.note(change)
        return t

    def _block(self, path: str, block: blocks.Block, b: Any, a: Any, t: Any) -> Any:
        kind = kind_of_block(block)
        if kind is Kind.FACT:
            of_pages = isinstance(block, blocks.PageChooserBlock)
            return self._fact(path, (b, a, t), of_pages, is_overridable_block(block))
        if kind is Kind.WORDS:
            return self._links(path, b, a, t) if isinstance(block, blocks.RichTextBlock) else t
        if isinstance(block, (blocks.StreamBlock, blocks.ListBlock)):
            return self._items(path, block, b if b is UNKNOWN else b or [], a or [], t or [])
        return self._struct(path, block, b if b is UNKNOWN else b or {}, a or {}, t or {})

    def _struct(self, path: str, block: blocks.Block, b: Any, a: Content, t: Content) -> Content:
        coupled = coupled_facts(block)
        for name, child in child_blocks(block).items():
            here = f"{path}.{name}"
            was, now, has = b.get(name), a.get(name), t.get(name)
            if name in coupled and self._waits(here, f"{path}.{coupled[name]}", b, a):
                if has != now:
                    self._mark(here, Why.WITH_WORDS, has, None if was is UNKNOWN else was, now)
                continue
            merged = self._block(here, child, was, now, has)
            if merged is not None or name in t:
                t[name] = merged
        return t

    def _waits(self, path: str, words: str, b: Any, a: Content) -> bool:
        """Whether a person has to say that a fact goes with the words that stand beside it."""
        if b is UNKNOWN:
            return words in self.undecided
        name, its_words = path.rpartition(".")[2], words.rpartition(".")[2]
        if b.get(name) == a.get(name) or path in self.confirmed:
            return False
        return path in self.undecided or b.get(its_words) != a.get(its_words)

    def _items(
        self, path: str, block: blocks.Block, b: Any, a: list[Any], t: list[Any]
    ) -> list[Any]:
        """The blocks of a stream, or the items of a list: matched by id, never by position."""
        was = [] if b is UNKNOWN else b
        if not all(isinstance(item, dict) and item.get("id") for item in (*was, *a, *t)):
            if b is not UNKNOWN and a != b:
                self._mark(path, Why.AMBIGUOUS, len(t), len(was), len(a))
            return t
        kept = self._kept(path, block, b, a, t)
        kept = self._in_order(path, kept, None if b is UNKNOWN else was, a)
        known = {item["id"] for item in (*was, *t)}
        for index, item in enumerate(a):
            if item["id"] not in known:
                self._add(path, block, item, kept, a[:index])
        return kept

    def _kept(
        self, path: str, block: blocks.Block, b: Any, a: list[Any], t: list[Any]
    ) -> list[Any]:
        """The target's items with their facts, without what went without words."""
        was = {} if b is UNKNOWN else {item["id"]: item for item in b}
        now = {item["id"]: item for item in a}
        kept = []
        for item in t:
            here, child = f"{path}.{item['id']}", block_of(block, item)
            source, old = now.get(item["id"]), was.get(item["id"])
            if source is None and old is not None:
                if not has_words(child, item["value"]):
                    self._did(here, None, None, None)
                    continue
                self._mark(here, Why.GONE)
            elif source is not None and (old is not None or b is UNKNOWN):
                before = UNKNOWN if old is None else old["value"]
                if {each["type"] for each in (source, old or source)} == {item["type"]}:
                    item["value"] = self._block(here, child, before, source["value"], item["value"])
            kept.append(item)
        return kept

    def _in_order(self, path: str, kept: list[Any], b: list[Any] | None, a: list[Any]) -> list[Any]:
        """The items in the source's order, if the source has changed it."""
        here, now = {item["id"] for item in kept}, [item["id"] for item in a]
        wanted = [key for key in now if key in here]
        if b is not None:
            old = [item["id"] for item in b]
            if [key for key in old if key in now] == [key for key in now if key in old]:
                return kept
        if [item["id"] for item in kept if item["id"] in set(now)] == wanted:
            return kept
        self._did(path, None, None, None)
        return reordered(kept, wanted)

    def _add(
        self, path: str, block: blocks.Block, item: Any, kept: list[Any], earlier: list[Any]
    ) -> None:
        here = f"{path}.{item['id']}"
        if has_words(block_of(block, item), item["value"]):
            self._mark(here, Why.NEW)
            return
        kept.insert(place_after(earlier, kept), copy.deepcopy(item))
        self._did(here, None, None, None)

    def _did(self, path: str, theirs: Any, old: Any, new: Any) -> None:
        self.outcome.note(Change(path, Why.FOLLOWED, theirs, old, new))

    def _mark(
        self, path: str, why: Why, theirs: Any = None, old: Any = None, new: Any = None
    ) -> None:
        self.outcome.note(Change(path, why, theirs, old, new))
