"""Reads the environment, once. Every name here is documented in the README."""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

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


DEBUG: bool = env.bool("DEBUG", default=False)
SECRET_KEY: str = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
BASE_URL: str = env.str("BASE_URL", default="http://127.0.0.1:8000")
DATABASE = env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'site.sqlite3'}")
CACHE = env.cache_url("CACHE_URL", default="locmemcache://")
MEDIA_ROOT = media_root(env.str("MEDIA_STORAGE_URL", default=(VAR_DIR / "media").as_uri()))
SITE_LANGUAGES: list[str] = env.list(
    "SITE_LANGUAGES",
    default=["en", "es", "pt-br", "ht", "fr", "ar", "yi", "he", "vi", "zh-hans"],
)
