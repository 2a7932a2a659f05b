from collections.abc import Iterator
from typing import Any

import pytest

from tests.trees import SmallSite, built_once, copy_for_a_test


@pytest.fixture(scope="module")
def built_site(django_db_setup: None, django_db_blocker: Any) -> Iterator[SmallSite]:
    with built_once(django_db_blocker) as site:
        yield site


@pytest.fixture
def site(built_site: SmallSite, db: None) -> SmallSite:
    return copy_for_a_test(built_site)
