"""Whose words a text has besides: older versions that somebody brought back."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wagtail.models import ModelLogEntry, Page, PageLogEntry

from .models.record import Decision
from .subjects import Key


@dataclass(frozen=True)
class BroughtBack:
    """A revision that was made of an older one, and the one that readers had before that."""

    revision: int
    older: int
    public: int


def brought_back(subjects: Mapping[Key, Any]) -> dict[Key, list[BroughtBack]]:
    """What was brought back of each page and record, as the histories have it.

    A query for pages and one for records, and one more where there is something.
    """
    entries = [
        *_entries(PageLogEntry, [key for key, each in subjects.items() if isinstance(each, Page)]),
        *_entries(
            ModelLogEntry, [key for key, each in subjects.items() if not isinstance(each, Page)]
        ),
    ]
    public = _public({key[1] for key, _revision, _older in entries}) if entries else {}
    found: dict[Key, list[BroughtBack]] = defaultdict(list)
    for key, revision, older in entries:
        before = [number for number in public.get(key, ()) if number <= older]
        found[key].append(BroughtBack(revision, older, max(before, default=0)))
    return found


def written_between(
    first: int, last: int, restored: Iterable[BroughtBack]
) -> Iterator[tuple[int, int]]:
    """The drafts in which the words of a text were written, as pairs: after which, up to which.

    A version that was brought back has the words of those before it too, as far as readers did
    not have them already: what was public then, somebody else had approved.
    """
    left, ahead = list(restored), [(first, last)]
    while ahead:
        first, last = ahead.pop()
        yield first, last
        within = [each for each in left if first < each.revision <= last]
        left = [each for each in left if each not in within]
        ahead += [(each.public, each.older) for each in within]


def _entries(
    model: type[PageLogEntry | ModelLogEntry], keys: Collection[Key]
) -> Iterator[tuple[Key, int, int]]:
    """The key of each text of which something was brought back, the new revision and the older."""
    if not keys:
        return
    numbers = {number for _kind, number in keys}
    entries = model.objects.filter(action="wagtail.revert", revision__object_id__in=numbers)
    for kind, number, revision, data in entries.order_by().values_list(
        "revision__base_content_type", "revision__object_id", "revision", "data"
    ):
        yield (kind, number), revision, data["revision"]["id"]


def _public(numbers: Iterable[str]) -> dict[Key, list[int]]:
    """The revisions that readers have had of each."""
    rows = Decision.objects.filter(kind=Decision.Kind.PUBLISHED, object_id__in=numbers)
    found: dict[Key, list[int]] = defaultdict(list)
    for kind, number, revision in rows.order_by().values_list(
        "base_content_type", "object_id", "revision_number"
    ):
        found[kind, number].append(revision)
    return found
