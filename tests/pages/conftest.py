from pathlib import Path

import pytest
from django.conf import settings

from cms.pages.fonts import build
from tests.trees import SmallSite, copy_for_a_test


@pytest.fixture
def site(built_site: SmallSite, db: None) -> SmallSite:
    return copy_for_a_test(built_site)


@pytest.fixture(scope="session")
def built_fonts() -> Path:
    """The folder of the site's typefaces; `make test` has built them, a single run may not."""
    folder = Path(settings.STATICFILES_DIRS[0]) / "fonts"
    build(folder)
    return folder
