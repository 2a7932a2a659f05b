"""What a merge did to a text, and what it left for people: plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

from wagtail.models import Page

from cms.pages.readable import readable


class Why(StrEnum):
    """What became of a change of the source."""

    FOLLOWED = "followed"
    OWN_VALUE = "own-value"  # The translation has a value of its own: it stays.
    WITH_WORDS = "with-words"  # The fact changed together with its words: a person says.
    NEW = "new"  # Words came with it: the desk's.
    GONE = "gone"  # Words went with it: the desk's.
    AMBIGUOUS = "ambiguous"  # What belongs to what cannot be told.
    TAKEN = "taken"  # Another page stands at that address.


@dataclass(frozen=True)
class Change:
    """A fact that changed in the source: its path as localize writes paths, and its values."""

    path: str
    why: Why
    theirs: Any = None
    old: Any = None
    new: Any = None

    def as_json(self) -> dict[str, Any]:
        """The change as a row keeps it."""
        return {
            "path": self.path,
            "why": str(self.why),
            "theirs": self.theirs,
            "old": self.old,
            "new": self.new,
        }


@dataclass
class Outcome:
    """A text after a merge, what followed its source, and what a person has to look at."""

    content: dict[str, Any]
    followed: list[Change] = field(default_factory=list)
    marked: list[Change] = field(default_factory=list)

    def note(self, change: Change) -> None:
        (self.followed if change.why is Why.FOLLOWED else self.marked).append(change)


@dataclass(frozen=True)
class Pages:
    """A translation links to its own language's page: the same link, though not the same number.

    ``keys`` leads from the numbers of pages to what all their languages have in common, and
    ``own`` from there to the number in the language of the text, where readers have it: a link to
    a draft would lead nowhere, and one to the source leads to the own page once that is public.
    """

    keys: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, numbers: set[str], locale_id: int) -> Self:
        """What is known of these pages, in two queries; in none where there are no pages."""
        if not numbers:
            return cls()
        rows = Page.objects.filter(pk__in=numbers).values_list("pk", "translation_key")
        keys = {str(pk): str(key) for pk, key in rows}
        versions = Page.objects.filter(translation_key__in=set(keys.values()), alias_of=None)
        own = readable(versions.filter(locale=locale_id))
        return cls(keys, {str(key): pk for key, pk in own.values_list("translation_key", "pk")})

    def same(self, number: Any) -> Any:
        """What a page has in common with its versions in other languages."""
        return self.keys.get(str(number), number)

    def here(self, number: Any) -> Any:
        """The number of the page in the language of the text; its own where there is none."""
        return self.own.get(self.same(number), number)
