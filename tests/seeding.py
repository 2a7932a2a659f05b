"""The whole site of the starter content, for tests: loaded once, then copied in for each test.

Loading takes seconds, a copy a fraction of one. The first test of a process that asks for
``seeded_site`` loads the starter content in a transaction that is rolled back; what it wrote is
kept as the very statements that insert it again. Pictures are drawn small, with every rendition
that readers get, so a page asks for none. ``seeded_site`` is still: nobody works on it;
``moving_site`` is what ``seed_demo`` makes, with work for each of its accounts.
"""

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker
from wagtail.images import get_image_model
from wagtail.models import Page, Site

from cms.languages.demand import tally
from cms.media.pictures import make_renditions
from cms.starter.loader.files import MOTION, read_beside
from cms.starter.loader.keys import key_of
from cms.starter.loader.motion import set_in_motion
from cms.starter.loader.run import STARTER, seed

from .snapshots import Snapshot, forget_what_was_cached

ARTWORK_SCALE = 0.2
LANGUAGES = ("en", "es", "ar")


@dataclass(frozen=True)
class SeededSite:
    """The starter content's pages, found by language and address ("" or "chapters/boston/")."""

    @property
    def site(self) -> Site:
        return Site.objects.get()

    def page(self, language: str, address: str) -> Any:
        """Return the page of its own type, as it is in the database now."""
        key = key_of("page", address)
        return Page.objects.get(translation_key=key, locale__language_code=language).specific

    def pages(self, language: str) -> list[Any]:
        """Return every page of a language that readers get, in the order of the tree."""
        pages = Page.objects.live().filter(locale__language_code=language, depth__gt=1)
        return list(pages.order_by("path").specific())


@pytest.fixture(scope="session")
def seeded_rows(empty_rows: Snapshot, django_db_blocker: DjangoDbBlocker) -> Snapshot:
    with django_db_blocker.unblock(), transaction.atomic():
        empty_rows.restore()
        seed(report=lambda _step: None, artwork_scale=ARTWORK_SCALE, in_motion=False)
        for image in get_image_model().objects.all():
            make_renditions(image)
        snapshot = Snapshot()
        transaction.set_rollback(True)
    forget_what_was_cached()
    return snapshot


@pytest.fixture
def seeded_site(seeded_rows: Snapshot, db: None) -> SeededSite:
    """The whole site; in a transaction of the test's own unless it asks for ``live_server``."""
    seeded_rows.restore()
    return SeededSite()


def begin_motion() -> None:
    """Set the seeded site in motion, as ``seed_demo`` does in a process of its own.

    What earlier tests of this process asked for is none of the demo's.
    """
    tally.take()
    motion = read_beside(STARTER, MOTION)
    assert motion is not None
    set_in_motion(motion)


@pytest.fixture(scope="session")
def moving_rows(seeded_rows: Snapshot, django_db_blocker: DjangoDbBlocker) -> Snapshot:
    with django_db_blocker.unblock(), transaction.atomic():
        seeded_rows.restore()
        begin_motion()
        snapshot = Snapshot()
        transaction.set_rollback(True)
    forget_what_was_cached()
    return snapshot


@pytest.fixture
def moving_site(moving_rows: Snapshot, db: None) -> SeededSite:
    """The whole site in motion: something waits for each of its accounts."""
    moving_rows.restore()
    return SeededSite()
