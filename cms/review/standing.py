"""What a text stands on: its words, the files in it, the records and pages that it refers to."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from wagtail.models import Page, Revision

from cms.pages.references import references_in

from .digest import bookkeeping, content_digest

# Of these numbers of a kind, what readers get of each that there is. One query.
type States = Callable[[Iterable[str]], dict[str, str]]

GONE = "gone"

_files: dict[type[models.Model], States] = {}


def register_files(kind: type[models.Model], states: States) -> None:
    """Let an app say what readers get of its files: an approval is of them as of the words."""
    _files[kind] = states


@dataclass(frozen=True)
class Standing:
    """A revision's words as a digest, and what each thing that it refers to is now."""

    words: str
    files: dict[str, str] = field(default_factory=dict)
    records: dict[str, str] = field(default_factory=dict)

    @property
    def kept(self) -> str:
        """The words and the files, which nothing changes once they are approved."""
        return _digest([self.words, self.files])

    @property
    def read(self) -> str:
        """All that a reviewer has before the eyes; records and pages have reviews of their own."""
        return _digest([self.words, self.files, self.records])


def kept_digest(revision: Revision) -> str:
    """What a decision about the revision is bound to; a query for each kind of file in it."""
    return _standing_of(revision, with_records=False).kept


def read_digest(revision: Revision) -> str:
    """What whoever reads the revision now reads; a query for each kind that it refers to."""
    return _standing_of(revision, with_records=True).read


def _standing_of(revision: Revision, *, with_records: bool) -> Standing:
    files, records = {}, {}
    for kind, numbers in _referred_to(revision).items():
        if kind in _files:
            files.update(_states(kind, numbers, _files[kind]))
        elif with_records:
            records.update(_states(kind, numbers, _of_pages if kind is Page else _of_rows(kind)))
    return Standing(content_digest(revision), files, records)


def _referred_to(revision: Revision) -> dict[type[models.Model], list[str]]:
    model = ContentType.objects.get_for_id(revision.content_type_id).model_class()
    found: dict[type[models.Model], list[str]] = defaultdict(list)
    for kind, number in references_in(model, revision.content) if model else ():
        found[kind].append(number)
    return found


def _states(kind: type[models.Model], numbers: list[str], states: States) -> dict[str, str]:
    known = states(numbers)
    return {f"{kind._meta.label_lower}:{each}": known.get(each, GONE) for each in numbers}


def _of_pages(numbers: Iterable[str]) -> dict[str, str]:
    """Which page it is, and not what it says: that has a review of its own."""
    rows = Page.objects.filter(pk__in=list(numbers)).values_list("pk", "translation_key")
    return {str(number): str(key) for number, key in rows}


def _of_rows(kind: type[Any]) -> States:
    """What the rows of any other kind say, and whether readers get them; not their books."""
    aside = bookkeeping(kind) - {"live"}
    names = [each.attname for each in kind._meta.concrete_fields if each.name not in aside]

    def states(numbers: Iterable[str]) -> dict[str, str]:
        rows = kind._base_manager.filter(pk__in=list(numbers)).values("pk", *names)  # noqa: SLF001
        return {str(row["pk"]): _digest(row) for row in rows}

    return states


def _digest(value: Any) -> str:
    text = json.dumps(value, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
