"""What answers to whatever watches the site."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings


def test_alive_answers_without_the_database(
    client: Client, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response["Content-Type"] == "text/plain; charset=utf-8"


def test_ready_where_everything_is_there(client: Client, db: None) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ready\n")


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_answers_are_not_kept_and_set_no_cookie(client: Client, db: None, address: str) -> None:
    response = client.get(address)
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_nothing_can_be_sent(client: Client, db: None, address: str) -> None:
    assert client.post(address).status_code == 405


def test_not_ready_while_a_migration_is_missing(client: Client, db: None) -> None:
    [newest] = MigrationLoader(connection).graph.leaf_nodes("home")
    MigrationRecorder(connection).record_unapplied(*newest)
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"not ready: migrations\n")


def test_not_ready_without_a_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """No ``db`` fixture: pytest-django refuses every access, as a lost server would."""
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.content == b"not ready: database, migrations\n"


def test_not_ready_when_the_cache_forgets(client: Client, db: None, settings: Settings) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"not ready: cache\n")


def test_the_check_of_the_cache_leaves_nothing_behind(client: Client, db: None) -> None:
    cache.clear()
    client.get("/readyz")
    assert cache._cache == {}  # type: ignore[attr-defined]
