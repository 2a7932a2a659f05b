"""What every test may rely on.

Settings are ``cms.settings.test``: tasks run at once, mail stays in memory, files that a test
writes land in a folder of the process's own, which is removed when it ends. The translations are
compiled. Tests marked ``browser`` run only when asked for (``-m browser``); `make test` asks
where a browser is found.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker
from wagtail.models import Site

from cms.operations.catalogues import compile_catalogues

from . import balance, databases, prepared_database

pytest_plugins = ["tests.built_trees", "tests.seeding"]


def pytest_configure() -> None:
    for folder in ("locale", "cms/languages/dates"):
        compile_catalogues(Path(__file__).parents[1] / folder)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    databases.mark(items)
    balance.put_the_longest_first(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Deal the tests out by `tests.balance`, where there are workers."""
    return balance.scheduler(config, log) if config.getoption("dist") == "loadscope" else None


def pytest_unconfigure() -> None:
    """Remove this process's files: xdist ends its workers before Python's own exit does."""
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


@pytest.fixture(autouse=True)
def no_sites_of_other_tests() -> Iterator[None]:
    """Have Wagtail forget the sites' addresses that it keeps in the cache, whose rows are gone."""
    yield
    Site.clear_site_root_paths_cache()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """Skip the migrations where a database that they made is kept."""
    with django_db_blocker.unblock():
        prepared_database.begin_with_it()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        if prepared_database.can_be_loaded():
            prepared_database.load()
        else:
            prepared_database.keep()
