"""What a test leaves behind in memory does not reach the next one."""

import pytest
from django.core.cache import cache
from pytest_django import DjangoDbBlocker
from wagtail.models import Site
from wagtail.models.sites import SITE_ROOT_PATHS_CACHE_KEY, SITE_ROOT_PATHS_CACHE_VERSION

from tests.snapshots import BuiltOnce


def are_known() -> bool:
    key, version = SITE_ROOT_PATHS_CACHE_KEY, SITE_ROOT_PATHS_CACHE_VERSION
    return cache.get(key, version=version) is not None


@pytest.mark.django_db
@pytest.mark.parametrize("_time", [1, 2])
def test_the_sites_of_a_test_are_forgotten(_time: int) -> None:
    """In whichever order they run, the second begins as the first did."""
    assert not are_known()
    assert Site.get_site_root_paths()
    assert are_known()


@pytest.mark.usefixtures("django_db_setup")
def test_the_sites_of_a_tree_are_forgotten(django_db_blocker: DjangoDbBlocker) -> None:
    once = BuiltOnce(lambda: None, django_db_blocker)
    with once.standing():
        assert Site.get_site_root_paths()
    assert not are_known()
