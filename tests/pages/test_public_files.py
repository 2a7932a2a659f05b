"""Of the files that the site keeps, readers get those in public storage and nothing else."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.test import Client
from django.utils.http import http_date

PNG = b"\x89PNG not really"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    """What other tests never read goes from the folders that they share."""
    folder = Path(settings.MEDIA_ROOT)
    before = set(folder.rglob("*"))
    yield
    for path in sorted(set(folder.rglob("*")) - before, reverse=True):
        if path.is_dir() and not path.is_symlink():
            path.rmdir()
        else:
            path.unlink()


@pytest.fixture
def name() -> str:
    """A file in public storage."""
    return default_storage.save("images/picture.png", ContentFile(PNG))


def root() -> Path:
    return Path(default_storage.path("x")).parent


def test_a_public_file_is_asked_for_again(client: Client, name: str) -> None:
    response: Any = client.get(f"/media/{name}")
    assert b"".join(response.streaming_content) == PNG
    assert response["Content-Type"] == "image/png"
    assert response["Content-Length"] == str(len(PNG))
    assert response["Cache-Control"] == "public, no-cache"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Content-Security-Policy" in response
    assert not response.cookies
    assert "Vary" not in response


@pytest.mark.parametrize(
    ("suffix", "content_type"),
    [
        ("avif", "image/avif"),
        ("webp", "image/webp"),
        ("jpg", "image/jpeg"),
        ("pdf", "application/pdf"),
        ("epub", "application/epub+zip"),
    ],
)
def test_content_types(client: Client, suffix: str, content_type: str) -> None:
    name = default_storage.save(f"files/file.{suffix}", ContentFile(b"x"))
    response = client.get(f"/media/{name}")
    assert (response.status_code, response["Content-Type"]) == (200, content_type)
    response.close()


def test_an_unchanged_file_is_not_sent_again(client: Client, name: str) -> None:
    changed = http_date(Path(default_storage.path(name)).stat().st_mtime)
    response = client.get(f"/media/{name}", headers={"if-modified-since": changed})
    assert response.status_code == 304
    assert response["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "../private/secret.png",
        "images/../../private/secret.png",
        "%2e%2e/private/secret.png",
        "..%2fprivate%2fsecret.png",
        "..\\private\\secret.png",
        "//etc/passwd",
        "/etc/passwd",
        "images/",
        "",
        "images",
        ".hidden.png",
        "images/.hidden/x.png",
        "script.html",
        "script.svg",
        "script.js",
        "picture",
        "a\x00.png",
        "x" * 3000 + ".png",
        "link.png",
        "linked/secret.png",
    ],
)
def test_nothing_else_is_served(client: Client, name: str, path: str) -> None:
    for other in (".hidden.png", "images/.hidden/x.png", "script.html", "script.svg", "picture"):
        file = root() / other
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"secret")
    private = Path(storages["private"].path("secret.png"))
    private.parent.mkdir(parents=True, exist_ok=True)
    private.write_bytes(b"secret")
    for link, target in (("link.png", private), ("linked", private.parent)):
        (root() / link).unlink(missing_ok=True)
        (root() / link).symlink_to(target)
    response = client.get(f"{settings.MEDIA_URL}{path}")
    assert response.status_code in {404, 301, 302}
    assert b"secret" not in response.content
    if response.status_code != 404:
        assert client.get(response["Location"]).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_files_are_only_read(client: Client, name: str, method: str) -> None:
    assert getattr(client, method)(f"/media/{name}").status_code == 405
    assert default_storage.exists(name)
