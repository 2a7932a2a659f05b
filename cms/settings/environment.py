"""Reads the environment, once. Every name here is documented in the README."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from cms.translation.machinery.address import THIS_MACHINE, translation_server

from .addresses import address_elsewhere, address_of, folder_of, path_of, refuse_what_is_cut_off

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = BASE_DIR / "var"

MAX_CACHE_ENTRIES = 20_000
ONION = re.compile(r"https?://[a-z2-7]{56}\.onion/?")
# A public key of age's own, or an SSH key of a kind that it takes.
RECIPIENT = re.compile(r"age1[a-z0-9]{58}|ssh-(?:ed25519|rsa) [A-Za-z0-9+/]+=*(?: [^\n]*)?")
# What a cache that is another machine has to answer within, in seconds, by the name of its client.
PATIENCE = {
    "RedisCache": {"socket_connect_timeout": 1, "socket_timeout": 1},
    "PyMemcacheCache": {"connect_timeout": 1, "timeout": 1},
}

env = environ.Env()


def listed(value: str) -> list[str]:
    """Return what a setting lists, with commas and perhaps spaces between."""
    return [part for part in map(str.strip, value.split(",")) if part]


def base_url(url: str) -> str:
    """Return the address that links in mail and feeds begin with, without a slash at its end."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path not in {"", "/"}:
        raise ImproperlyConfigured(f"BASE_URL must look like https://example.org, not {url!r}.")
    return url.rstrip("/")


def onion_location(address: str) -> str:
    """Return the onion service's address without a slash at its end; nothing where there is none.

    Such a name is 56 letters and digits of base 32, and ``.onion``.
    """
    if address and not ONION.fullmatch(address):
        raise ImproperlyConfigured(
            f"ONION_LOCATION must look like http://<56 letters and digits>.onion, not {address!r}."
        )
    return address.rstrip("/")


def security_contact(addresses: list[str]) -> list[str]:
    """Return where weaknesses are told: ``mailto:``, ``tel:`` or https, as RFC 9116 wants it."""
    for address in addresses:
        if not address.startswith(("mailto:", "tel:", "https://")) or not address.isprintable():
            raise ImproperlyConfigured(
                f"SECURITY_CONTACT must look like mailto:security@example.org, not {address!r}."
            )
    return addresses


def own_folder(name: str, path: str) -> Path | None:
    """Return the folder that a setting names; nothing where it names none."""
    if path and not Path(path).is_absolute():
        raise ImproperlyConfigured(f"{name} must be a whole path from /, not {path!r}.")
    return Path(path) if path else None


def backup_recipient(key: str) -> str:
    """Return the public key that backups are encrypted to; nothing where there is none."""
    if key and not RECIPIENT.fullmatch(key):
        raise ImproperlyConfigured(
            "BACKUP_RECIPIENT must be a public key of age (age1…) or of SSH (ssh-ed25519 …)."
        )
    return key


def database(url: str) -> dict[str, Any]:
    """Return Django's database settings; SQLite finds the folder that its file goes into."""
    settings: dict[str, Any] = env.db_url_config(url)
    if settings["ENGINE"].endswith("sqlite3") and settings["NAME"] != ":memory:":
        refuse_what_is_cut_off("DATABASE_URL", url, "#")
        # Read by ourselves, for a + is a space to the library.
        settings["NAME"] = path_of(url)[1:]
        Path(settings["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    return settings


def cache(url: str) -> dict[str, Any]:
    """Return Django's cache settings; a folder is given as ``filecache:///absolute/path``."""
    settings: dict[str, Any] = env.cache_url_config(url)
    if settings["BACKEND"].endswith("FileBasedCache"):
        settings["LOCATION"] = path_of(url)
    own = settings["BACKEND"].endswith(("LocMemCache", "DatabaseCache", "FileBasedCache"))
    if own and "OPTIONS" not in settings:
        # Django's 300 could be driven out by guesses at names, and with them what counts these.
        settings["OPTIONS"] = {"MAX_ENTRIES": MAX_CACHE_ENTRIES}
    name = settings["BACKEND"].rpartition(".")[2]
    if name in PATIENCE:
        settings = {"OPTIONS": {}} | settings
        settings["OPTIONS"] = PATIENCE[name] | settings["OPTIONS"]
    # With the database all else is away too, and memory is never; any other may be away by itself.
    if name in ("LocMemCache", "DatabaseCache", "DummyCache"):
        return settings
    return {"BACKEND": "cms.delivery.cache.DegradingCache", "OPTIONS": {"inner": settings}}


def days(name: str, default: int) -> int:
    """Return a number of days. Raises ImproperlyConfigured for less than one."""
    number: int = env.int(name, default=default)
    if number < 1:
        raise ImproperlyConfigured(f"{name} must be a day or more, not {number}.")
    return number


DEBUG: bool = env.bool("DEBUG", default=False)
SECRET_KEY: str = env.str("SECRET_KEY", default="")
# The first encrypts; the others still decrypt what is kept from before.
SECOND_FACTOR_KEYS = listed(env.str("SECOND_FACTOR_KEY", default=""))
REQUIRE_SECOND_FACTOR: bool | None = env.bool("REQUIRE_SECOND_FACTOR", default=None)
ALLOWED_HOSTS: list[str] = listed(env.str("ALLOWED_HOSTS", default=""))
WEB_THREADS: int = env.int("WEB_THREADS", default=8)
DEMO_PASSWORD: str = env.str("DEMO_PASSWORD", default="")
BASE_URL = base_url(env.str("BASE_URL", default="http://127.0.0.1:8000"))
ONION_LOCATION = onion_location(env.str("ONION_LOCATION", default=""))
SECURITY_CONTACT = security_contact(listed(env.str("SECURITY_CONTACT", default="")))
QUICK_EXIT_ADDRESS = address_elsewhere(
    "QUICK_EXIT_ADDRESS",
    env.str("QUICK_EXIT_ADDRESS", default="") or "https://www.wikipedia.org/",
    [*ALLOWED_HOSTS, urlsplit(BASE_URL).hostname or ""],
)
DATABASE = database(
    env.str("DATABASE_URL", default="") or address_of(VAR_DIR / "site.sqlite3", "sqlite")
)
BACKUP_DIR = own_folder("BACKUP_DIR", env.str("BACKUP_DIR", default=""))
BACKUP_RECIPIENT = backup_recipient(env.str("BACKUP_RECIPIENT", default=""))
AUDIT_RETENTION_DAYS = days("AUDIT_RETENTION_DAYS", default=365)
CACHE = cache(env.str("CACHE_URL", default="") or "locmemcache://")
MEDIA_ROOT = folder_of(
    "MEDIA_STORAGE_URL",
    env.str("MEDIA_STORAGE_URL", default="") or address_of(VAR_DIR / "media", "file"),
)
PAGE_STORE_DIR = own_folder("PAGE_STORE_DIR", env.str("PAGE_STORE_DIR", default=""))
SITE_LANGUAGES = [
    code.lower()
    for code in listed(env.str("SITE_LANGUAGES", default=""))
    or ["en", "es", "pt-br", "ht", "fr", "ar", "yi", "he", "vi", "zh-hans"]
]
EMAIL = {
    "host": env.str("EMAIL_HOST", default="localhost"),
    "port": env.int("EMAIL_PORT", default=25),
    "username": env.str("EMAIL_USER", default=""),
    "password": env.str("EMAIL_PASSWORD", default=""),
    "use_tls": env.bool("EMAIL_TLS", default=False),
}
EMAIL_FROM: str = env.str("EMAIL_FROM", default="webmaster@localhost")
TRANSLATION_SERVER_HOSTS = listed(env.str("TRANSLATION_SERVER_HOSTS", default="")) or [
    *THIS_MACHINE
]
TRANSLATION_SERVER = translation_server(
    env.str("TRANSLATION_SERVER", default=""), TRANSLATION_SERVER_HOSTS
)
TRANSLATION_SERVER_KEY: str = env.str("TRANSLATION_SERVER_KEY", default="")
