from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.files.storage import storages
from django.test import Client


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("staff"))
    return client


@pytest.fixture
def own_storage(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Give a test empty folders, so that it sees the files of nobody else."""
    # Renditions are cached under their image's number, which the next test uses again.
    cache.clear()
    for alias in ("default", "private"):
        monkeypatch.setitem(vars(storages[alias]), "location", str(tmp_path / alias))
