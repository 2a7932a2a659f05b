"""A cache that is away, a disk that is full, a worker that stopped: told, and mended by itself."""

import resource
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from cms.accounts.throttle import Limit
from cms.delivery.cache import MEMORY, DegradingCache
from cms.review.models import Heartbeat
from home.models import StandardPage
from tests.factories import ImageFactory, StandardPageFactory
from tests.operations.test_settings import DEVELOPMENT, load
from tests.pages.test_pictures import image_block
from tests.safety.conftest import own_storage  # noqa: F401 - a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_storage")]


@pytest.fixture
def folder(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache is a folder below this one; a file in its place is a server that is away."""
    # What stands in for it is each process's own, and remembers rows of tests before.
    LocMemCache(MEMORY, {}).clear()
    monkeypatch.setattr(DegradingCache, "away_until", {})
    monkeypatch.setattr("cms.delivery.cache.ASK_AGAIN_AFTER", 0)
    inner = {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(tmp_path / "cache"),
    }
    backend = f"{DegradingCache.__module__}.{DegradingCache.__name__}"
    settings.CACHES = {
        **settings.CACHES,
        "default": {"BACKEND": backend, "OPTIONS": {"inner": inner}},
    }
    return tmp_path / "cache"


@contextmanager
def away(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The cache does not answer, and it takes a while until it is asked again."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.write_text("no folder")
    with monkeypatch.context() as patch:
        patch.setattr("cms.delivery.cache.ASK_AGAIN_AFTER", 3600)
        yield
    folder.unlink()
    DegradingCache.away_until.clear()


@contextmanager
def no_room() -> Iterator[None]:
    """The kernel lets this process write nothing into files."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def pictured() -> StandardPage:
    image = ImageFactory(size=(400, 300))
    return StandardPageFactory(body=[image_block(image)])


def words(client: Client) -> str:
    page = client.get(reverse("wagtailadmin_home")).content
    return " ".join(BeautifulSoup(page, "lxml").get_text().split())


def test_readers_notice_nothing_of_a_cache_that_is_away(
    client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch, pictured: StandardPage
) -> None:
    with away(folder, monkeypatch):
        assert client.get(pictured.url).status_code == 200
        assert client.get(reverse("wagtailadmin_login")).status_code == 200


def test_guesses_are_counted_all_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limit = Limit("guesses", 2, 60)
    with away(folder, monkeypatch):
        assert [limit.take("somebody") for _ in range(4)] == [True, True, False, False]


def test_it_is_told_and_used_again_as_soon_as_it_is_back(
    client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/readyz").content == b"ready\n"
    with away(folder, monkeypatch):
        cache.set("a", 1)
        response = client.get("/readyz")
        assert (response.status_code, response.content) == (503, b"not ready: cache\n")
    assert client.get("/readyz").content == b"ready\n"
    cache.set("b", 2)
    assert list(folder.iterdir())


def test_it_is_asked_again_by_itself(folder: Path) -> None:
    folder.write_text("no folder")
    cache.set("a", 1)
    folder.unlink()
    cache.set("b", 2)
    assert cache.get("b") == 2
    assert list(folder.iterdir())


def test_a_fault_of_the_caller_is_the_callers(folder: Path) -> None:
    with pytest.raises(ValueError, match="not found"):
        cache.incr("never-set")
    assert DegradingCache.away_until == {}


@pytest.mark.parametrize("url", ["rediscache://127.0.0.1:1/0", "filecache:///nowhere/at/all"])
def test_whatever_may_be_away_by_itself_degrades(url: str) -> None:
    done = load(DEVELOPMENT | {"CACHE_URL": url}, "s.CACHES['default']")
    assert "DegradingCache" in done.stdout, done.stderr
    assert ("'socket_timeout': 1" in done.stdout) == url.startswith("redis")


def test_a_full_disk_leaves_no_half_of_a_file() -> None:
    storage = storages["private"]
    before = sorted(Path(storage.location).rglob("*"))  # type: ignore[attr-defined]
    with no_room(), pytest.raises(OSError, match="too large"):
        storage.save("half.txt", ContentFile(b"a" * 100_000))
    assert sorted(Path(storage.location).rglob("*")) == before  # type: ignore[attr-defined]
    assert storage.save("half.txt", ContentFile(b"a")) == "half.txt"


def test_what_has_a_name_keeps_it() -> None:
    storage = storages["private"]
    first = storage.save("a/b.txt", ContentFile(b"one"))
    second = storage.save("a/b.txt", ContentFile(b"two"))
    assert first != second
    assert storage.open(first).read() == b"one"
    assert storage.open(second).read() == b"two"


def test_readers_get_the_page_without_the_picture_and_later_with_it(
    client: Client, pictured: StandardPage
) -> None:
    with no_room():
        response = client.get(pictured.url)
        assert response.status_code == 200
        assert b"<picture" not in response.content
        assert client.get("/readyz").content == b"not ready: media\n"
    assert b"<picture" in client.get(pictured.url).content
    assert client.get("/readyz").content == b"ready\n"


def test_a_disk_with_little_room_is_told_before_it_is_full(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cms.delivery.health.LEAST_ROOM", 10**18)
    assert client.get("/readyz").content == b"not ready: media\n"


def task(enqueued_at: Any) -> DBTaskResult:
    made = DBTaskResult.objects.create(
        status="READY",
        args_kwargs={"args": [], "kwargs": {}},
        task_path="cms.mail.tasks.deliver",
        backend_name="default",
        run_after=enqueued_at,
        exception_class_path="",
        traceback="",
    )
    DBTaskResult.objects.filter(pk=made.pk).update(enqueued_at=enqueued_at)
    return made


def test_a_queue_that_nobody_takes_from_is_told(client: Client) -> None:
    now = timezone.now()
    task(now - timedelta(minutes=5))
    assert client.get("/readyz").content == b"ready\n"
    old = task(now - timedelta(minutes=20))
    assert client.get("/readyz").content == b"not ready: queue\n"
    old.delete()
    assert client.get("/readyz").content == b"ready\n"


def test_a_scheduler_that_stopped_is_told(client: Client) -> None:
    Heartbeat.objects.create(name=Heartbeat.SCHEDULER, at=timezone.now() - timedelta(minutes=11))
    assert client.get("/readyz").content == b"not ready: scheduler\n"
    Heartbeat.objects.update(at=timezone.now())
    assert client.get("/readyz").content == b"ready\n"


def test_staff_read_what_is_missing_and_nobody_else_does(
    client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(User.objects.create_superuser("chief", "chief@example.org"))
    assert "What the site is missing" not in words(client)
    task(timezone.now() - timedelta(hours=1))
    with away(folder, monkeypatch), no_room():
        told = words(client)
    assert "Files cannot be kept" in told
    assert "The cache does not answer" in told
    assert "the worker may have stopped" in told
