"""What a test leaves behind in memory does not reach the next one."""

import pytest
from django.core.cache import cache
from pytest_django import DjangoDbBlocker
from wagtail.models import Page, Site
from wagtail.models.sites import SITE_ROOT_PATHS_CACHE_KEY, SITE_ROOT_PATHS_CACHE_VERSION

from tests.snapshots import BuiltOnce, Snapshot


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


def test_the_sites_of_a_tree_are_forgotten(
    empty_rows: Snapshot, django_db_blocker: DjangoDbBlocker
) -> None:
    once = BuiltOnce(lambda: None, empty_rows, django_db_blocker)
    with once.standing():
        assert Site.get_site_root_paths()
    assert not are_known()


def titles() -> set[str]:
    return set(Page.objects.values_list("title", flat=True))


def test_what_is_built_while_a_tree_stands_holds_nothing_of_it(
    empty_rows: Snapshot, django_db_blocker: DjangoDbBlocker
) -> None:
    """A module's tree stands for all of its tests, and one of them may be the first to ask."""

    def tree(name: str) -> set[str]:
        Page.objects.filter(depth=1).get().add_child(title=name, slug=name)
        return titles()

    with BuiltOnce(lambda: tree("first"), empty_rows, django_db_blocker).standing() as first:
        second = BuiltOnce(lambda: tree("second"), empty_rows, django_db_blocker).built
        assert titles() == first
        assert "first" in first
        assert second == first - {"first"} | {"second"}
