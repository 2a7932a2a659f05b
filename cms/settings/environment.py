"""Reads the environment, once. Every name here is documented in the README."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from cms.languages.translation_server import THIS_MACHINE, translation_server

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = BASE_DIR / "var"

env = environ.Env()


def media_root(url: str) -> Path:
    """Return the folder that a ``file:///…`` media storage URL names."""
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc or not parts.path.startswith("/"):
        raise ImproperlyConfigured(
            f"MEDIA_STORAGE_URL must look like file:///an/absolute/folder, not {url!r}."
        )
    return Path(parts.path)


def base_url(url: str) -> str:
    """Return the address that links in mail and feeds begin with, without a slash at its end."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path not in {"", "/"}:
        raise ImproperlyConfigured(f"BASE_URL must look like https://example.org, not {url!r}.")
    return url.rstrip("/")


def database(settings: dict[str, Any]) -> dict[str, Any]:
    """Return Django's database settings; SQLite finds the folder that its file goes into."""
    if settings["ENGINE"].endswith("sqlite3") and settings["NAME"] != ":memory:":
        Path(settings["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    return settings


DEBUG: bool = env.bool("DEBUG", default=False)
SECRET_KEY: str = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
DEMO_PASSWORD: str = env.str("DEMO_PASSWORD", default="")
BASE_URL = base_url(env.str("BASE_URL", default="http://127.0.0.1:8000"))
DATABASE = database(env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'site.sqlite3'}"))
CACHE = env.cache_url("CACHE_URL", default="locmemcache://")
MEDIA_ROOT = media_root(env.str("MEDIA_STORAGE_URL", default=(VAR_DIR / "media").as_uri()))
SITE_LANGUAGES: list[str] = env.list(
    "SITE_LANGUAGES",
    default=["en", "es", "pt-br", "ht", "fr", "ar", "yi", "he", "vi", "zh-hans"],
)
EMAIL = {
    "host": env.str("EMAIL_HOST", default="localhost"),
    "port": env.int("EMAIL_PORT", default=25),
    "username": env.str("EMAIL_USER", default=""),
    "password": env.str("EMAIL_PASSWORD", default=""),
    "use_tls": env.bool("EMAIL_TLS", default=False),
}
EMAIL_FROM: str = env.str("EMAIL_FROM", default="webmaster@localhost")
TRANSLATION_SERVER_HOSTS: list[str] = env.list(
    "TRANSLATION_SERVER_HOSTS", default=list(THIS_MACHINE)
)
TRANSLATION_SERVER = translation_server(
    env.str("TRANSLATION_SERVER", default=""), TRANSLATION_SERVER_HOSTS
)
TRANSLATION_SERVER_KEY: str = env.str("TRANSLATION_SERVER_KEY", default="")
