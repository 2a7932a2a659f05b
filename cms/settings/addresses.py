"""Files and folders that settings name by an address: ``file:///…`` and ``sqlite:///…``.

In an address, what is not a letter of ASCII stands as %C3%BC, or as it is; never a + for a space.
"""

import os
from pathlib import Path
from urllib.parse import quote_from_bytes, unquote_to_bytes, urlsplit

from django.core.exceptions import ImproperlyConfigured


def address_of(path: Path, scheme: str) -> str:
    """Return the address of an absolute path: ``file:///…``, and ``sqlite:////…`` with one more."""
    slashes = "////" if scheme == "sqlite" else "///"
    return f"{scheme}:{slashes}{quote_from_bytes(os.fsencode(path)).removeprefix('/')}"


def path_of(address: str) -> str:
    """Return the path in an address, its first slash included."""
    return os.fsdecode(unquote_to_bytes(urlsplit(address).path))


def refuse_what_is_cut_off(name: str, address: str, signs: str) -> None:
    """Raise ImproperlyConfigured where a sign ends the path that it was meant to be part of."""
    for sign in signs:
        if sign in address:
            raise ImproperlyConfigured(
                f"{name} must have %{ord(sign):02X} in place of {sign}, unlike {address!r}."
            )


def folder_of(name: str, address: str) -> Path:
    """Return the folder that a setting of this name names. Raises ImproperlyConfigured."""
    parts = urlsplit(address)
    if parts.scheme != "file" or parts.netloc or not parts.path.startswith("/"):
        raise ImproperlyConfigured(
            f"{name} must look like file:///an/absolute/folder, not {address!r}."
        )
    refuse_what_is_cut_off(name, address, "?#")
    return Path(path_of(address))


def address_elsewhere(name: str, address: str, own_hosts: list[str]) -> str:
    """Return the address of a page of somebody else's, over https. Raises ImproperlyConfigured."""
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname or "@" in parts.netloc:
        raise ImproperlyConfigured(
            f"{name} must look like https://www.wikipedia.org/, not {address!r}."
        )
    if parts.hostname in own_hosts:
        raise ImproperlyConfigured(f"{name} must lead away from this site, unlike {address!r}.")
    return address
