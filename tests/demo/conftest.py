import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.core.cache import cache

from cms.starter.accounts import ACCOUNTS, demo_password
from tests.access.movement import Movement, make_user


@pytest.fixture
def demo(built_movement: Movement, db: None) -> Movement:
    """The movement, whose accounts of the demo's names the demo's password opens."""
    cache.clear()
    make_user("admin", is_superuser=True)
    names = [account.username for account in ACCOUNTS]
    opened = User.objects.filter(username__in=names)
    opened.update(password=make_password(demo_password()))
    return built_movement
