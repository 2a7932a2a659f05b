from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from cms.pages.fonts import build
from tests.trees import SmallSite, built_once, copy_for_a_test


@pytest.fixture(scope="module")
def built_site(django_db_setup: None, django_db_blocker: Any) -> Iterator[SmallSite]:
    with built_once(django_db_blocker) as site:
        yield site


@pytest.fixture
def site(built_site: SmallSite, db: None) -> SmallSite:
    return copy_for_a_test(built_site)


@pytest.fixture(scope="session")
def built_fonts() -> Path:
    """The folder of the site's typefaces; `make test` has built them, a single run may not."""
    folder = Path(settings.STATICFILES_DIRS[0]) / "fonts"
    build(folder)
    return folder
