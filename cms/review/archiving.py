"""Archiving what a team of volunteers has, instead of deleting it: an app above says what that is.

What is archived is taken down with all that is below, in every language. The team's people keep
their accounts and their places in the team; its rights rest. It comes back by a review.
"""

from collections.abc import Callable
from typing import Any

from wagtail.models import Page

type Archive = Callable[[Any], None]

_known: dict[type[Page], Archive] = {}


def register_archiving(model: type[Page], archive: Archive) -> None:
    """Let pages of a type be archived; ``archive`` notes it of one that was just taken down."""
    _known[model] = archive


def can_be_archived(page: Page) -> bool:
    """Whether there is a team whose rights would rest."""
    return page.specific_class in _known


def archive(page: Page) -> None:
    """Note that the page is archived. It has been taken down."""
    _known[page.specific_class](page.specific)
