"""What would keep an issue from being made, told to its editor before anybody reviews it.

The check is the build's own: the issue is read into a document, every character is looked up in
the fonts, and the pages are set once, with stand-ins for its pictures. What passed is remembered by
its content, so that the reviewers of the same text do not wait for it again.
"""

import logging
from collections.abc import Iterator
from typing import Any

from django.core.cache import cache
from django.utils.text import capfirst
from wagtail.models import Page

from cms.pages import publish_checks
from cms.sandbox.runner import WorkerError

from ..models import ZineIssuePage
from . import pipeline, store
from .document.from_page import document_from_page, stand_in_of
from .document.model import Document
from .problems import BlockPlace, EditionError, Problem

logger = logging.getLogger(__name__)

A_DAY = 24 * 60 * 60
# The checks of every page name these themselves.
NAMED_ELSEWHERE = frozenset({"undescribed_picture", "action_leads_nowhere"})


def edition_problems(page: Page) -> Iterator[publish_checks.Problem]:
    """Yield what keeps an issue from being made, as a publish check; nothing for other pages."""
    if not isinstance(page, ZineIssuePage):
        return
    for problem in check_issue(page):
        if problem.code not in NAMED_ELSEWHERE:
            yield publish_checks.Problem(_place(problem.place), problem.message)


def check_issue(page: Any) -> list[Problem]:
    """Return what keeps a page, or a revision of it, from being made: for before its review."""
    try:
        _check(document_from_page(page, drawn=stand_in_of))
    except EditionError as error:
        return list(error.problems)
    except WorkerError:
        # A machine that is too busy is no fault of the issue's.
        logger.exception("Could not check issue %s", page.pk)
    return []


def _check(document: Document) -> None:
    key = f"zine-checked-{store.key_of(document)}"
    if cache.get(key) is None:
        pipeline.check(document)
        cache.set(key, True, A_DAY)


def _place(place: BlockPlace | None) -> str:
    if place is None:
        return capfirst(str(ZineIssuePage._meta.verbose_name))
    if not place.position:
        return str(place)
    body = capfirst(str(ZineIssuePage._meta.get_field("body").verbose_name))
    return publish_checks.place_of_block(body, place.position, place.name)
