from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.files.storage import storages
from django.test import Client

from cms.settings.base import media_storages


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("staff"))
    return client


@pytest.fixture
def own_storage(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Give a test empty folders, so that it sees the files of nobody else."""
    # Renditions are cached under their image's number, which the next test uses again.
    cache.clear()
    for alias, storage in media_storages(tmp_path).items():
        options = storage["OPTIONS"]
        monkeypatch.setitem(vars(storages[alias]), "location", str(options["location"]))
        # What a task that deletes a file makes the storage again from.
        monkeypatch.setattr(storages[alias], "_constructor_args", ((), options))
