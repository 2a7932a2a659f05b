"""Territories: parts of the page tree that belong to a team of volunteers.

This package knows that there are territories, not what they are. An app whose pages are
territories registers a source, which brings its own records up to date and lists them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Territory:
    """A territory: its page in every language, and the collection of its media.

    ``name`` is like no other territory's. ``is_open`` is false once the territory is archived:
    its teams stay, their rights rest.
    """

    key: UUID
    name: str
    page_ids: frozenset[int]
    collection_id: int
    is_open: bool


@dataclass(frozen=True)
class Survey:
    """The territories there are, and in words what had to be written to bring them up to date."""

    territories: list[Territory]
    done: list[str]


type TerritorySource = Callable[[], Survey]

_sources: list[TerritorySource] = []


def register_territories(source: TerritorySource) -> None:
    """Add a source of territories. It may write its own records, and is called at any time."""
    if source not in _sources:
        _sources.append(source)


def survey_territories() -> Survey:
    """Every territory there is, after each source has brought its records up to date."""
    surveys = [source() for source in _sources]
    return Survey(
        territories=[territory for survey in surveys for territory in survey.territories],
        done=[line for survey in surveys for line in survey.done],
    )
