"""What every test may rely on.

Settings are ``cms.settings.test``: tasks run at once, mail stays in memory, files that a test
writes land in a folder of the process's own, which is removed when it ends. The translations are
compiled. Tests marked ``browser`` run only when asked for (``-m browser``); `make test` asks
where a Chromium is found.
"""

import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from pytest_django import DjangoDbBlocker

from cms.operations.catalogues import compile_catalogues

from . import prepared_database

pytest_plugins = ["tests.seeding"]


def pytest_configure() -> None:
    for folder in ("locale", "cms/languages/dates"):
        compile_catalogues(Path(__file__).parents[1] / folder)


def pytest_unconfigure() -> None:
    """Remove this process's files: xdist ends its workers before Python's own exit does."""
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Skip the migrations where a database that they made is kept."""
    if prepared_database.can_be_loaded():
        connection.settings_dict["TEST"]["MIGRATE"] = False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        if prepared_database.can_be_loaded():
            prepared_database.load()
        else:
            prepared_database.keep()
