import pytest

from tests.trees import SmallSite, copy_for_a_test


@pytest.fixture
def site(built_site: SmallSite, db: None) -> SmallSite:
    return copy_for_a_test(built_site)
